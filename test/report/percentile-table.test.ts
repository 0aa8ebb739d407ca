import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAll } from '../../src/core/batch-pass.ts';
import { OUTCOMES } from '../../src/core/sample.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { BlockDistribution } from '../../src/core/stats/block-distribution.ts';
import { nearestRank, samplesNeeded } from '../../src/core/stats/percentile.ts';
import { TimeBlocks } from '../../src/core/stats/time-blocks.ts';
import { percentileIntervals } from '../../src/report/intervals.ts';
import { PercentileTable } from '../../src/report/percentile-table.ts';
import type { MetricRow } from '../../src/report/types.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { T0 } from './samples.ts';

const OK = OUTCOMES.indexOf('ok') + 1;
const TIMEOUT = OUTCOMES.indexOf('timeout') + 1;
const SHARES = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99, p99_9: 0.999 } as const;
const STEP_MS = 100;

/** The value of row `i` of `n`, which lies in batch `batch`; NaN where it was lost. */
type Shape = (i: number, n: number, batch: number, random: () => number) => number;

function record(n: number, size: number, shape: Shape): SampleBatch[] {
  const random = seededRandom(n + size);
  return Array.from({ length: Math.ceil(n / size) }, (_, b): SampleBatch => {
    const from = b * size;
    const count = Math.min(size, n - from);
    const responseMs = Float32Array.from({ length: count }, (_, i) => shape(from + i, n, b, random));
    return {
      count,
      firstSeq: from,
      dueEpochMs: Float64Array.from({ length: count }, (_, i) => T0 + (from + i) * STEP_MS),
      dueMonoMs: Float64Array.from({ length: count }, (_, i) => (from + i) * STEP_MS),
      lateMs: new Float32Array(count),
      outcome: Uint8Array.from(responseMs, (ms) => (Number.isNaN(ms) ? TIMEOUT : OK)),
      words: [],
      numbers: { responseMs },
    };
  });
}

/** The rows of the table, whose drawn steps are held against the values. */
function tableOf(batches: readonly SampleBatch[]): { ok: MetricRow; scheduled: MetricRow; lost: number } {
  const lost = batches.reduce((sum, { outcome }) => sum + outcome.filter((o) => o === TIMEOUT).length, 0);
  const table = new PercentileTable(batches, 'response', []);
  readAll(batches, [table]);
  const { rows, drawn } = table.end(lost);
  const rowOf = (population: MetricRow['population']) => {
    const row = rows.find((one) => one.metric === 'response' && one.population === population);
    if (row === undefined) throw new Error(`There is no row of ${population}.`);
    return row;
  };
  const { points = [], n = 0 } = drawn.get('response') ?? {};
  const values = valuesOf(batches);
  expect(n).toBe(values.length);
  for (const { ms, share } of points.filter((_, i) => i % 40 === 0))
    expect(values.filter((value) => value <= ms).length / n).toBe(share);
  return { ok: rowOf('ok'), scheduled: rowOf('scheduled'), lost };
}

const valuesOf = (batches: readonly SampleBatch[]) =>
  Float32Array.from(batches.flatMap(({ numbers }) => [...(numbers.responseMs ?? [])])).filter(
    (ms) => !Number.isNaN(ms),
  );

/** Each percentile by sorting, and its interval from a distribution that keeps all values. */
function expectBruteForce(batches: readonly SampleBatch[]): void {
  const { lost, ...rows } = tableOf(batches);
  const sorted = valuesOf(batches).sort();
  const n = sorted.length;
  const whole = new BlockDistribution({ again: () => {} });
  const blocks = new TimeBlocks();
  for (const batch of batches) {
    blocks.read(batch);
    const { outcome, count, numbers } = batch;
    whole.read({ values: numbers.responseMs, outcome, count, cuts: blocks.cuts });
  }
  whole.end();
  const intervals = percentileIntervals(whole, lost, blocks);
  for (const population of ['ok', 'scheduled'] as const) {
    const all = population === 'ok' ? n : n + lost;
    const wanted = Object.fromEntries(
      Object.entries(SHARES).map(([name, p]) => {
        if (all < samplesNeeded(p)) return [name, undefined];
        return [name, sorted[nearestRank(all, p) - 1] ?? Number.POSITIVE_INFINITY];
      }),
    );
    expect(rows[population]).toMatchObject({ ...wanted, ...intervals[population], n: all });
  }
}

/** Beyond these rows not all values are kept, and a part of the batches tells where percentiles lie. */
const LONG = 300_000;

describe('percentiles are what sorting gives', () => {
  const shapes: Record<string, Shape> = {
    'values without order': (_i, _n, _b, random) => 30 + 400 * random() ** 4,
    'values that rise all along': (i, n) => 20 + (500 * i) / n,
    'values that fall all along': (i, n) => 520 - (500 * i) / n,
    'a level that drifts': (i, n, _b, random) => 30 + (60 * i) / n + 5 * random(),
    'one value alone': () => 41.5,
    'two values': (i) => (i % 3 === 0 ? 41.5 : 1000),
    'few values with digits': (_i, _n, _b, random) => Math.round(40 + 4 * random()),
    // What is looked at first are the batches 0, 3, 5, 7 and so on.
    'batches that are looked at first as none of the others': (_i, _n, b, random) =>
      (b * 7) % 16 < 7 ? 20 + random() : 500 + 300 * random(),
    'a first part as none of the rest': (i, n, _b, random) =>
      i < n / 8 ? 900 + random() : 30 + 10 * random(),
    'negative values and zero': (_i, _n, _b, random) => Math.round(20 * (random() - 0.5)) * random(),
    'losses in clumps': (i, _n, _b, random) => (i % 9000 < 2000 ? Number.NaN : 30 + 50 * random()),
    'losses at the end': (i, n, _b, random) => (i > 0.6 * n ? Number.NaN : 30 + 50 * random()),
    'hardly any answer': (i, _n, _b, random) => (i % 1000 === 0 ? 30 + random() : Number.NaN),
  };
  test.each(Object.keys(shapes))('for a long record of %s', (name) => {
    const shape = shapes[name];
    if (shape === undefined) throw new Error(`There is no shape ${name}.`);
    expectBruteForce(record(LONG, 2048, shape));
  });

  test('for a long record in few batches', () => {
    expectBruteForce(record(LONG, 65_536, (i, _n, b, random) => (b === 0 ? 20 : 100) + (i % 7) + random()));
  });

  test('for short records of whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.float({ min: -1, max: 2000, noNaN: true }), { nil: Number.NaN }), {
          minLength: 1,
          maxLength: 400,
        }),
        fc.integer({ min: 1, max: 90 }),
        (values, size) => {
          const batches = record(values.length, size, (i) => values[i] ?? Number.NaN);
          if (values.some((value) => !Number.isNaN(value))) expectBruteForce(batches);
        },
      ),
      { numRuns: 60 },
    );
  });
});
