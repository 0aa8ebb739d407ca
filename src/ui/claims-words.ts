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
  const ms = (value: number | undefined) => (value === undefined ? MISSING : inMs(value));
  const { p50, p95, p99, over55 } = averages;
  return [
    {
      claim: 'Median 25.7 ms at peak hours, in the United States',
      source: 'the operator, 2025',
      here: atPeak(peakAverages.p50, p50, inMs),
    },
    {
      claim: 'Under 1 % above 55 ms, likewise',
      source: 'the operator, 2025',
      here: atPeak(peakAverages.over55, over55, (share) => `${formatShare(share)} above 55 ms`),
    },
    {
      claim: 'p99 below 65 ms, likewise',
      source: 'the operator, 2024',
      here: atPeak(peakAverages.p99, p99, inMs),
    },
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

const inMs = (value: number) => `${formatMs(value)} ms`;

/** A figure of the peak hours is set against ours of the same hours; those of the whole day are named as such. */
function atPeak(peak: number | undefined, all: number | undefined, say: (value: number) => string): string {
  if (peak !== undefined) return `${say(peak)} from 18 to 21 h`;
  if (all === undefined) return MISSING;
  return `${MISSING} from 18 to 21 h; ${say(all)} over all hours`;
}

/** Why the averages look better than what an application meets. */
export const WHY_AVERAGES_DIFFER =
  'The operator’s figures are made of averages over 15 s, taken on the router: within each average a slow round trip is evened out by the fast ones beside it, and a lost one is not in it. An application waits for each of its requests, so it meets the single round trips and the losses. Only the first column may be set against the published figures, and only the others against an application’s limit.';
