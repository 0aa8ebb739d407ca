import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiveOutages } from '../../../src/core/link/live-outages.ts';
import { findOutages } from '../../../src/core/link/outages.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { epochMillis, millis } from '../../../src/core/units.ts';
import { planOf } from '../../report/samples.ts';
import { type Shot, T0, track } from './world.ts';

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

// At 100 ms answers come close together, so that looks between the silences have nothing to find.
test.each([500, 100])(
  'shows in the end what the report finds, with echoes that came after their timeout at their true time, one due each %i ms',
  (STEP_MS) => {
    const TIMEOUT_MS = 3000;
    const outcome = fc.oneof(
      { weight: 6, arbitrary: fc.constant(40) },
      { weight: 1, arbitrary: fc.integer({ min: 300, max: 9000 }) },
      { weight: 2, arbitrary: fc.constant(undefined) },
    );
    const world = fc.array(fc.tuple(fc.integer({ min: 1, max: 7500 / STEP_MS }), outcome), {
      minLength: 5,
      maxLength: 40,
    });
    fc.assert(
      fc.property(world, (runs) => {
        const drawn = runs.flatMap(([times, answer]) => Array.from({ length: times }, () => answer));
        const slow = drawn.filter((answer) => answer !== undefined && answer > 40).length;
        // Sound answers come first and are the most, so that the usual one is 40 ms at any time.
        // And for over a minute at the end, so that what came before has left the window by then.
        const sound = Array.from({ length: slow + 75_000 / STEP_MS }, () => 40);
        const answers = [...sound.slice(0, slow + 1), ...drawn, ...sound];
        const endMs = answers.length * STEP_MS + 10_000;
        const spec = planOf().probes.find(({ name }) => name === 'ping');
        if (spec === undefined) throw new Error('The plan has no ping.');
        const live = new LiveOutages([{ ...spec, timeoutMs: TIMEOUT_MS }]);
        const due = (seq: number) => ({
          seq,
          dueEpochMs: epochMillis(T0 + seq * STEP_MS),
          dueMonoMs: millis(seq * STEP_MS),
          lateMs: millis(0),
        });
        const told: { atMs: number; sample: Sample }[] = [];
        answers.forEach((answer, seq) => {
          const at = seq * STEP_MS;
          if (answer === undefined || answer > TIMEOUT_MS)
            told.push({ atMs: at + TIMEOUT_MS, sample: { ...due(seq), outcome: 'timeout' } });
          if (answer === undefined) return;
          const times = { responseMs: millis(answer), serviceMs: millis(answer) };
          const kind = answer > TIMEOUT_MS ? 'late' : 'ok';
          told.push({ atMs: at + answer, sample: { ...due(seq), ...times, outcome: kind } });
        });
        told.sort((a, b) => a.atMs - b.atMs);
        let next = 0;
        for (let now = 0; now <= endMs; now += STEP_MS) {
          if (now < answers.length * STEP_MS) live.due('ping', now / STEP_MS, T0 + now);
          for (; (told[next]?.atMs ?? Number.POSITIVE_INFINITY) <= now; next += 1) {
            const sample = told[next]?.sample;
            if (sample !== undefined) live.settled('ping', sample);
          }
          if (now % 1000 === 0) live.look(T0 + now);
        }
        const whole = findOutages({
          tracks: [
            track(
              'ping',
              answers.map(
                (answer, seq): Shot => (answer === undefined ? [seq * STEP_MS] : [seq * STEP_MS, answer]),
              ),
              { timeoutMs: TIMEOUT_MS },
            ),
          ],
          freshEpochMs: [],
          gaps: [],
          endEpochMs: T0 + endMs,
        });
        const ended = whole.filter((row) => row.endEpochMs < T0 + endMs);
        expect(live.look(T0 + endMs).rows).toEqual(ended);
      }),
      { numRuns: 100 },
    );
  },
);
