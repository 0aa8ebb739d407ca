import type { ObservedOutage } from '../core/link/availability.ts';
import { lengthOf, type Span, subtract } from '../core/link/spans.ts';

/** The outages on a clock that stands still in the holes, and how long that clock ran in all, in seconds. What starts at one of `further` goes on with the one before. */
export function observed(
  outages: readonly Span[],
  holes: readonly Span[],
  range: Span,
  further: ReadonlySet<number>,
): [outages: ObservedOutage[], observedS: number] {
  const looking = (end: number) => lengthOf(subtract({ start: range.start, end }, holes)) / 1000;
  const seen: ObservedOutage[] = [];
  for (const span of outages) {
    const durationS = lengthOf(subtract(span, holes)) / 1000;
    const before = further.has(span.start) ? seen.at(-1) : undefined;
    if (before !== undefined) before.durationS += durationS;
    else if (durationS > 0) seen.push({ atS: looking(span.start), durationS });
  }
  return [seen, looking(range.end)];
}
