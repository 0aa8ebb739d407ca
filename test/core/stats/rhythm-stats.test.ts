import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import { AnsweredReader, thinned, type VisitRun } from '../../../src/core/stats/answered.ts';
import { summarise } from '../../../src/core/stats/cell-summary.ts';
import { cellQuantile, fillCells, sizeOf } from '../../../src/core/stats/cells.ts';
import { InterarrivalJitterMeter } from '../../../src/core/stats/interarrival-jitter.ts';
import { selectFloat } from '../../../src/core/stats/select-in-place.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { batchOf } from '../link/rhythms.ts';

const floats = fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 200 });

describe('select', () => {
  it('finds what sorting would put there, and loses nothing', () => {
    fc.assert(
      fc.property(floats, fc.nat(), (list, pick) => {
        const k = pick % list.length;
        const values = Float32Array.from(list);
        const sorted = values.slice().sort();
        expect(selectFloat(values, k)).toEqual(sorted[k]);
        expect(values.sort()).toEqual(sorted);
      }),
    );
  });

  it('stays within its range, and is quick where all are alike or sorted', () => {
    const values = Float32Array.of(9, 5, 3, 4, 1);
    expect(selectFloat(values, 2, 1, 4)).toBe(4);
    expect([values[0], values[4]]).toEqual([9, 1]);
    const many = 200_000;
    expect(selectFloat(new Float32Array(many).fill(7), many / 2)).toBe(7);
    expect(
      selectFloat(
        Float32Array.from({ length: many }, (_, i) => i),
        many / 2,
      ),
    ).toBe(many / 2);
  });
});

it('cells hold their own values in order and leave out what lies beyond', () => {
  const pairs = [
    [1, 10],
    [0, 5],
    [1, 8],
    [-1, 99],
    [3, 99],
    [1, 9],
  ] as const;
  const cells = fillCells(
    3,
    Int32Array.from(pairs, ([cell]) => cell),
    Float32Array.from(pairs, ([, value]) => value),
  );
  expect([0, 1, 2].map((cell) => sizeOf(cells, cell))).toEqual([1, 3, 0]);
  expect([...cells.values]).toEqual([5, 10, 8, 9]);
  expect([0, 1, 2].map((cell) => cellQuantile(cells, cell, 0.5, 1))).toEqual([5, 9, undefined]);
  expect(cellQuantile(cells, 1, 0.5, 4)).toBeUndefined();
});

it('a cell is summed up as sorting would, whatever it holds', () => {
  const kinds = fc.constantFrom(
    (u: number) => 28 + 30 * u,
    (u: number) => u ** 9,
    (u: number) => 10 ** (12 * u - 6),
    (u: number) => u - 0.5,
    (u: number) => Math.round(u),
  );
  fc.assert(
    fc.property(
      kinds,
      fc.integer({ min: 1, max: 2 ** 31 }),
      fc.integer({ min: 1, max: 4000 }),
      (kind, seed, n) => {
        const next = seededRandom(seed);
        const values = Float32Array.from({ length: n }, () => kind(next()));
        const sorted = values.slice().sort();
        const k = Math.floor(next() * n);
        expect(summarise(values, k)).toEqual({ min: sorted[0], max: sorted[n - 1], nth: sorted[k] });
      },
    ),
    { numRuns: 60 },
  );
});

describe('interarrival jitter', () => {
  const interarrivalJitter = (values: readonly number[]) => {
    const meter = new InterarrivalJitterMeter();
    for (const value of values) meter.take([Number.NaN, value]);
    expect(meter.n).toBe(values.length);
    return meter.result();
  };

  it('follows the recursion of RFC 3550 by hand', () => {
    // D = 16, 0, 32: J = 1, 1 - 1/16, 15/16 + (32 - 15/16)/16.
    const third = 15 / 16 + (32 - 15 / 16) / 16;
    expect(interarrivalJitter([40, 56, 56, 24])).toEqual({ last: third, highest: third });
    expect(interarrivalJitter([40, 56, 56])).toEqual({ last: 15 / 16, highest: 1 });
    expect(interarrivalJitter([40])).toBeUndefined();
  });

  it('comes to the mean absolute difference where that is constant', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i % 2) * 12);
    expect(interarrivalJitter(values)?.last).toBeCloseTo(12, 9);
  });
});

function eachAnswered(batches: readonly SampleBatch[], visit: VisitRun, every = 1): void {
  const reader = new AnsweredReader('rttMs', visit, every);
  for (const batch of batches) reader.read(batch);
  reader.end();
}

it('reads the same whatever the batches are cut into', () => {
  const length = 3 * 4096 + 77;
  const long = batchOf({
    tS: Array.from({ length }, (_, i) => i),
    rttMs: Array.from({ length }, (_, i) => (i % 13 === 0 ? Number.NaN : i)),
  });
  const readIn = (size: number, every: number) => {
    const batches = Array.from({ length: Math.ceil(length / size) }, (_, k): SampleBatch => {
      const [from, to] = [k * size, Math.min(length, (k + 1) * size)];
      return {
        ...long,
        count: to - from,
        firstSeq: from,
        dueEpochMs: long.dueEpochMs.slice(from, to),
        lateMs: long.lateMs.slice(from, to),
        outcome: long.outcome.slice(from, to),
        numbers: { rttMs: long.numbers.rttMs?.slice(from, to) },
      };
    });
    const read: number[] = [];
    eachAnswered(batches, (_, values, n) => void read.push(...values.subarray(0, n)), every);
    return read.filter((value) => !Number.isNaN(value));
  };
  const answered = Array.from({ length }, (_, i) => i).filter((i) => i % 13 !== 0);
  for (const size of [1, 1000, 2048, 4096, 5000, length]) {
    expect(readIn(size, 1)).toEqual(answered);
    expect(readIn(size, 2)).toEqual(answered.filter((i) => Math.floor(i / 4096) % 2 === 0));
  }
});

it('reads answered samples in order, parts what nobody measured, and thins by blocks', () => {
  const batch = batchOf({ tS: [0, 1, 2, 3], rttMs: [40, Number.NaN, 42, 43] });
  batch.lateMs[3] = 250;
  batch.outcome[2] = 6;
  const seen: number[][] = [];
  eachAnswered([batch], (times, values, n) => {
    const start = batch.dueEpochMs[0] ?? 0;
    for (let i = 0; i < n; i++) seen.push([(times[i] ?? 0) - start, values[i] ?? 0]);
  });
  expect(seen).toEqual([
    [0, 40],
    [Number.NaN, Number.NaN],
    [3250, 43],
  ]);
  const length = 5 * 4096;
  const long = batchOf({ tS: Array.from({ length }, (_, i) => i), rttMs: new Array<number>(length).fill(1) });
  const ofAll = (most: number) => {
    const { sentEpochMs, values } = thinned([long], 'rttMs', most);
    expect(sentEpochMs.length).toBe(values.length);
    return values.filter((value) => value === 1).length;
  };
  expect(ofAll(2 * 4096)).toBe(2 * 4096);
  expect(ofAll(length)).toBe(length);
});
