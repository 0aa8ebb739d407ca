import { type Span, union } from '../../core/link/spans.ts';

/** What marks are widened by, so that they are seen, adds up to this share of the plot at most. */
const MOST_ADDED = 0.02;

/**
 * The marks of spans on a plot, both in CSS pixels: each at least `leastPx` wide, so
 * that a single short one is seen, as long as there are few. Many would pass for a
 * wall: they share what is added, a hundredth of a pixel each if need be, and their
 * painted share is the true one and no more than `MOST_ADDED`, or one mark, over it.
 * Marks do not overlap; those outside the plot are left out.
 */
export function marksOf(spans: readonly Span[], plot: Span, leastPx: number): Span[] {
  const seen = union(spans.filter(({ start, end }) => end >= plot.start && start <= plot.end));
  const short = seen.filter(({ start, end }) => end - start < leastPx).length;
  const addedPx = Math.max(leastPx, MOST_ADDED * (plot.end - plot.start));
  const widthPx = Math.min(leastPx, addedPx / Math.max(1, short));
  return union(seen.map(({ start, end }) => ({ start, end: Math.max(end, start + widthPx) })));
}
