/** A figure with its 95 % interval; an end that the data cannot support is absent. */
export interface Estimate {
  value?: number | undefined;
  low?: number | undefined;
  high?: number | undefined;
}

export interface Difference {
  /** The first figure less the second; 0 where both are infinite. */
  value: number;
  /** Which of the two is infinite: a percentile among lost requests. Then there is no interval. */
  endless?: 'first' | 'second' | 'both' | undefined;
  low?: number | undefined;
  high?: number | undefined;
  /** Whether the interval excludes 0, and on which side it lies then. `undecided`: it holds 0, or an end is missing. Of an infinite figure: on which side the intervals of both lie apart. */
  decision: 'more' | 'less' | 'undecided';
}

/** How these intervals are made, as the comparison names it. */
export const DIFFERENCE_METHOD =
  'MOVER: 95 % interval of the difference of two independent figures, made of the intervals of both (Zou and Donner 2008)';

/**
 * The difference of two figures of independent campaigns. Nothing where one of them
 * is missing. An infinite one has no distance to anything: then it is decided only
 * where its whole interval lies beyond that of the other, which asks for more than MOVER does.
 *
 * Method: MOVER, the method of variance estimates recovery: the distances from each
 * figure to the ends of its own interval, added in squares, are the distances of the
 * difference to the ends of its interval. Ends need not lie symmetrically, and each
 * interval may be made in its own way. Sources: Zou and Donner, "Construction of
 * confidence limits about effect measures: a general approach", Statistics in
 * Medicine 27 (2008); for shares, Newcombe, "Interval estimation for the difference
 * between independent proportions", Statistics in Medicine 17 (1998), method 10.
 */
export function difference(first: Estimate, second: Estimate): Difference | undefined {
  if (first.value === undefined || second.value === undefined) return undefined;
  if (!isKnown(first.value)) return isKnown(second.value) ? endless('first', first, second) : BOTH_ENDLESS;
  if (!isKnown(second.value)) return endless('second', second, first);
  const value = first.value - second.value;
  const below = reach(first.value, first.low, second.value, second.high);
  const above = reach(first.value, first.high, second.value, second.low);
  const low = below === undefined ? undefined : value - below;
  const high = above === undefined ? undefined : value + above;
  const decision =
    low !== undefined && low > 0 ? 'more' : high !== undefined && high < 0 ? 'less' : 'undecided';
  return { value, low, high, decision };
}

const BOTH_ENDLESS: Difference = { value: 0, endless: 'both', decision: 'undecided' };

/** Of `never`, which is infinite, and the other. */
function endless(which: 'first' | 'second', never: Estimate, other: Estimate): Difference {
  const isApart = never.low !== undefined && other.high !== undefined && never.low > other.high;
  const isMore = which === 'first';
  return {
    value: isMore ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
    endless: which,
    decision: isApart ? (isMore ? 'more' : 'less') : 'undecided',
  };
}

function reach(
  first: number,
  firstEnd: number | undefined,
  second: number,
  secondEnd: number | undefined,
): number | undefined {
  if (!isKnown(firstEnd) || !isKnown(secondEnd)) return undefined;
  return Math.hypot(first - firstEnd, second - secondEnd);
}

const isKnown = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);
