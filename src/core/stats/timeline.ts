import type { NumericKey } from '../columns.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { nearestRank } from './percentile.ts';
import { sortFloats } from './sort.ts';

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
  eachIn(batches, key, (epochMs, outcome, value) => {
    const i = Math.floor(epochMs / binMs) - first;
    const bin = bins[i];
    if (bin === undefined) return;
    if (outcome === UNMEASURED) bin.unmeasured += 1;
    else if (outcome > LATE) bin.lost += 1;
    else {
      bin.answered += 1;
      if (!Number.isNaN(value)) sizes[i] = (sizes[i] ?? 0) + 1;
    }
  });

  // Values are laid out bin by bin in one array, so that each bin can be sorted in place.
  const ends = new Uint32Array(count);
  let total = 0;
  sizes.forEach((size, i) => {
    ends[i] = total;
    total += size;
  });
  const values = new Float32Array(total);
  eachIn(batches, key, (epochMs, outcome, value) => {
    const i = Math.floor(epochMs / binMs) - first;
    if (outcome > LATE || Number.isNaN(value) || i < 0 || i >= count) return;
    const place = ends[i] ?? 0;
    values[place] = value;
    ends[i] = place + 1;
  });
  bins.forEach((bin, i) => {
    const end = ends[i] ?? 0;
    const part = values.subarray(end - (sizes[i] ?? 0), end);
    if (part.length === 0) return;
    sortFloats(part);
    bin.min = part[0];
    bin.median = part[nearestRank(part.length, 0.5) - 1];
    bin.max = part.at(-1);
  });
  return { binMs, bins };
}

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

function eachIn(
  batches: readonly SampleBatch[],
  key: NumericKey,
  visit: (epochMs: number, outcome: number, value: number) => void,
): void {
  for (const { count, dueEpochMs, outcome, numbers } of batches) {
    const column = numbers[key];
    for (let i = 0; i < count; i++) visit(dueEpochMs[i] ?? 0, outcome[i] ?? 0, column?.[i] ?? Number.NaN);
  }
}
