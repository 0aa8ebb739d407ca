import { expect, it } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { LiveTimeline } from '../../src/worker/live-timeline.ts';

const START = 1_790_000_000_000;
const base = (seq: number) => ({
  seq,
  dueEpochMs: epochMillis(START + seq * 100),
  dueMonoMs: millis(seq * 100),
});
const ok = (seq: number, ms: number): Sample => ({
  ...base(seq),
  outcome: 'ok',
  lateMs: millis(0),
  responseMs: millis(ms),
  serviceMs: millis(ms),
});

it('shows minimum, median and maximum of each second, again when more comes into it', () => {
  const line = new LiveTimeline(100);
  for (let seq = 0; seq < 5; seq += 1) line.add(ok(seq, 40 + seq), 40 + seq, false);
  expect(line.read(START).bins[0]).toMatchObject({ min: 40, median: 42, max: 44, answered: 5, lost: 0 });
  line.add(ok(5, 90), 90, false);
  expect(line.read(START).bins[0]).toMatchObject({ max: 90, answered: 6 });
});

it('takes a loss back when the echo comes late after all', () => {
  const line = new LiveTimeline(100);
  line.add({ ...base(0), outcome: 'timeout', lateMs: millis(0) }, undefined, false);
  expect(line.read(START).bins[0]).toMatchObject({ answered: 0, lost: 1, median: undefined });
  line.add({ ...ok(0, 7000), outcome: 'late' } as Sample, 7000, true);
  expect(line.read(START).bins[0]).toMatchObject({ answered: 1, lost: 0, median: 7000 });
});

it('begins with the first due time, grows in steps, then slides', () => {
  const line = new LiveTimeline(100);
  const spanS = (nowS: number) => {
    const { bins, binMs } = line.read(START + nowS * 1000);
    return [((bins[0]?.startEpochMs ?? 0) - START) / 1000, (bins.length * binMs) / 1000];
  };
  for (let s = 0; s <= 1200; s += 1) {
    line.add(ok(s * 10, 40), 40, false);
    if (s === 30) expect(spanS(s)).toEqual([0, 60]);
    if (s === 90) expect(spanS(s)).toEqual([0, 120]);
  }
  expect(spanS(1200)).toEqual([601, 600]);
});
