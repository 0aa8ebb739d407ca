import { firstAtOrAfter, type Span, union } from '../../core/link/spans.ts';
import { DAY_MIN, type TimeFilter } from './time-filter.ts';
import { zoneOffsets } from './zone-offsets.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * The spans of time that a filter lets through, each from its start up to and
 * without its end: the moments at which the zone's clock shows a date and a time of
 * day that are wanted. All that touch `range`; those at its ends reach a day beyond it.
 */
export function lookedAt(filter: TimeFilter, range: Span): Span[] {
  const hours = hoursOf(filter);
  const days = { first: dayOf(filter.fromDate), last: dayOf(filter.toDate) };
  const wide = { start: range.start - DAY_MS, end: range.end + DAY_MS };
  const spans = zoneOffsets(filter.zone, wide).flatMap(({ start, end, aheadMs }) => {
    const first = Math.max(Math.floor((start + aheadMs) / DAY_MS), days.first ?? Number.NEGATIVE_INFINITY);
    const last = Math.min(Math.floor((end + aheadMs) / DAY_MS), days.last ?? Number.POSITIVE_INFINITY);
    const found: Span[] = [];
    for (let day = first; day <= last; day++) {
      const midnight = day * DAY_MS - aheadMs;
      for (const [from, to] of hours)
        found.push({ start: midnight + from * MINUTE_MS, end: midnight + to * MINUTE_MS });
    }
    return clip(found, [{ start, end }]);
  });
  return union(spans).filter((span) => span.start <= range.end && span.end > range.start);
}

/** In minutes after midnight, within one day. */
function hoursOf({ fromMin = 0, toMin = DAY_MIN }: TimeFilter): (readonly [from: number, to: number])[] {
  if (toMin > fromMin) return [[fromMin, toMin]];
  return [
    [0, toMin],
    [fromMin, DAY_MIN],
  ];
}

/** Days since 1970-01-01. */
function dayOf(date: string | undefined): number | undefined {
  return date === undefined ? undefined : Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** The parts of `spans` that lie within `within`, which is as `union` returns it. */
export function clip(spans: readonly Span[], within: readonly Span[]): Span[] {
  const parts: Span[] = [];
  const ends = within.map(({ end }) => end);
  for (const { start, end } of spans) {
    for (let i = firstAtOrAfter(ends, start); i < within.length; i++) {
      const other = within[i];
      if (other === undefined || other.start >= end) break;
      const part = { start: Math.max(start, other.start), end: Math.min(end, other.end) };
      if (part.end > part.start) parts.push(part);
    }
  }
  return parts;
}
