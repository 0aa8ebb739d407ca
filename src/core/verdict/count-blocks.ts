import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import type { BlockCounts } from './attainment.ts';
import type { Yardstick } from './limits.ts';

/** Long enough for the 15 s slots of a satellite link to lie within a block. */
export const BLOCK_MS = 60_000;

/** What became of the due times of one probe under one limit. */
export interface Judged extends BlockCounts {
  /** When each block began, on the wall clock: whole minutes. */
  startEpochMs: number[];
  good: number[];
  scheduled: number[];
  /** Answered requests that have a value, in time or not. */
  measured: number;
  /** Answered requests without a value: they are in neither count. */
  without: number;
}

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/**
 * Counts good and scheduled requests a minute, in one pass. What was lost
 * (timed out, failed, skipped) was scheduled and is not good; `unmeasured` is
 * in neither. `batches` are of one probe, without its warm-up requests. Where a
 * clock was set back, what falls into a minute again is counted there.
 */
export function countBlocks(batches: readonly SampleBatch[], { key, low, high }: Yardstick): Judged {
  const judged: Judged = {
    blockMs: BLOCK_MS,
    startEpochMs: [],
    good: [],
    scheduled: [],
    measured: 0,
    without: 0,
  };
  const { good, scheduled, startEpochMs } = judged;
  const places = new Map<number, number>();
  let minute = Number.NaN;
  let at = 0;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const batch of batches) {
    const { count, dueEpochMs } = batch;
    const outcomes = batch.outcome;
    const column = key === undefined ? undefined : batch.numbers[key];
    for (let i = 0; i < count; i++) {
      const outcome = outcomes[i] ?? 0;
      if (outcome === UNMEASURED) continue;
      let isGood = 0;
      if (outcome <= LATE) {
        const value = key === undefined ? 0 : (column?.[i] ?? Number.NaN);
        if (Number.isNaN(value)) {
          judged.without += 1;
          continue;
        }
        judged.measured += 1;
        isGood = key === undefined || (value >= low && value < high) ? 1 : 0;
      }
      const due = dueEpochMs[i] ?? 0;
      if (due > from && due < to) {
        scheduled[at] = (scheduled[at] ?? 0) + 1;
        good[at] = (good[at] ?? 0) + isGood;
        continue;
      }
      const now = Math.floor(due / BLOCK_MS);
      // Well inside a minute its neighbours need no division; beside its borders, that decides to the last bit.
      from = now * BLOCK_MS + 1;
      to = from + BLOCK_MS - 2;
      if (now !== minute) {
        minute = now;
        at = places.get(now) ?? places.size;
        if (at === places.size) {
          places.set(now, at);
          startEpochMs.push(now * BLOCK_MS);
          good.push(0);
          scheduled.push(0);
        }
      }
      scheduled[at] = (scheduled[at] ?? 0) + 1;
      good[at] = (good[at] ?? 0) + isGood;
    }
  }
  return judged;
}
