import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { degreesOf, longRunVariances } from '../../../src/core/stats/long-run-variance.ts';
import { type BlocksBelow, quantileInterval, widened } from '../../../src/core/stats/quantile-interval.ts';
import {
  blockShare,
  shareDegrees,
  shareInterval,
  skewWidths,
} from '../../../src/core/stats/share-interval.ts';
import { tWithin } from '../../../src/core/stats/student-t.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const longRunVariance = (residuals: readonly number[]) => longRunVariances([Float64Array.from(residuals)])[0];

describe('the long-run variance', () => {
  test('is the mean square of the slowest cosine components, written out', () => {
    const next = seededRandom(4);
    const series = Array.from({ length: 40 }, () => next() - 0.5);
    const mean = series.reduce((a, b) => a + b, 0) / 40;
    const residuals = series.map((value) => value - mean);
    const count = Math.round(0.4 * 40 ** (2 / 3));
    let squares = 0;
    for (let j = 1; j <= count; j++) {
      const sum = residuals.reduce((s, r, i) => s + r * Math.cos((Math.PI * j * (i + 0.5)) / 40), 0);
      squares += (2 / count) * sum * sum;
    }
    expect(longRunVariance(residuals)?.variance).toBeCloseTo(squares, 10);
  });

  test('grows where neighbours hang together, and is then trusted less', () => {
    const next = seededRandom(9);
    const noise = Array.from({ length: 600 }, () => next() + next() - 1);
    const held = noise.map((_, i) => noise[Math.floor(i / 20)] ?? 0);
    const centred = (values: number[]) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return values.map((value) => value - mean);
    };
    const [free, tied] = [longRunVariance(centred(noise)), longRunVariance(centred(held))];
    if (free === undefined || tied === undefined) throw new Error('There is no variance.');
    expect(tied.variance).toBeGreaterThan(5 * free.variance);
    expect(degreesOf(tied.shape)).toBeLessThan(degreesOf(free.shape));
  });

  test('is the same to the last bit whether series come alone or together', () => {
    const next = seededRandom(6);
    const list = [1300, 20, 1300, 5, 1300, 900].map((n, k) => {
      const series = Float64Array.from({ length: n }, () => next() - 0.5);
      return k === 4 ? series.map((value, i) => value + Math.sin(i / 90)) : series;
    });
    const alone = list.map((residuals) => longRunVariances([residuals])[0]);
    expect(alone.map((found) => found === undefined)).toEqual([false, false, false, true, false, false]);
    expect(longRunVariances(list)).toEqual(alone);
  });

  test('is not made of fewer than 8 blocks, and has fewer degrees of freedom where one block dominates', () => {
    expect(longRunVariance([1, -1, 1, -1, 1, -1, 0])).toBeUndefined();
    const even = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const lone = even.map((_, i) => (i === 30 ? 59 : -1));
    const of = (series: number[]) =>
      degreesOf(longRunVariance(series)?.shape ?? { n: 0, rho: 0, skew: 0, kurtosis: 0 });
    expect(of(even)).toBe(6);
    expect(of(lone)).toBeLessThan(1.5);
  });
});

describe('the interval of a share', () => {
  test("is Jeffreys' as published, for independent requests", () => {
    // Brown, Cai and DasGupta (2001), table 5: 95 % limits of Jeffreys' interval.
    const of = (x: number, n: number) => {
      const { low, high } = shareInterval(x / n, n, 1.959963984540054);
      return [low.toFixed(3), high.toFixed(3)];
    };
    expect(of(1, 10)).toEqual(['0.011', '0.381']);
    expect(of(5, 10)).toEqual(['0.224', '0.776']);
    expect(of(2, 20)).toEqual(['0.021', '0.284']);
  });

  test('reaches further to the side of rare bursts, and never less far for them', () => {
    const totals = Array.from({ length: 60 }, () => 60);
    const bursts = totals.map((all, i) => (i % 29 === 3 ? all - 40 : all - (i % 2)));
    const found = blockShare(bursts, totals);
    if (found?.precision === undefined) throw new Error('There is no precision.');
    const { low, high } = skewWidths(found.share, found.precision, 2);
    expect(low).toBeGreaterThan(0.1);
    expect(high).toBe(0);
    const misses = blockShare(
      bursts.map((good) => 60 - good),
      totals,
    );
    if (misses?.precision === undefined) throw new Error('There is no precision.');
    const mirrored = skewWidths(misses.share, misses.precision, 2);
    expect(mirrored.high).toBeCloseTo(low, 9);
    expect(mirrored.low).toBe(0);
  });

  test('passes over blocks without any, and says nothing of precision where nothing varies', () => {
    const hits = [3, 0, 4, 2, 5, 4, 3, 5, 4, 2];
    const totals = [5, 0, 5, 5, 5, 5, 5, 5, 5, 5];
    const without = (list: number[]) => list.filter((_, i) => i !== 1);
    expect(blockShare(hits, totals)).toEqual(blockShare(without(hits), without(totals)));
    expect(blockShare(totals, totals)).toEqual({ hits: 45, total: 45, share: 1 });
    expect(blockShare([], [])).toBeUndefined();
  });
});

/** Counts a value's blocks of ten in plain words. */
function below(values: readonly number[], limit: number): BlocksBelow {
  const atOrBelow: number[] = [];
  const totals: number[] = [];
  for (let i = 0; i < values.length; i += 10) {
    const block = values.slice(i, i + 10);
    totals.push(block.length);
    atOrBelow.push(block.filter((value) => value <= limit).length);
  }
  return { atOrBelow, totals };
}

describe('the interval of a percentile', () => {
  const some = fc.tuple(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 0, max: 40 }));

  test('holds the percentile, consists of measured values, and moves with the clock of the values', () => {
    fc.assert(
      fc.property(some, ([seed, lost]) => {
        const next = seededRandom(seed);
        const all = Array.from({ length: 400 }, () =>
          next() < lost / 400 ? Infinity : Math.round(next() * 1e4),
        );
        const sorted = all.filter(Number.isFinite).sort((a, b) => a - b);
        const ranked = { sorted, lost: 400 - sorted.length };
        const median = all.toSorted((a, b) => a - b)[199] ?? 0;
        const ends = quantileInterval(0.5, ranked, below(all, median));
        const { low = 0, high = 0 } = ends;
        expect(low).toBeLessThanOrEqual(median);
        expect(high).toBeGreaterThanOrEqual(median);
        expect([...sorted, Infinity]).toEqual(expect.arrayContaining([low, high]));
        const doubled = { sorted: sorted.map((value) => 2 * value), lost: ranked.lost };
        const twice = all.map((value) => 2 * value);
        expect(quantileInterval(0.5, doubled, below(twice, 2 * median))).toEqual({
          low: 2 * low,
          high: 2 * high,
        });
        const wide = widened(0.5, ranked, ends, { low: below(all, low), high: below(all, high) });
        expect(wide.low).toBeLessThanOrEqual(low);
        expect(wide.high).toBeGreaterThanOrEqual(high);
      }),
      { numRuns: 50 },
    );
  });

  test('is found by hand on 400 values', () => {
    const next = seededRandom(77);
    const all = Array.from({ length: 400 }, () => Math.floor(next() * 1e6));
    const sorted = all.toSorted((a, b) => a - b);
    const blocks = below(all, sorted[199] ?? 0);
    const precision = blockShare(blocks.atOrBelow, blocks.totals)?.precision;
    if (precision === undefined) throw new Error('There is no precision.');
    const t = tWithin(0.95, shareDegrees(precision));
    const { low, high } = shareInterval(0.5, precision.effective, t);
    // Ranks count from 1, lists from 0.
    expect(quantileInterval(0.5, { sorted, lost: 0 }, blocks)).toEqual({
      low: sorted[Math.floor(400 * low) - 1],
      high: sorted[Math.floor(400 * high)],
    });
  });

  test('has no upper end where all that lies beyond came in fewer than 5 blocks', () => {
    const all = Array.from({ length: 1000 }, (_, i) => (i >= 500 && i < 540 ? 1000 + i : i % 97));
    const sorted = all.toSorted((a, b) => a - b);
    const p95 = sorted[949] ?? 0;
    const ends = quantileInterval(0.97, { sorted, lost: 0 }, below(all, 1001));
    expect(p95).toBeLessThan(1000);
    expect(ends.high).toBeUndefined();
    expect(ends.low).toBeDefined();
  });

  test('reaches into the lost requests', () => {
    const all = Array.from({ length: 1000 }, (_, i) => (i % 20 === 7 ? Infinity : i % 100));
    const sorted = all.filter(Number.isFinite).sort((a, b) => a - b);
    const blocks = below(all, sorted.at(-1) ?? 0);
    expect(quantileInterval(0.95, { sorted, lost: 50 }, blocks).high).toBe(Infinity);
  });
});
