/** How percentiles are made, as exports and reports name it. */
export const QUANTILE_METHOD = 'nearest-rank (Hyndman-Fan 1)';

/** A percentile is shown only where at least this many samples lie beyond it. */
export const MIN_BEYOND = 5;

/** Values in ascending order, without NaN: an array, or what finds them when it is asked. Indexes are not negative. */
export interface Sorted {
  readonly length: number;
  at(index: number): number | undefined;
}

/** `p * n` may come out one rounding step too high, and `ceil` would then take the next rank. */
const ROUNDING = 1 - 2 ** -51;

/**
 * The 1-based rank of quantile `p` (0 < p <= 1) among `n` samples: the smallest
 * rank that has at least the share `p` at or below it.
 * Source: Hyndman and Fan (1996), "Sample Quantiles in Statistical Packages", definition 1.
 */
export function nearestRank(n: number, p: number): number {
  return Math.max(1, Math.ceil(n * p * ROUNDING));
}

/**
 * Quantile `p` (0 < p < 1) by nearest rank: always a value that was measured.
 * `sorted` is ascending, without NaN. `lostCount` more samples count as
 * infinitely slow, and the answer is `Infinity` where the rank falls among them.
 * `undefined` where fewer than 5 samples lie beyond the rank.
 */
export function percentile(sorted: Sorted, p: number, lostCount = 0): number | undefined {
  const n = sorted.length + lostCount;
  const rank = nearestRank(n, p);
  if (n - rank < MIN_BEYOND) return undefined;
  return rank > sorted.length ? Number.POSITIVE_INFINITY : sorted.at(rank - 1);
}

/** The smallest number of samples for which quantile `p` is shown: 10 for p50, 100 for p95, 500 for p99. */
export function samplesNeeded(p: number): number {
  let n = Math.max(MIN_BEYOND, Math.floor(MIN_BEYOND / (1 - p)) - 2);
  while (n - nearestRank(n, p) < MIN_BEYOND) n += 1;
  return n;
}
