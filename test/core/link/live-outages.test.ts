import { expect, test } from 'vitest';
import { LiveOutages } from '../../../src/core/link/live-outages.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { epochMillis, millis } from '../../../src/core/units.ts';
import { planOf } from '../../report/samples.ts';
import { T0 } from './world.ts';

const DARK: [number, number][] = [
  [20_000, 25_000],
  [200_000, 212_000],
];
const isDark = (ms: number) => DARK.some(([from, to]) => ms >= from && ms < to);

function settled(seq: number): Sample {
  const due = {
    seq,
    dueEpochMs: epochMillis(T0 + seq * 500),
    dueMonoMs: millis(seq * 500),
    lateMs: millis(0),
  };
  return isDark(seq * 500)
    ? { ...due, outcome: 'timeout' }
    : { ...due, outcome: 'ok', responseMs: millis(40), serviceMs: millis(40) };
}

test('sees an outage as it goes on, keeps it when it has ended, and forgets nothing as the window slides', () => {
  const live = new LiveOutages(planOf().probes);
  const silentFrom: number[] = [];
  for (let seq = 0; seq < 800; seq++) {
    const now = seq * 500;
    live.due('ping', seq, T0 + now);
    // A timeout is known 5 s after its due time, an answer at once.
    const old = seq - 10;
    if (old >= 0 && isDark(old * 500)) live.settled('ping', settled(old));
    if (!isDark(now)) live.settled('ping', settled(seq));
    if (seq % 2 === 0) {
      const { silentSinceEpochMs } = live.look(T0 + now + 100);
      if (silentSinceEpochMs !== undefined) silentFrom.push(silentSinceEpochMs - T0);
    }
  }
  expect(new Set(silentFrom)).toEqual(new Set([19_540, 199_540]));
  expect(live.look(T0 + 400_000).rows.map((r) => [r.kind, r.startEpochMs - T0, r.endEpochMs - T0])).toEqual([
    ['outage', 19_540, 25_040],
    ['outage', 199_540, 212_040],
  ]);
});
