import type { BenchRow } from '../../src/commands/bench-row.ts';
import { numbersOf } from '../e2e/csv.ts';
import type { Measured } from './accuracy-rows.ts';

const ALLOWED = { share: 0.02, sEach: 1 };
/** What the app calls a silence of this kind: a stall of one second is no outage yet. */
const KINDS = { blackouts: 'outage', stalls: 'interruption' } as const;

/** Time without any answer by the outages CSV, against what was injected. */
export function outageRows({ scenario, app }: Measured): BenchRow[] {
  const { name } = scenario;
  if (name !== 'blackouts' && name !== 'stalls') return [];
  const kind = KINDS[name];
  const { holds } = app.record;
  const injectedS =
    holds.reduce((sum, { fromEpochMs, toEpochMs }) => sum + toEpochMs - fromEpochMs, 0) / 1000;
  const found = app.result.outages.filter((row) => row.kind === kind);
  const foundS = numbersOf(found, 'duration_s').reduce((sum, s) => sum + s, 0);
  return [
    {
      metric: `${name}: error of the time in all of kind ${kind}`,
      value: Math.abs(foundS - injectedS),
      unit: 's',
      peer: 'goal',
      peerValue: Math.max(ALLOWED.share * injectedS, ALLOWED.sEach * holds.length),
    },
    {
      metric: `${name}: rows of kind ${kind}`,
      value: found.length,
      unit: 'rows',
      peer: 'injected',
      peerValue: holds.length,
    },
  ];
}
