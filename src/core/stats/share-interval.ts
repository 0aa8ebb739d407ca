import { betaQuantile } from './beta.ts';
import { degreesOf, longRunVariances, type Shape } from './long-run-variance.ts';
import { Z_95 } from './student-t.ts';

/** How well dependent blocks tell a share. */
export interface Precision {
  /** Independent requests that would say as much: share (1 - share) / variance. */
  effective: number;
  /** Of the blocks' residuals. */
  shape: Shape;
  /** Blocks that hold a hit, or blocks that hold a miss, whichever are fewer. */
  telling: number;
  /** Which of the two are fewer. */
  rarer: 'hits' | 'misses';
}

/** Something for each of the two ends of an interval. */
interface Ends {
  low: number;
  high: number;
}

/** Hits among all, and what their blocks say of the share's precision. */
export interface BlockShare {
  hits: number;
  total: number;
  share: number;
  /** Absent for fewer than 8 blocks, and where there is no variance to be seen. */
  precision?: Precision | undefined;
}

/**
 * The share of hits, `hits[i]` of `totals[i]` in block i, and how precisely dependent
 * blocks tell it. Blocks without any are passed over; `undefined` where all are such.
 *
 * Method: the variance of the ratio is linearised (residual of a block = its hits -
 * share x its total; Woodruff 1971) and summed as `longRunVariances` does. The
 * effective sample size is that of Korn and Graubard (Survey Methodology 24, 1998).
 */
export function blockShare(hits: ArrayLike<number>, totals: ArrayLike<number>): BlockShare | undefined {
  return blockShares([{ hits, totals }])[0];
}

/** The same of several shares at once, which takes less time than one after the other. */
export function blockShares(
  list: readonly { hits: ArrayLike<number>; totals: ArrayLike<number> }[],
): (BlockShare | undefined)[] {
  const counted = list.map(({ hits, totals }) => countShare(hits, totals));
  const found = longRunVariances(counted.map(({ residuals }) => residuals));
  return counted.map(({ hits, total, telling, rarer }, i): BlockShare | undefined => {
    if (total === 0) return undefined;
    const share = hits / total;
    const variance = found[i];
    if (variance === undefined || telling === 0 || variance.variance <= 0) return { hits, total, share };
    const effective = (share * (1 - share) * total * total) / variance.variance;
    return { hits, total, share, precision: { effective, shape: variance.shape, telling, rarer } };
  });
}

function countShare(hits: ArrayLike<number>, totals: ArrayLike<number>) {
  const n = totals.length;
  let hit = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    hit += hits[i] ?? 0;
    total += totals[i] ?? 0;
  }
  const share = hit / total;
  const residuals = new Float64Array(n);
  let blocks = 0;
  let withHit = 0;
  let withMiss = 0;
  for (let i = 0; i < n; i++) {
    const size = totals[i] ?? 0;
    if (size === 0) continue;
    const here = hits[i] ?? 0;
    residuals[blocks++] = here - share * size;
    if (here > 0) withHit += 1;
    if (here < size) withMiss += 1;
  }
  const telling = Math.min(withHit, withMiss);
  const rarer: Precision['rarer'] = withHit < withMiss ? 'hits' : 'misses';
  return { hits: hit, total, telling, rarer, residuals: residuals.subarray(0, blocks) };
}

/** Degrees of freedom of the share's variance: no more than there are blocks that tell of it. */
export function shareDegrees({ shape, telling }: Precision): number {
  return Math.min(degreesOf(shape), telling);
}

/**
 * Standard errors that are to be added to `width` at the lower and the upper end,
 * because the sum of the blocks is more skew than that of independent requests
 * would be: rare bursts of misses, of which a short record may hold too few.
 * Source: N. J. Johnson, "Modified t Tests and Confidence Intervals for
 * Asymmetrical Populations", Journal of the American Statistical Association 73
 * (1978), whose term in the skewness this is; an end never moves inwards.
 */
export function skewWidths(share: number, { effective, shape }: Precision, width: number): Ends {
  const sum = shape.skew / Math.sqrt(shape.n);
  const independent = (1 - 2 * share) / Math.sqrt(effective * share * (1 - share));
  const factor = (1 + 2 * width * width) / 6;
  return { low: factor * Math.max(0, independent - sum), high: factor * Math.max(0, sum - independent) };
}

/**
 * Interval of a share that was seen as `share` in `effective` independent requests,
 * `width` standard errors (1.96 for 95 %, more for a t quantile) to either side.
 * Method: Jeffreys' beta interval on the effective sample size, which a wider t
 * makes smaller. It stays within 0 and 1 and is as skew as the share is. Sources:
 * Brown, Cai and DasGupta, "Interval Estimation for a Binomial Proportion",
 * Statistical Science 16 (2001); for effective sizes Franco, Little, Louis and Slud,
 * Journal of Survey Statistics and Methodology 7 (2019).
 */
export function shareInterval(share: number, effective: number, width: number): Ends {
  const size = effective * (Z_95 / width) ** 2;
  const hits = share * size + 0.5;
  const misses = (1 - share) * size + 0.5;
  return { low: betaQuantile(0.025, hits, misses), high: betaQuantile(0.975, hits, misses) };
}
