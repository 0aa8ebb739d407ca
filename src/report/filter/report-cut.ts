import { lengthOf, type Span, subtract } from '../../core/link/spans.ts';
import type { FilterReport } from './filter-types.ts';
import { clip, lookedAt } from './looked-at.ts';
import { filterLabel, type TimeFilter } from './time-filter.ts';

/** How a report is cut. */
export interface ReportCut {
  told: FilterReport;
  /** What is let through, not cut at the ends of the campaign: for samples. */
  open: Span[];
  /** From the first to the last moment looked at; absent where there is none. */
  range: Span | undefined;
  /** What lies between, and is not looked at. */
  holes: Span[];
}

/** Cuts the time from `whole.start` to `whole.end` to what a filter lets through. */
export function reportCut(filter: TimeFilter, whole: Span): ReportCut {
  const open = lookedAt(filter, whole);
  const looked = clip(open, [whole]);
  const [first, last] = [looked[0], looked.at(-1)];
  const range = first === undefined || last === undefined ? undefined : { start: first.start, end: last.end };
  const leftOut = subtract(whole, looked);
  return {
    told: {
      label: filterLabel(filter),
      looked,
      leftOut,
      lookedS: lengthOf(looked) / 1000,
      leftOutS: lengthOf(leftOut) / 1000,
    },
    open,
    range,
    holes: range === undefined ? [] : subtract(range, looked),
  };
}
