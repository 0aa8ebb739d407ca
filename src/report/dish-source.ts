import type { DishHistory } from '../core/dish/history-types.ts';
import { isSilent } from '../core/dish/ring-clock.ts';
import { type Span, union } from '../core/link/spans.ts';
import { percentile } from '../core/stats/percentile.ts';
import type { DishSource } from './dish-types.ts';

/** What is told of one import. */
export function sourceOf({
  file,
  importedEpochMs,
  dropRate,
  latencyMs,
  endEpochMs,
  endFrom,
  outages,
}: DishHistory): DishSource {
  const sorted = Float64Array.from(latencyMs.filter((ms) => ms !== null)).sort();
  return {
    file,
    importedEpochMs,
    ring: { start: endEpochMs - dropRate.length * 1000, end: endEpochMs },
    endFrom,
    listed: outages.length,
    silentS: dropRate.filter(isSilent).length,
    unknownS: dropRate.filter((rate) => rate === null).length,
    latency: { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) },
  };
}

/** The seconds of the ring of which that holds. */
export function secondsOf(
  { dropRate, endEpochMs }: DishHistory,
  holds: (rate: number | null) => boolean,
): Span[] {
  const ringStart = endEpochMs - dropRate.length * 1000;
  return union(
    dropRate.flatMap((rate, i) => {
      const start = ringStart + i * 1000;
      return holds(rate) ? [{ start, end: start + 1000 }] : [];
    }),
  );
}

/** It is known when the ring ended. */
export const isPlaced = ({ endFrom }: DishHistory) => endFrom === 'outages';

/** From the first outage in the dish's list to the end of its ring, or to the last one where that end is not known. */
export function listedSpan(history: DishHistory): Span[] {
  const { outages, endEpochMs } = history;
  const [first] = outages;
  if (first === undefined) return [];
  const ends = outages.map(({ startEpochMs, durationMs }) => startEpochMs + durationMs);
  const end = isPlaced(history) ? [first.startEpochMs, endEpochMs] : ends;
  return [{ start: first.startEpochMs, end: end.reduce((most, each) => Math.max(most, each)) }];
}
