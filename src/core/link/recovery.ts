import type { Span } from './spans.ts';
import { lengthOf, subtract } from './spans.ts';
import type { Track } from './track.ts';

/**
 * When an application that keeps one connection open was served again after each
 * outage: the first answer on that connection after the outage began, in epoch ms;
 * `undefined` where none came within the record, or where a time when nobody looked
 * lies between. A standing TCP connection waits out its own retransmission timer,
 * which doubles, so that it may answer long after the link does.
 *
 * `outages` are in order of time and do not overlap; `holes` as `union` returns
 * them. One pass over the answers, which are nearly in order.
 */
export function recoveries(
  { dueEpochMs, waitMs }: Pick<Track, 'dueEpochMs' | 'waitMs'>,
  outages: readonly Span[],
  holes: readonly Span[],
): (number | undefined)[] {
  const first = new Float64Array(outages.length).fill(Number.POSITIVE_INFINITY);
  const startOf = (k: number) => outages[k]?.start ?? Number.POSITIVE_INFINITY;
  let k = -1;
  for (let i = 0; i < waitMs.length; i++) {
    const arrival = (dueEpochMs[i] ?? Number.NaN) + (waitMs[i] ?? Number.NaN);
    if (Number.isNaN(arrival) || arrival === Number.POSITIVE_INFINITY) continue;
    while (startOf(k + 1) < arrival) k += 1;
    while (k >= 0 && startOf(k) >= arrival) k -= 1;
    if (k >= 0 && arrival < (first[k] ?? 0)) first[k] = arrival;
  }
  // Who was not served before the next outage began was first served after it.
  for (let j = outages.length - 2; j >= 0; j--) first[j] = Math.min(first[j] ?? 0, first[j + 1] ?? 0);
  return outages.map(({ start }, j) => {
    const end = first[j] ?? Number.POSITIVE_INFINITY;
    if (end === Number.POSITIVE_INFINITY) return undefined;
    return lengthOf(subtract({ start, end }, holes)) < end - start ? undefined : end;
  });
}
