/** A figure with its 95 % interval; an end that the data cannot support is absent. */
export interface Estimate {
  value?: number | undefined;
  low?: number | undefined;
  high?: number | undefined;
}

export interface Difference {
  /** The first figure less the second. */
  value: number;
  low?: number | undefined;
  high?: number | undefined;
  /** Whether the interval excludes 0, and on which side it lies then. `undecided`: it holds 0, or an end is missing. */
  decision: 'more' | 'less' | 'undecided';
}

/** How these intervals are made, as the comparison names it. */
export const DIFFERENCE_METHOD =
  'MOVER: 95 % interval of the difference of two independent figures, made of the intervals of both (Zou and Donner 2008)';

/**
 * The difference of two figures of independent campaigns. Nothing where one of them
 * is missing or infinite.
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
  if (!isKnown(first.value) || !isKnown(second.value)) return undefined;
  const value = first.value - second.value;
  const below = reach(first.value, first.low, second.value, second.high);
  const above = reach(first.value, first.high, second.value, second.low);
  const low = below === undefined ? undefined : value - below;
  const high = above === undefined ? undefined : value + above;
  const decision =
    low !== undefined && low > 0 ? 'more' : high !== undefined && high < 0 ? 'less' : 'undecided';
  return { value, low, high, decision };
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
