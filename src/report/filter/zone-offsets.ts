import type { Span } from '../../core/link/spans.ts';

/** A time in which the clock of a zone was ahead of UTC by the same `aheadMs`. */
export interface OffsetSpan extends Span {
  aheadMs: number;
}

const DAY_MS = 86_400_000;

/** Cuts `range` where the clock of `zone` (an IANA name) is put forward or back, to the second. */
export function zoneOffsets(zone: string, range: Span): OffsetSpan[] {
  const aheadAt = aheadIn(zone);
  const parts: OffsetSpan[] = [];
  let part: OffsetSpan = { ...range, aheadMs: aheadAt(range.start) };
  for (let at = range.start; at < range.end; ) {
    const next = Math.min(range.end, at + DAY_MS);
    const aheadMs = aheadAt(next);
    if (aheadMs !== part.aheadMs) {
      let [low, high] = [at, next];
      while (high - low > 1000) {
        const middle = Math.floor((low + high) / 2000) * 1000;
        if (middle <= low) break;
        if (aheadAt(middle) === part.aheadMs) low = middle;
        else high = middle;
      }
      const change = Math.floor(high / 1000) * 1000;
      parts.push({ ...part, end: change });
      part = { start: change, end: range.end, aheadMs };
    }
    at = next;
  }
  return [...parts, part];
}

/** By how many ms the clock of a zone is ahead of UTC at an instant. */
export function aheadIn(zone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (epochMs) => {
    const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
    const of = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const reading = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return reading - Math.floor(epochMs / 1000) * 1000;
  };
}
