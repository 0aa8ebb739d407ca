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
