import { expect, test } from 'vitest';
import { encodeBatch } from '../../../src/core/batch-codec.ts';
import { LiveOutages } from '../../../src/core/link/live-outages.ts';
import { findOutages } from '../../../src/core/link/outages.ts';
import { trackOf } from '../../../src/core/link/track.ts';
import type { Sample } from '../../../src/core/sample.ts';
import { epochMillis, millis } from '../../../src/core/units.ts';
import { planOf } from '../../report/samples.ts';
import { T0 } from './world.ts';

const spec = planOf().probes.find(({ name }) => name === 'ping');

/** Ten due times a second; the echo of `seq` after so many ms, `late` where that is beyond the timeout of 3 s. */
function echoes(count: number, answerMs: (seq: number) => number): Sample[] {
  return Array.from({ length: count }, (_, seq): Sample => {
    const wait = millis(answerMs(seq));
    const due = { seq, dueEpochMs: epochMillis(T0 + seq * 100), dueMonoMs: millis(seq * 100) };
    return {
      ...due,
      lateMs: millis(0),
      outcome: wait > 3000 ? 'late' : 'ok',
      responseMs: wait,
      serviceMs: wait,
    };
  });
}

test('what came after its timeout arrives when it came, and is never what is usual', () => {
  if (spec === undefined) throw new Error('The plan has no ping.');
  // Nearly all of 110 s is one outage: all that was due in it came at its end.
  const samples = echoes(1100, (seq) => (seq >= 20 && seq < 1080 ? 108_000 - seq * 100 + 40 : 40));
  const track = trackOf({ ...spec, timeoutMs: 3000 }, [encodeBatch(samples)]);
  expect(track.usualMs).toBe(40);
  const rows = findOutages({ tracks: [track], freshEpochMs: [], gaps: [], endEpochMs: T0 + 110_000 });
  expect(rows.map((row) => [row.kind, row.startEpochMs - T0, row.endEpochMs - T0])).toEqual([
    ['outage', 1940, 108_040],
  ]);
  const live = new LiveOutages([{ ...spec, timeoutMs: 3000 }]);
  for (const sample of samples) live.settled('ping', sample);
  expect(live.look(epochMillis(T0 + 110_000)).rows).toEqual(rows);
});

test('a time in which the endpoint wants to be left alone is no silence of the link', () => {
  if (spec === undefined) throw new Error('The plan has no ping.');
  const samples = echoes(300, () => 40).map((sample): Sample => {
    const { seq, dueEpochMs, dueMonoMs } = sample;
    const due = { seq, dueEpochMs, dueMonoMs };
    return seq >= 100 && seq < 200 ? { ...due, outcome: 'failed', error: 'throttled' } : sample;
  });
  const track = trackOf(spec, [encodeBatch(samples)]);
  expect(findOutages({ tracks: [track], freshEpochMs: [], gaps: [], endEpochMs: T0 + 30_000 })).toEqual([]);
  const live = new LiveOutages([spec]);
  for (const sample of samples) live.settled('ping', sample);
  expect(live.look(epochMillis(T0 + 30_000))).toEqual({ rows: [], silentSinceEpochMs: undefined });
});

test('what is usual is the middle of what came in time, and late answers keep their waits', () => {
  if (spec === undefined) throw new Error('The plan has no ping.');
  // Three in time, four late.
  const waits = [40, 9000, 50, 9001, 60, 9002, 9003];
  const { usualMs, waitMs } = trackOf(spec, [encodeBatch(echoes(waits.length, (seq) => waits[seq] ?? 0))]);
  expect(usualMs).toBe(50);
  expect([...waitMs]).toEqual(waits);
});
