import type { BatchReader } from '../batch-pass.ts';
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
  /** Those of `scheduled` that were lost. */
  lost: number[];
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
 * in neither. The batches are of one probe, without its warm-up requests. Where a
 * clock was set back, what falls into a minute again is counted there.
 */
export class LimitCounter implements BatchReader {
  /** What was read so far. */
  readonly judged: Judged = {
    blockMs: BLOCK_MS,
    startEpochMs: [],
    good: [],
    scheduled: [],
    lost: [],
    measured: 0,
    without: 0,
  };
  readonly #yardstick: Yardstick;
  readonly #places = new Map<number, number>();

  constructor(yardstick: Yardstick) {
    this.#yardstick = yardstick;
  }

  read({ count, dueEpochMs, outcome, numbers }: SampleBatch): void {
    const { key } = this.#yardstick;
    const column = key === undefined ? undefined : numbers[key];
    for (let i = 0; i < count; ) {
      const minute = Math.floor((dueEpochMs[i] ?? 0) / BLOCK_MS);
      // Well inside a minute its neighbours need no division; beside its borders, that decides to the last bit.
      const from = minute * BLOCK_MS + 1;
      const to = from + BLOCK_MS - 2;
      let stop = i + 1;
      for (; stop < count; stop++) {
        const due = dueEpochMs[stop] ?? 0;
        if (!(due > from && due < to)) break;
      }
      this.#count(minute, outcome, column, i, stop);
      i = stop;
    }
  }

  /** Rows of one minute. */
  #count(
    minute: number,
    outcome: Uint8Array,
    column: Float32Array | undefined,
    from: number,
    to: number,
  ): void {
    const { key, low, high } = this.#yardstick;
    let [good, lost, measured, without] = [0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const what = outcome[i] ?? 0;
      if (what > LATE) {
        if (what !== UNMEASURED) lost += 1;
        continue;
      }
      const value = key === undefined ? 0 : (column?.[i] ?? Number.NaN);
      if (Number.isNaN(value)) {
        without += 1;
        continue;
      }
      measured += 1;
      if (key === undefined || (value >= low && value < high)) good += 1;
    }
    const { judged } = this;
    judged.measured += measured;
    judged.without += without;
    if (measured + lost === 0) return;
    const at = this.#placeOf(minute);
    judged.good[at] = (judged.good[at] ?? 0) + good;
    judged.scheduled[at] = (judged.scheduled[at] ?? 0) + measured + lost;
    judged.lost[at] = (judged.lost[at] ?? 0) + lost;
  }

  #placeOf(minute: number): number {
    const known = this.#places.get(minute);
    if (known !== undefined) return known;
    this.#places.set(minute, this.#places.size);
    this.judged.startEpochMs.push(minute * BLOCK_MS);
    return this.#places.size - 1;
  }
}

/**
 * What is scheduled a block where some answers do not tell the metric: the lost ones count as far as
 * the answers do. Had they been answered, as many of them would not have told it; counted whole beside
 * a few answers that tell, they would make a small loss a large one. A count may then be no whole number.
 */
export function weighed({
  scheduled,
  lost,
  measured,
  without,
}: Pick<Judged, 'scheduled' | 'lost' | 'measured' | 'without'>): number[] {
  if (without === 0 || measured === 0) return scheduled;
  const left = without / (measured + without);
  return scheduled.map((count, i) => count - (lost[i] ?? 0) * left);
}
