import { describe, expect, it } from 'vitest';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import { AnsweredReader, type VisitRun } from '../../../src/core/stats/answered.ts';
import { pairedMean } from '../../../src/core/stats/paired-mean.ts';
import { SlotSteps } from '../../../src/core/stats/slot-step.ts';
import { Windows } from '../../../src/core/stats/windows.ts';
import { batchOf } from '../link/rhythms.ts';

function readInto(take: VisitRun, batches: readonly SampleBatch[]): void {
  const reader = new AnsweredReader('rttMs', take);
  for (const batch of batches) reader.read(batch);
  reader.end();
}

describe('windows of the wall clock', () => {
  it('hold the answered samples, whatever their number and the batches they lie in', () => {
    const tS = Array.from({ length: 1000 }, (_, i) => 0.03 * i + (i > 600 ? 40 : 0));
    const all = tS.map((_, i) => (i % 7 === 3 ? Number.NaN : i));
    const part = (from: number, to: number) =>
      batchOf({ tS: tS.slice(from, to), rttMs: all.slice(from, to) });
    const seen: [number, number[]][] = [];
    const batches = [part(0, 450), part(450, 1000)];
    const first = (batches[0]?.dueEpochMs[0] ?? 0) / 15_000;
    const windows = new Windows({ widthMs: 15_000, offsetMs: 12_000 }, (index, values) => {
      seen.push([index - first, [...values]]);
    });
    readInto(windows.take, batches);
    windows.end();
    const expected = new Map<number, number[]>();
    tS.forEach((t, i) => {
      const index = Math.floor((t - 12) / 15);
      const value = all[i] ?? Number.NaN;
      if (!Number.isNaN(value)) expected.set(index, [...(expected.get(index) ?? []), value]);
    });
    expect(seen).toEqual([...expected]);
  });
});

describe('the step from slot to slot', () => {
  const slotStep = (batches: readonly SampleBatch[], phaseS: number) => {
    const steps = new SlotSteps(phaseS);
    readInto(steps.take, batches);
    return steps.result();
  };

  it('compares the medians of neighbours alone', () => {
    // Slots of five samples: medians 40, 50, 45, none (4 samples), 60, 61.
    const levels = [40, 50, 45, 90, 60, 61];
    const rows = levels.flatMap((level, slot) =>
      Array.from({ length: slot === 3 ? 4 : 5 }, (_, i) => [12 + 15 * slot + 2 * i, level + i - 2] as const),
    );
    const batch = batchOf({ tS: rows.map(([t]) => t), rttMs: rows.map(([, rtt]) => rtt) });
    expect(slotStep([batch], 12)).toEqual({ count: 3, p50: undefined, p90: undefined });
  });

  it('gives the quantiles of the absolute step by nearest rank', () => {
    const rows = Array.from(
      { length: 61 * 5 },
      (_, i) => [3 * i, Math.floor(i / 5) % 2 === 0 ? 40 : 52] as const,
    );
    const batch = batchOf({ tS: rows.map(([t]) => t), rttMs: rows.map(([, rtt]) => rtt) });
    expect(slotStep([batch], 0)).toEqual({ count: 60, p50: 12, p90: 12 });
    expect(slotStep([], 0)).toEqual({ count: 0, p50: undefined, p90: undefined });
  });
});

it('a paired mean has the interval of Student’s t', () => {
  // Student's sleep data (1908): ten differences, mean 1.58, 95 % interval 0.70 to 2.46.
  const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4];
  const found = pairedMean(sleep);
  expect(found?.mean).toBeCloseTo(1.58, 9);
  expect(found?.low).toBeCloseTo(0.7001, 4);
  expect(found?.high).toBeCloseTo(2.4599, 4);
  expect(pairedMean([1, 2])).toBeUndefined();
});
