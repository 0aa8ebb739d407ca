import type { Sorted } from './percentile.ts';
import { type BlockShare, blockShare, shareDegrees, shareInterval } from './share-interval.ts';
import { tWithin } from './student-t.ts';

/** How the intervals of percentiles are made, as exports and reports name it. */
export const INTERVAL_METHOD =
  'Woodruff 95 % with a cluster-robust variance over blocks of one minute (EWC), Jeffreys on the effective sample size, Student t';

/** As a percentile is shown only with 5 samples beyond it, its upper end is only with that many blocks of time that hold one. */
const MIN_TELLING = 5;

/** The ends of an interval; an end that the data cannot support is absent. */
export interface Ends {
  low?: number | undefined;
  high?: number | undefined;
}

/** The answered values of a metric, ascending and without NaN, and how many more are infinitely slow. */
export interface Ranked {
  sorted: Sorted;
  lost: number;
}

/** Of all samples of the population (`totals`) in each block of time, how many are at or below a value. */
export interface BlocksBelow {
  atOrBelow: ArrayLike<number>;
  totals: ArrayLike<number>;
  /** What `blockShares` says of them, where that is known already. */
  told?: BlockShare | undefined;
}

/**
 * 95 % interval of quantile `p` whose samples hang together in time: measured
 * values, or `Infinity` where an end lies among the lost ones. `blocks` are counted at the quantile.
 *
 * Method: Woodruff, "Confidence Intervals for Medians and Other Position
 * Measures", Journal of the American Statistical Association 47 (1952): the interval
 * of the share at or below the quantile is turned into values by their ranks, the
 * lower end by the rank before it and the upper one by the rank after it. An end
 * that would lie before the first or after the last sample is absent.
 */
export function quantileInterval(p: number, ranked: Ranked, blocks: BlocksBelow): Ends {
  const shares = sharesAround(p, blocks);
  if (shares === undefined) return {};
  return { low: lowerValue(ranked, shares.low), high: upperValue(ranked, shares.high) };
}

/**
 * Widens an interval by the variance at its own ends, where that is the larger one:
 * beyond the quantile, samples may hang together more than at it (outages). Source
 * of the idea: Francisco and Fuller, Annals of Statistics 19 (1991), who test each
 * value with the variance at that value.
 */
export function widened(
  p: number,
  ranked: Ranked,
  { low, high }: Ends,
  atEnds: { low: BlocksBelow; high: BlocksBelow },
): Ends {
  const lower = sharesAround(p, atEnds.low);
  const upper = sharesAround(p, atEnds.high);
  return {
    low: low === undefined || lower === undefined ? low : least(low, lowerValue(ranked, lower.low)),
    high: high === undefined || upper === undefined ? high : most(high, upperValue(ranked, upper.high)),
  };
}

const least = (a: number, b: number | undefined) => (b === undefined ? undefined : Math.min(a, b));
const most = (a: number, b: number | undefined) => (b === undefined ? undefined : Math.max(a, b));

/** The upper end is absent where too few blocks of time tell of what lies beyond. */
function sharesAround(p: number, { atOrBelow, totals, told }: BlocksBelow): Ends | undefined {
  const { precision } = told ?? blockShare(atOrBelow, totals) ?? {};
  if (precision === undefined) return undefined;
  const { low, high } = shareInterval(p, precision.effective, tWithin(0.95, shareDegrees(precision)));
  return { low, high: precision.telling < MIN_TELLING ? undefined : high };
}

function lowerValue(ranked: Ranked, share: number | undefined): number | undefined {
  return share === undefined ? undefined : valueAt(ranked, Math.floor(sizeOf(ranked) * share));
}

function upperValue(ranked: Ranked, share: number | undefined): number | undefined {
  return share === undefined ? undefined : valueAt(ranked, Math.floor(sizeOf(ranked) * share) + 1);
}

const sizeOf = ({ sorted, lost }: Ranked) => sorted.length + lost;

function valueAt(ranked: Ranked, rank: number): number | undefined {
  if (rank < 1 || rank > sizeOf(ranked)) return undefined;
  return rank > ranked.sorted.length ? Number.POSITIVE_INFINITY : ranked.sorted.at(rank - 1);
}
