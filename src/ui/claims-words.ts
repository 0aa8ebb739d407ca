import type { ClaimsReport } from '../report/rhythm-types.ts';
import { formatMs, formatShare } from './format.ts';

/** One published figure, and what was measured of it. */
export interface Claim {
  claim: string;
  source: string;
  here: string;
}

const MISSING = 'not enough data';

/** What the operator publishes of its latency, beside our averages of 15 s. */
export function claimsAgainst({ averages, peakAverages }: ClaimsReport): Claim[] {
  const ms = (value: number | undefined) => (value === undefined ? MISSING : `${formatMs(value)} ms`);
  const { p50, p95, p99, over55 } = averages;
  return [
    {
      claim: 'Median 25.7 ms at peak hours, in the United States',
      source: 'the operator, 2025',
      here:
        peakAverages.p50 === undefined
          ? `${MISSING} from 18 to 21 h; ${p50 === undefined ? 'none' : `${formatMs(p50)} ms`} over all hours`
          : `${formatMs(peakAverages.p50)} ms from 18 to 21 h`,
    },
    {
      claim: 'Under 1 % above 55 ms, likewise',
      source: 'the operator, 2025',
      here: over55 === undefined ? MISSING : `${formatShare(over55)} above 55 ms`,
    },
    { claim: 'p99 below 65 ms, likewise', source: 'the operator, 2024', here: ms(p99) },
    {
      claim: '20 to 40 ms under ideal conditions',
      source: 'the operator',
      here: p50 === undefined ? MISSING : `median ${ms(p50)}`,
    },
    {
      claim: '50 to 100 ms, variable: what planners assume',
      source: 'typical planning range',
      here: p50 === undefined ? MISSING : `median ${ms(p50)}, p95 ${ms(p95)}`,
    },
  ];
}

/** Why the averages look better than what an application meets. */
export const WHY_AVERAGES_DIFFER =
  'The operator’s figures are made of averages over 15 s, taken on the router: within each average a slow round trip is evened out by the fast ones beside it, and a lost one is not in it. An application waits for each of its requests, so it meets the single round trips and the losses. Only the first column may be set against the published figures, and only the others against an application’s limit.';
