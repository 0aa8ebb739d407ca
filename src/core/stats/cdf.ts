import { nearestRank, type Sorted } from './percentile.ts';

/** A step of the empirical distribution: `share` of the samples is at or below `ms`. */
export interface Step {
  ms: number;
  share: number;
}

const EVEN_IN_SHARE = 200;
const EVEN_IN_TAIL = 290;

/**
 * The empirical distribution of `sorted` (ascending, without NaN) in at most 500
 * steps, the first and the last among them. Some lie evenly in share, the others
 * evenly in -log10(1 - share), so that 99 to 99.9 % is drawn as finely as 0 to
 * 90 %. Each step is exact: a measured value with the share at or below it, which
 * `countUpTo` counts.
 */
export function cdf(sorted: Sorted, countUpTo = (value: number) => countAtOrBelow(sorted, value)): Step[] {
  const n = sorted.length;
  if (n === 0) return [];
  const ranks = new Set<number>([1, n]);
  for (let i = 1; i < EVEN_IN_SHARE; i++) ranks.add(nearestRank(n, i / EVEN_IN_SHARE));
  const decades = Math.log10(n);
  for (let i = 1; i < EVEN_IN_TAIL; i++) ranks.add(nearestRank(n, 1 - 10 ** ((-i / EVEN_IN_TAIL) * decades)));

  const steps: Step[] = [];
  for (const rank of [...ranks].sort((a, b) => a - b)) {
    const ms = sorted.at(rank - 1) ?? 0;
    if (steps.at(-1)?.ms === ms) continue;
    steps.push({ ms, share: countUpTo(ms) / n });
  }
  return steps;
}

function countAtOrBelow(sorted: Sorted, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted.at(middle) ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
