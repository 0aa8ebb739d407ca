import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { availability, type ObservedOutage } from '../../../src/core/link/availability.ts';
import { judge } from '../../../src/core/link/availability-target.ts';
import { compoundInterval } from '../../../src/core/link/compound-interval.ts';

/** The chance of at most n Poisson events, half of the chance of n taken away. */
function midPoisson(n: number, mean: number): number {
  let sum = 0;
  for (let k = 0, term = Math.exp(-mean); k <= n; k++, term *= mean / k) sum += k < n ? term : term / 2;
  return sum;
}

describe('the interval of a compound Poisson sum', () => {
  test('is the mid-P interval of a count where all events are of size 1', () => {
    for (const n of [1, 2, 5, 9, 40]) {
      const { low, high } = compoundInterval({ sum: n, variance: n, next: 1 });
      expect(midPoisson(n, high)).toBeCloseTo(0.025, 9);
      expect(1 - midPoisson(n, low)).toBeCloseTo(0.025, 9);
    }
  });

  test('with no event ends at the rule of three', () => {
    const { low, high } = compoundInterval({ sum: 0, variance: 0, next: 10 });
    expect([low, high / 10]).toEqual([0, expect.closeTo(-Math.log(0.05), 9)]);
  });

  test('holds the sum, follows the unit, and grows with the variance', () => {
    const size = fc.double({ min: 0.5, max: 500, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        (sizes, unit) => {
          const sum = sizes.reduce((a, b) => a + b, 0);
          const variance = sizes.reduce((a, b) => a + b * b, 0);
          const next = Math.max(...sizes);
          const one = compoundInterval({ sum, variance, next });
          expect(one.low).toBeGreaterThan(0);
          expect(one.low).toBeLessThan(sum);
          expect(one.high).toBeGreaterThan(sum);
          const other = compoundInterval({
            sum: sum * unit,
            variance: variance * unit * unit,
            next: next * unit,
          });
          expect(other.low / unit / one.low).toBeCloseTo(1, 6);
          expect(other.high / unit / one.high).toBeCloseTo(1, 6);
          const wider = compoundInterval({ sum, variance: variance * 2, next });
          expect(wider.high).toBeGreaterThan(one.high);
        },
      ),
      { numRuns: 60 },
    );
  });
});

const every = (n: number, durationS: number, observedS: number): ObservedOutage[] =>
  Array.from({ length: n }, (_, i) => ({ atS: ((i + 0.5) * observedS) / n, durationS }));

describe('availability', () => {
  test('says what was lost, how often and for how long', () => {
    expect(availability(every(4, 9, 36_000), 36_000)).toMatchObject({
      observedS: 36_000,
      downS: 36,
      outages: 4,
      share: 0.999,
      nines: expect.closeTo(3, 12),
      mtbfS: 8991,
      mttrS: 9,
      longestS: 9,
    });
  });

  test('of nothing observed is empty; with nothing lost it has a bound and no nines', () => {
    expect(availability([], 0)).toEqual({ observedS: 0, downS: 0, outages: 0 });
    const day = availability([], 86_400);
    expect(day).toMatchObject({ share: 1, high: 1, nines: undefined, mtbfS: undefined, mttrS: undefined });
    // The rule of three: at most 3.0 outages, of 10 s each.
    expect(day.low).toBeCloseTo(1 - 29.957 / 86_400, 7);
    expect((day.mtbfLowS ?? 0) / 86_400).toBeCloseTo(1 / 2.9957, 4);
  });

  test('takes a record of ages, as a clock that was wrong makes one', () => {
    expect(availability([{ atS: 5, durationS: 20 }], 2.5e11)).toMatchObject({ outages: 1, longestS: 20 });
  });

  test('stays within 0 and 1, and holds its share', () => {
    const outage = fc.record({
      atS: fc.double({ min: 0, max: 1, noNaN: true }),
      durationS: fc.double({ min: 2, max: 3000, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(outage, { maxLength: 30 }),
        fc.double({ min: 1, max: 500_000, noNaN: true }),
        (some, upS) => {
          const observedS = upS + some.reduce((sum, { durationS }) => sum + durationS, 0);
          const outages = some.map(({ atS, durationS }) => ({ atS: atS * observedS, durationS }));
          const { share = -1, low = -1, high = -1, mtbfS, mtbfLowS = -1 } = availability(outages, observedS);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(share).toBeGreaterThanOrEqual(low);
          expect(high).toBeGreaterThanOrEqual(share);
          expect(high).toBeLessThanOrEqual(1);
          if (mtbfS !== undefined) expect(mtbfLowS).toBeLessThan(mtbfS);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('is less certain where outages come in bursts', () => {
    const even = availability(every(24, 6, 86_400), 86_400);
    const bursts = availability(
      Array.from({ length: 24 }, (_, i) => ({
        atS: 10_000 + Math.floor(i / 6) * 20_000 + (i % 6) * 60,
        durationS: 6,
      })),
      86_400,
    );
    const width = ({ low = 0, high = 0 }) => high - low;
    expect(bursts.share).toBe(even.share);
    expect(width(bursts)).toBeGreaterThan(1.8 * width(even));
  });
});

describe('a target', () => {
  const estimate = availability(every(6, 6, 21_600), 21_600);

  test('is met above it, missed below it, and else not decided', () => {
    const { low = 0, high = 0, share = 0 } = estimate;
    expect(judge(estimate, low)).toEqual({ target: low, decision: 'met' });
    expect(judge(estimate, high + 1e-6)).toMatchObject({ decision: 'not-met' });
    expect(judge(estimate, share)).toEqual({ target: share, decision: 'not-enough-data', moreS: undefined });
    expect(judge(availability([], 0), 0.99)).toEqual({
      target: 0.99,
      decision: 'not-enough-data',
      untold: true,
    });
  });

  test('says how much longer it takes, and holds that without an outage', () => {
    const first = judge(availability([], 3600), 0.999);
    expect(first.decision).toBe('not-enough-data');
    const hours = 3600 + (first.moreS ?? 0);
    expect(judge(availability([], hours + 1), 0.999).decision).toBe('met');
    expect(judge(availability([], hours - 60), 0.999).decision).toBe('not-enough-data');
    const between = judge(estimate, ((estimate.low ?? 0) + (estimate.share ?? 0)) / 2);
    expect((between.moreS ?? 0) / 21_600).toBeCloseTo(3, 9);
  });
});
