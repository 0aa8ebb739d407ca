import { betaQuantile } from './beta.ts';

/** Half-width of a 95 % interval of a normal distribution, in standard deviations. */
export const Z_95 = 1.959963984540054;

/**
 * The t within which, to either side of 0, a `share` (0 < share < 1) of Student's t
 * with `df` > 0 degrees of freedom lies: 12.706 for 0.95 and one degree, 1.960 for
 * infinitely many. Method: t^2 / (df + t^2) follows a beta distribution
 * (Abramowitz and Stegun 1964, 26.7.1 with 26.5.27).
 */
export function tWithin(share: number, df: number): number {
  const x = betaQuantile(share, 0.5, df / 2);
  return Math.sqrt((df * x) / (1 - x));
}

/**
 * The t that is as rare with `df` degrees of freedom as `z` is for a normal
 * distribution, far out in the tail too: to within 4 % from 5 degrees on, and too
 * wide rather than too narrow below. Source: D. L. Wallace, "Bounds on Normal
 * Approximations to Student's and the Chi-Square Distributions", Annals of
 * Mathematical Statistics 30 (1959), solved for t.
 */
export function tLike(z: number, df: number): number {
  const scaled = (z * (8 * df + 3)) / (8 * df + 1);
  return Math.sqrt(df * Math.expm1((scaled * scaled) / df));
}
