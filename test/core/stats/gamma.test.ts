import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gammaCdf, lnGamma } from '../../../src/core/stats/gamma.ts';

test('the gamma distribution agrees with tables of chi-square', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4; to the printed digit.
  for (const [df, share, value] of [
    [1, 0.95, 3.841],
    [2, 0.975, 7.378],
    [10, 0.05, 3.94],
    [20, 0.025, 9.591],
    [50, 0.99, 76.154],
    [100, 0.95, 124.342],
  ] as const) {
    expect(gammaCdf(df / 2, (value - 0.0006) / 2)).toBeLessThan(share);
    expect(gammaCdf(df / 2, (value + 0.0006) / 2)).toBeGreaterThan(share);
  }
});

test('with a whole shape it is the chance of so many Poisson events, with shape 1 exponential', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.001, max: 150, noNaN: true }), (n, x) => {
      let fewer = 0;
      for (let k = 0, term = Math.exp(-x); k < n; k++, term *= x / k) fewer += term;
      expect(gammaCdf(n, x)).toBeCloseTo(1 - fewer, 11);
    }),
  );
  expect(gammaCdf(1, 2)).toBeCloseTo(1 - Math.exp(-2), 14);
  expect([gammaCdf(3, 0), gammaCdf(3, Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
});

test('the logarithm of the gamma function', () => {
  expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
  let factorial = 1;
  for (let n = 1; n <= 20; factorial *= n, n++) expect(lnGamma(n)).toBeCloseTo(Math.log(factorial), 11);
});
