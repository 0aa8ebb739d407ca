import type { NumericKey } from '../columns.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { nearestRank } from './percentile.ts';
import { selectFloat } from './select-in-place.ts';

/** One column of the time line. Times are absent where nothing was answered: gaps stay gaps. */
export interface Bin {
  startEpochMs: number;
  min?: number | undefined;
  median?: number | undefined;
  max?: number | undefined;
  /** Outcome `ok` or `late`. */
  answered: number;
  /** Timed out, failed or skipped. */
  lost: number;
  unmeasured: number;
}

export interface Bins {
  binMs: number;
  bins: Bin[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const WIDTHS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((s) => s * SECOND),
  ...[1, 2, 5, 15, 30].map((m) => m * MINUTE),
  ...[1, 3, 6].map((h) => h * HOUR),
];

/** The smallest round width that cuts `spanMs` into at most `target` bins; above 6 h a multiple of 6 h. */
export function roundBinMs(spanMs: number, target: number): number {
  const fits = WIDTHS_MS.find((width) => spanMs / width <= target);
  return fits ?? Math.ceil(spanMs / target / (6 * HOUR)) * 6 * HOUR;
}

/**
 * Cuts [start, end] into about `target` bins of a round width that begin on
 * round UTC times, and sums up the samples by due time: exact minimum, median
 * (nearest rank) and maximum of reading `key` over answered samples. Samples
 * that are due outside are left out. Linear in the samples; no object a sample.
 */
export function timeline(
  batches: readonly SampleBatch[],
  key: NumericKey,
  range: { startEpochMs: number; endEpochMs: number },
  target: number,
): Bins {
  const { startEpochMs, endEpochMs } = range;
  const binMs = roundBinMs(Math.max(0, endEpochMs - startEpochMs), target);
  const first = Math.floor(startEpochMs / binMs);
  const count = Math.max(1, Math.floor(endEpochMs / binMs) - first + 1);
  const bins = Array.from(
    { length: count },
    (_, i): Bin => ({ startEpochMs: (first + i) * binMs, answered: 0, lost: 0, unmeasured: 0 }),
  );
  const sizes = new Uint32Array(count);
  const found = {
    answered: new Uint32Array(count),
    lost: new Uint32Array(count),
    unmeasured: new Uint32Array(count),
  };
  const places = new Int32Array(batches.reduce((most, batch) => Math.max(most, batch.count), 0));
  for (const batch of batches) {
    placesOf(batch, binMs, first, places);
    const { count: rows, outcome } = batch;
    const column = batch.numbers[key];
    for (let row = 0; row < rows; row++) {
      const i = places[row] ?? -1;
      if (i < 0 || i >= count) continue;
      const what = outcome[row] ?? 0;
      const of = what === UNMEASURED ? found.unmeasured : what > LATE ? found.lost : found.answered;
      of[i] = (of[i] ?? 0) + 1;
      if (what <= LATE && !Number.isNaN(column?.[row] ?? Number.NaN)) sizes[i] = (sizes[i] ?? 0) + 1;
    }
  }

  // Values are laid out bin by bin in one array, so that the median of each bin can be found in place.
  const ends = new Uint32Array(count);
  let total = 0;
  sizes.forEach((size, i) => {
    ends[i] = total;
    total += size;
  });
  const values = new Float32Array(total);
  for (const batch of batches) {
    const column = batch.numbers[key];
    if (column === undefined) continue;
    placesOf(batch, binMs, first, places);
    const { count: rows, outcome } = batch;
    for (let row = 0; row < rows; row++) {
      const i = places[row] ?? -1;
      const value = column[row] ?? Number.NaN;
      if (i < 0 || i >= count || (outcome[row] ?? 0) > LATE || Number.isNaN(value)) continue;
      const place = ends[i] ?? 0;
      values[place] = value;
      ends[i] = place + 1;
    }
  }
  bins.forEach((bin, i) => {
    bin.answered = found.answered[i] ?? 0;
    bin.lost = found.lost[i] ?? 0;
    bin.unmeasured = found.unmeasured[i] ?? 0;
    const end = ends[i] ?? 0;
    const part = values.subarray(end - (sizes[i] ?? 0), end);
    if (part.length === 0) return;
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let k = 0; k < part.length; k++) {
      const ms = part[k] ?? Number.NaN;
      min = Math.min(min, ms);
      max = Math.max(max, ms);
    }
    bin.min = min;
    bin.median = selectFloat(part, nearestRank(part.length, 0.5) - 1);
    bin.max = max;
  });
  return { binMs, bins };
}

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/** The bin of each row; -1 where it is due outside of what an index can tell. */
function placesOf(
  { count, dueEpochMs }: SampleBatch,
  binMs: number,
  first: number,
  places: Int32Array,
): void {
  // Well inside a bin its neighbours need no division; beside its borders, that decides to the last bit.
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let place = -1;
  for (let i = 0; i < count; i++) {
    const due = dueEpochMs[i] ?? 0;
    if (!(due > from && due < to)) {
      const bin = Math.floor(due / binMs);
      from = bin * binMs + 1;
      to = from + binMs - 2;
      place = Math.max(-1, Math.min(MOST_PLACES, bin - first));
    }
    places[i] = place;
  }
}

const MOST_PLACES = 2 ** 31 - 1;
