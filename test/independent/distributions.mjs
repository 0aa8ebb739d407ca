/**
 * The distributions that docs/statistics.md names, by other ways than the app's: power series
 * whose terms are all positive, in place of continued fractions.
 */

/** Coefficients of Lanczos' approximation for g = 7 (Godfrey 2001), good to 15 digits. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/**
 * @param {number} x above 0
 * @returns {number}
 */
export function lnGamma(x) {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const [first = 0, ...rest] = LANCZOS;
  const sum = rest.reduce((total, c, i) => total + c / (x + i), first);
  const t = x + 6.5;
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * 1 + r(1) + r(1) r(2) + ..., until a term no longer counts.
 * @param {(n: number) => number} ratio
 */
function series(ratio) {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17 && n < 10_000_000; n++) {
    term *= ratio(n);
    sum += term;
  }
  return sum;
}

/**
 * The share of a beta distribution at or below x (Abramowitz and Stegun 26.5.4).
 * @param {number} x
 * @param {number} a
 * @param {number} b
 * @returns {number}
 */
export function betaShare(x, a, b) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a);
  const front = lnGamma(a + b) - lnGamma(a + 1) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return Math.exp(front) * series((n) => ((a + b + n - 1) / (a + n)) * x);
}

/**
 * The share of a gamma distribution of scale 1 at or below x (Abramowitz and Stegun 6.5.29).
 * @param {number} shape
 * @param {number} x
 */
export function gammaShare(shape, x) {
  if (x <= 0) return 0;
  return Math.exp(shape * Math.log(x) - x - lnGamma(shape + 1)) * series((n) => x / (shape + n));
}

/**
 * The x from `low` to `high` at which a growing function reaches `wanted`.
 * @param {(x: number) => number} share
 * @param {number} wanted
 * @param {number} low
 * @param {number} high
 */
export function inverse(share, wanted, low, high) {
  if (share(low) >= wanted) return low;
  let [under, over] = [low, high];
  for (let i = 0; i < 80; i++) {
    const middle = (under + over) / 2;
    if (share(middle) < wanted) under = middle;
    else over = middle;
  }
  return (under + over) / 2;
}

/**
 * @param {number} p
 * @param {number} a
 * @param {number} b
 */
export const betaQuantile = (p, a, b) => inverse((x) => betaShare(x, a, b), p, 0, 1);

/** 97.5 % of a normal distribution lie below. */
export const Z = 1.959963984540054;

/**
 * 97.5 % of Student's t with so many degrees of freedom lie below.
 * @param {number} df
 */
export function student975(df) {
  // df / (df + t^2) follows a beta distribution with df/2 and 1/2.
  const x = betaQuantile(0.05, df / 2, 0.5);
  return Math.sqrt((df * (1 - x)) / x);
}
