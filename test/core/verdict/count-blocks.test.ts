import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeBatch } from '../../../src/core/batch-codec.ts';
import type { Sample } from '../../../src/core/sample.ts';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import { epochMillis, millis } from '../../../src/core/units.ts';
import { BLOCK_MS, LimitCounter, weighed } from '../../../src/core/verdict/count-blocks.ts';
import { type Yardstick, yardstickOf } from '../../../src/core/verdict/limits.ts';
import { sampleRun, T0 } from '../../report/samples.ts';

const countBlocks = (batches: readonly SampleBatch[], yardstick: Yardstick) => {
  const counter = new LimitCounter(yardstick);
  for (const batch of batches) counter.read(batch);
  return counter.judged;
};

const limit = { share: 0.95, source: '', basis: 'judgement' } as const;
const response = (value: number) => yardstickOf({ ...limit, metric: 'response', value });

it('counts good and scheduled as one count by hand does, whatever the batches', () => {
  fc.assert(
    fc.property(sampleRun, fc.nat(60), fc.integer({ min: 1, max: 600_000 }), (samples, cut, ms) => {
      const stretched = samples.map(
        (sample): Sample => ({ ...sample, dueEpochMs: epochMillis(T0 + (sample.dueEpochMs - T0) * 300) }),
      );
      const batches = [stretched.slice(0, cut), stretched.slice(cut)]
        .filter((part) => part.length > 0)
        .map(encodeBatch);
      const expected = new Map<number, [number, number]>();
      for (const sample of stretched) {
        if (sample.outcome === 'unmeasured') continue;
        const answered = sample.outcome === 'ok' || sample.outcome === 'late';
        const minute = Math.floor(sample.dueEpochMs / 60_000) * 60_000;
        const [good, scheduled] = expected.get(minute) ?? [0, 0];
        const isGood = answered && Number(Math.fround(sample.responseMs).toFixed(3)) <= ms;
        expected.set(minute, [good + (isGood ? 1 : 0), scheduled + 1]);
      }
      const judged = countBlocks(batches, response(ms));
      expect(judged.startEpochMs.map((at, i) => [at, [judged.good[i], judged.scheduled[i]]])).toEqual([
        ...expected,
      ]);
    }),
  );
});

it('leaves out what was answered without the metric, keeps what was lost, and says how many', () => {
  const due = (seq: number) => ({
    seq,
    dueEpochMs: epochMillis(T0 + seq * 1000),
    dueMonoMs: millis(seq * 1000),
  });
  const sent = { lateMs: millis(0), responseMs: millis(50), serviceMs: millis(50) };
  const batch = encodeBatch([
    { ...due(0), ...sent, outcome: 'ok', rttMs: millis(40) },
    { ...due(1), ...sent, outcome: 'ok' },
    { ...due(2), lateMs: millis(0), outcome: 'timeout' },
    { ...due(3), outcome: 'skipped' },
    { ...due(4), outcome: 'unmeasured' },
    { ...due(5), ...sent, outcome: 'late', rttMs: millis(40.0004) },
    { ...due(6), ...sent, outcome: 'ok', rttMs: millis(40.0006) },
  ]);
  expect(countBlocks([batch], yardstickOf({ ...limit, metric: 'rtt', value: 40 }))).toEqual({
    blockMs: BLOCK_MS,
    startEpochMs: [T0],
    good: [2],
    scheduled: [5],
    lost: [2],
    measured: 3,
    without: 1,
  });
  expect(countBlocks([batch], yardstickOf({ ...limit, metric: 'answered' }))).toMatchObject({
    good: [4],
    scheduled: [6],
    without: 0,
  });
});

it('weighs what was lost as the answers tell the metric', () => {
  const counts = { scheduled: [150, 150], lost: [100, 0], measured: 200, without: 9700 };
  const [first = 0, second] = weighed(counts);
  expect([first, second]).toEqual([expect.closeTo(50 + 100 * (200 / 9900), 10), 150]);
  expect(weighed({ ...counts, without: 0 })).toEqual([150, 150]);
});

it('asks of a rate that it is high enough', () => {
  const { key, low, high } = yardstickOf({ ...limit, metric: 'tokens_per_s', value: 10 });
  expect([key, low <= 10, low > 9.999, high]).toEqual(['tokensPerS', true, true, Number.POSITIVE_INFINITY]);
});
