import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference } from '../../../src/core/stats/difference.ts';
import { percentile } from '../../../src/core/stats/percentile.ts';
import { quantileInterval } from '../../../src/core/stats/quantile-interval.ts';
import { seededRandom } from '../../support/seeded-random.ts';

describe('the difference of two figures', () => {
  test('adds the distances to the ends in squares, each on its own side', () => {
    // Newcombe (1998), table II, method 10: 56/70 less 48/80, of the Wilson intervals of both.
    const found = difference(
      { value: 0.8, low: 0.6918, high: 0.8771 },
      { value: 0.6, low: 0.4905, high: 0.7004 },
    );
    expect([found?.low?.toFixed(4), found?.high?.toFixed(4)]).toEqual(['0.0524', '0.3339']);
    expect(found?.decision).toBe('more');
  });

  test('turns round when the two change places, and is only decided where the interval excludes 0', () => {
    const estimate = fc
      .tuple(fc.double({ min: 0, max: 1000, noNaN: true }), fc.nat(200), fc.nat(200))
      .map(([value, below, above]) => ({ value, low: value - below, high: value + above }));
    fc.assert(
      fc.property(estimate, estimate, (a, b) => {
        const [there, back] = [difference(a, b), difference(b, a)];
        expect(there?.low).toBeCloseTo(-(back?.high ?? Number.NaN), 9);
        expect(there?.high).toBeCloseTo(-(back?.low ?? Number.NaN), 9);
        const { low = 0, high = 0, decision } = there ?? {};
        expect(decision).toBe(low > 0 ? 'more' : high < 0 ? 'less' : 'undecided');
      }),
    );
  });

  test('needs only the ends on its side, and is nothing where a figure is missing', () => {
    expect(difference({ value: 50, low: 45 }, { value: 20, high: 24 })).toMatchObject({
      decision: 'more',
      high: undefined,
    });
    expect(difference({ value: 50, high: 55 }, { value: 20, low: 18 })?.decision).toBe('undecided');
    expect(difference({}, { value: 1 })).toBeUndefined();
    expect(
      difference({ value: 5, low: 4, high: Number.POSITIVE_INFINITY }, { value: 1, low: 0, high: 2 })?.high,
    ).toBeUndefined();
  });

  test('of a figure that is infinite is told by where the intervals lie', () => {
    const never = Number.POSITIVE_INFINITY;
    const known = { value: 150, low: 140, high: 170 };
    expect(difference({ value: never, low: 200, high: never }, known)).toEqual({
      value: never,
      endless: 'first',
      decision: 'more',
    });
    expect(difference(known, { value: never, low: never, high: never })).toEqual({
      value: -never,
      endless: 'second',
      decision: 'less',
    });
    // The intervals overlap, or an end is not known.
    expect(difference({ value: never, low: 160, high: never }, known)?.decision).toBe('undecided');
    expect(difference({ value: never }, known)?.decision).toBe('undecided');
    expect(difference({ value: never, low: 200 }, { value: 150 })?.decision).toBe('undecided');
    expect(difference({ value: never, low: 200 }, { value: never, low: never })).toEqual({
      value: 0,
      endless: 'both',
      decision: 'undecided',
    });
  });

  test('of percentiles holds the truth as often as it says, in simulated pairs of campaigns', () => {
    const random = seededRandom(8);
    const minutes = 60;
    const perMinute = 40;
    /** Answers with a heavy tail whose level wanders from minute to minute. */
    const campaign = (shift: number) => {
      const values: number[] = [];
      const blocks: number[][] = [];
      for (let m = 0; m < minutes; m++) {
        const level = 6 * random();
        const own = Array.from({ length: perMinute }, () => shift + 30 + level - 10 * Math.log(random()));
        blocks.push(own);
        values.push(...own);
      }
      const sorted = Float64Array.from(values).sort();
      return { sorted, blocks };
    };
    const estimate = (p: number, { sorted, blocks }: ReturnType<typeof campaign>) => {
      const value = percentile(sorted, p) ?? Number.NaN;
      const atOrBelow = blocks.map((own) => own.filter((ms) => ms <= value).length);
      const totals = blocks.map((own) => own.length);
      return { value, ...quantileInterval(p, { sorted, lost: 0 }, { atOrBelow, totals }) };
    };
    const runs = 400;
    for (const p of [0.5, 0.95]) {
      let covered = 0;
      let falsely = 0;
      for (let run = 0; run < runs; run++) {
        const a = estimate(p, campaign(3));
        const b = estimate(p, campaign(0));
        const { low = Number.NaN, high = Number.NaN } = difference(a, b) ?? {};
        if (low <= 3 && high >= 3) covered += 1;
        if (difference(estimate(p, campaign(0)), b)?.decision !== 'undecided') falsely += 1;
      }
      // 95 % of 400, less four standard errors; too wide would be no virtue either.
      expect(covered / runs).toBeGreaterThan(0.9);
      expect(covered / runs).toBeLessThan(0.995);
      expect(falsely / runs).toBeLessThan(0.1);
    }
  });
});
