import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaQuantile, betaShare } from '../../../src/core/stats/beta.ts';
import { tLike, tWithin } from '../../../src/core/stats/student-t.ts';

describe('the beta distribution', () => {
  test('gives the exact binomial limits of the tables', () => {
    // Clopper and Pearson 95 % limits of x hits in n, as printed in Geigy's Scientific Tables (1982).
    for (const [x, n, low, high] of [
      [1, 10, 0.0025, 0.445],
      [5, 10, 0.1871, 0.8129],
      [2, 20, 0.0123, 0.317],
      [10, 100, 0.049, 0.1762],
    ] as const) {
      expect(betaQuantile(0.025, x, n - x + 1)).toBeCloseTo(low, 3);
      expect(betaQuantile(0.975, x + 1, n - x)).toBeCloseTo(high, 3);
    }
  });

  test('agrees with the binomial sum, and its quantile turns it round', () => {
    const count = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(count, count, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, b, x) => {
        // For whole parameters: the chance of a or more hits in a + b - 1 tries.
        const n = a + b - 1;
        let sum = 0;
        let ways = 1;
        for (let k = 0; k <= n; k++) {
          if (k >= a) sum += ways * x ** k * (1 - x) ** (n - k);
          ways *= (n - k) / (k + 1);
        }
        expect(betaShare(x, a, b)).toBeCloseTo(sum, 10);
        const p = betaShare(x, a, b);
        if (p > 1e-6 && p < 1 - 1e-6) expect(betaQuantile(p, a, b)).toBeCloseTo(x, 6);
      }),
    );
  });

  test('holds for large samples too', () => {
    expect(betaShare(0.5, 1e6, 1e6)).toBeCloseTo(0.5, 9);
    expect(betaQuantile(0.975, 5e5, 5e5)).toBeCloseTo(0.5 + (1.959964 * 0.5) / 1e3, 6);
  });
});

describe("Student's t", () => {
  test('has the quantiles of the NIST handbook (1.3.6.7.2) for 95 % to both sides', () => {
    for (const [df, t] of [
      [1, 12.706],
      [2, 4.303],
      [3, 3.182],
      [5, 2.571],
      [6, 2.447],
      [10, 2.228],
      [20, 2.086],
      [50, 2.009],
      [100, 1.984],
    ] as const)
      expect(tWithin(0.95, df)).toBeCloseTo(t, 3);
    expect(tWithin(0.99, 10)).toBeCloseTo(3.169, 3);
    expect(tWithin(0.998, 6)).toBeCloseTo(5.208, 3);
    expect(tWithin(0.95, 1e9)).toBeCloseTo(1.959964, 5);
  });

  test('is matched by the approximation for far tails, which is never much too narrow', () => {
    for (const df of [1, 2, 3, 5, 10, 50]) {
      for (const [z, share] of [
        [1.959964, 0.95],
        [2.575829, 0.99],
        [3.290527, 0.999],
        [3.890592, 0.9999],
      ] as const) {
        const ratio = tLike(z, df) / tWithin(share, df);
        expect(ratio).toBeGreaterThan(0.995);
        if (df >= 5) expect(ratio).toBeLessThan(1.04);
      }
    }
  });
});
