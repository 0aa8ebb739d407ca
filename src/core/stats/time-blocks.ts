import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';

/** Blocks of wall-clock time over which samples may hang together: longer than the dish's 15 s slots and most outages. */
export const BLOCK_MS = 60_000;

/** Consecutive rows of one probe that are due in the same block of wall-clock time. */
export interface TimeBlocks {
  /** For each block the number of the row after its last, counted over all batches. */
  ends: Uint32Array<ArrayBuffer>;
  /** Timed out, failed or skipped in each. */
  lost: Uint32Array<ArrayBuffer>;
}

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/**
 * Cuts the rows of a probe (batches in the order of `seq`) into blocks that begin
 * on whole multiples of `blockMs` after the epoch. Time in which nothing was due
 * makes no block. Linear, in one pass.
 */
export function timeBlocks(batches: readonly SampleBatch[], blockMs = BLOCK_MS): TimeBlocks {
  const ends: number[] = [];
  const losses: number[] = [];
  let from = 0;
  let to = Number.NEGATIVE_INFINITY;
  let row = 0;
  let lost = 0;
  for (const { count, dueEpochMs, outcome } of batches) {
    for (let i = 0; i < count; i++) {
      const due = dueEpochMs[i] ?? 0;
      if (!(due >= from && due < to)) {
        if (row > 0) {
          ends.push(row);
          losses.push(lost);
        }
        lost = 0;
        from = Math.floor(due / blockMs) * blockMs;
        to = from + blockMs;
      }
      const what = outcome[i] ?? 0;
      if (what > LATE && what < UNMEASURED) lost += 1;
      row += 1;
    }
  }
  if (row > 0) {
    ends.push(row);
    losses.push(lost);
  }
  return { ends: Uint32Array.from(ends), lost: Uint32Array.from(losses) };
}

/** Answered samples that have a metric, block by block. */
export interface BlockCounts {
  totals: Uint32Array<ArrayBuffer>;
  /** For each threshold, in the order in which they were given: how many are at or below it, as exports print both. */
  atOrBelow: Uint32Array<ArrayBuffer>[];
}

/**
 * What lies here or above is printed as more than `value`. Exports have three decimals: without
 * this, values that read alike would fall on both sides, and nobody could count them again.
 */
const printedAbove = (value: number) => (Math.round(value * 1000) + 0.5) / 1000;

/**
 * Counts the answered values of a column in each block, all and those at or below
 * each of `thresholds` (ascending), in one pass.
 */
export function countInBlocks(
  batches: readonly SampleBatch[],
  column: (batch: SampleBatch) => Float32Array | undefined,
  { ends }: TimeBlocks,
  thresholds: readonly number[],
): BlockCounts {
  const classes = thresholds.length;
  const limits = Float64Array.from(thresholds, printedAbove);
  // Class k of a block holds what lies above threshold k - 1 and not above threshold k.
  const counts = new Uint32Array(ends.length * (classes + 1));
  let block = 0;
  let row = 0;
  for (const batch of batches) {
    const values = column(batch);
    for (let i = 0; i < batch.count; i++, row++) {
      while (row >= (ends[block] ?? Number.POSITIVE_INFINITY)) block += 1;
      const value = values?.[i] ?? Number.NaN;
      if ((batch.outcome[i] ?? 0) > LATE || Number.isNaN(value)) continue;
      let k = 0;
      while (k < classes && value >= (limits[k] ?? 0)) k += 1;
      const at = block * (classes + 1) + k;
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  return summed(counts, ends.length, classes);
}

function summed(counts: Uint32Array, blocks: number, classes: number): BlockCounts {
  const totals = new Uint32Array(blocks);
  const atOrBelow = Array.from({ length: classes }, () => new Uint32Array(blocks));
  for (let block = 0; block < blocks; block++) {
    let sum = 0;
    for (let k = 0; k <= classes; k++) {
      sum += counts[block * (classes + 1) + k] ?? 0;
      const below = atOrBelow[k];
      if (below === undefined) totals[block] = sum;
      else below[block] = sum;
    }
  }
  return { totals, atOrBelow };
}
