import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cdf } from '../../../src/core/stats/cdf.ts';
import { Histogram } from '../../../src/core/stats/histogram.ts';
import { mean } from '../../../src/core/stats/mean.ts';
import { percentile, samplesNeeded } from '../../../src/core/stats/percentile.ts';
import { sortFloats } from '../../../src/core/stats/sort.ts';

const oneTo = (n: number) => Float32Array.from({ length: n }, (_, i) => i + 1);
const SHARES = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

describe('percentile', () => {
  test('is the value at the rank, not one above it where p n is whole', () => {
    for (const n of [20, 100, 200, 300, 700, 1000, 7000, 10_000]) {
      for (const permille of [500, 750, 900, 950, 990, 999]) {
        const rank = Number((BigInt(permille) * BigInt(n) + 999n) / 1000n);
        expect(percentile(oneTo(n), permille / 1000)).toBe(n - rank < 5 ? undefined : rank);
      }
    }
  });

  test('is empty with fewer than 5 samples beyond it', () => {
    expect(percentile(oneTo(99), 0.95)).toBeUndefined();
    expect(percentile(oneTo(100), 0.95)).toBe(95);
    expect(percentile([], 0.5)).toBeUndefined();
  });

  test('counts lost requests as infinitely slow', () => {
    expect(percentile(oneTo(90), 0.5, 10)).toBe(50);
    expect(percentile(oneTo(90), 0.95, 10)).toBe(Number.POSITIVE_INFINITY);
    expect(percentile([], 0.5, 10)).toBe(Number.POSITIVE_INFINITY);
  });

  test('says how many samples it needs', () => {
    expect(SHARES.map(samplesNeeded)).toEqual([10, 20, 50, 100, 500, 5000]);
    for (const p of SHARES) {
      const n = samplesNeeded(p);
      expect(percentile(oneTo(n), p)).toBeDefined();
      expect(percentile(oneTo(n - 1), p)).toBeUndefined();
    }
  });
});

test('the radix sort orders as numbers do, negative ones and infinity included', () => {
  const values = fc.array(fc.float({ noNaN: true }), { maxLength: 50 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 2 ** 31 }), (some, seed) => {
      const many = Float32Array.from({ length: 5000 }, (_, i) =>
        i < some.length ? (some[i] ?? 0) : Math.fround(Math.sin(i * seed) * 10 ** (i % 9)),
      );
      const expected = Float32Array.from(many).sort();
      const sorted = Float32Array.from(many);
      sortFloats(sorted);
      expect([...sorted]).toEqual([...expected]);
      // Without a sign the bits are sorted as they are.
      const positive = many.map(Math.abs);
      const ascending = positive.slice().sort();
      sortFloats(positive);
      expect([...positive]).toEqual([...ascending]);
    }),
    { numRuns: 40 },
  );
});

test('the mean of nothing is not known', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeUndefined();
});

describe('cdf', () => {
  test('every step is exact, and the tail is kept', () => {
    const sorted = Float32Array.from({ length: 30_000 }, (_, i) => Math.floor(i / 3));
    const steps = cdf(sorted);
    expect(steps.length).toBeLessThanOrEqual(500);
    for (const { ms, share } of steps)
      expect(share).toBe(sorted.filter((v) => v <= ms).length / sorted.length);
    expect(steps[0]?.ms).toBe(0);
    expect(steps.at(-1)).toEqual({ ms: 9999, share: 1 });
    expect(steps.filter((s) => s.share > 0.99).length).toBeGreaterThan(50);
    expect(steps.filter((s) => s.share > 0.999 && s.share < 1).length).toBeGreaterThan(8);
  });

  test('of few or no samples shows each of them', () => {
    expect(cdf([])).toEqual([]);
    expect(cdf([5, 7])).toEqual([
      { ms: 5, share: 0.5 },
      { ms: 7, share: 1 },
    ]);
  });
});

describe('the live histogram', () => {
  const ms = fc.double({ min: 0.001, max: 600_000, noNaN: true });

  test('agrees with the exact percentile within half a percent', () => {
    fc.assert(
      fc.property(fc.array(ms, { minLength: 1, maxLength: 300 }), fc.nat(30), (values, lost) => {
        const histogram = new Histogram();
        for (const value of values) histogram.record(value);
        const sorted = Float64Array.from(values).sort();
        for (const p of SHARES) {
          const exact = percentile(sorted, p, lost);
          const live = histogram.percentile(p, lost);
          if (exact === undefined || exact === Number.POSITIVE_INFINITY) expect(live).toBe(exact);
          else expect(Math.abs((live ?? 0) - exact)).toBeLessThanOrEqual(exact * 0.005);
        }
      }),
    );
  });

  test('forgets a value that is removed, and nothing else', () => {
    const histogram = new Histogram();
    for (let i = 1; i <= 20; i++) histogram.record(i);
    histogram.record(5000);
    histogram.remove(5000);
    histogram.remove(123);
    expect(histogram.count).toBe(20);
    expect(histogram.percentile(0.5)).toBeCloseTo(10, 1);
  });

  test('takes values beyond its range without losing their count', () => {
    const histogram = new Histogram();
    for (const value of [-0.4, 0, 1e-9, 1e12]) histogram.record(value);
    expect(histogram.count).toBe(4);
  });
});
