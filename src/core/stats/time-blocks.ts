import type { BatchReader } from '../batch-pass.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';

/** Blocks of wall-clock time over which samples may hang together: longer than the dish's 15 s slots and most outages. */
export const BLOCK_MS = 60_000;

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/**
 * Cuts the rows of a probe (batches in the order of `seq`) into blocks of consecutive rows
 * that are due in the same time of the wall clock, which begins on whole multiples of `blockMs`
 * after the epoch. Time in which nothing was due makes no block.
 */
export class TimeBlocks implements BatchReader {
  /** Rows of the batch that was read last at which a block begins. */
  cuts: readonly number[] = [];
  readonly #blockMs: number;
  readonly #lost: number[] = [];
  #from = 0;
  #to = Number.NEGATIVE_INFINITY;

  constructor(blockMs = BLOCK_MS) {
    this.#blockMs = blockMs;
  }

  /** Blocks so far. */
  get count(): number {
    return this.#lost.length;
  }

  /** Timed out, failed or skipped in each block. */
  get lost(): ArrayLike<number> {
    return this.#lost;
  }

  read({ count, dueEpochMs, outcome }: SampleBatch): void {
    const cuts: number[] = [];
    const blockMs = this.#blockMs;
    let [from, to] = [this.#from, this.#to];
    for (let i = 0; i < count; ) {
      const due = dueEpochMs[i] ?? 0;
      if (!(due >= from && due < to)) {
        cuts.push(i);
        this.#lost.push(0);
        from = Math.floor(due / blockMs) * blockMs;
        to = from + blockMs;
      }
      let stop = i + 1;
      for (; stop < count; stop++) {
        const next = dueEpochMs[stop] ?? 0;
        if (!(next >= from && next < to)) break;
      }
      this.#add(countLost(outcome, i, stop));
      i = stop;
    }
    this.cuts = cuts;
    this.#from = from;
    this.#to = to;
  }

  #add(lost: number): void {
    const last = this.#lost.length - 1;
    this.#lost[last] = (this.#lost[last] ?? 0) + lost;
  }
}

function countLost(outcome: Uint8Array, from: number, to: number): number {
  let lost = 0;
  for (let i = from; i < to; i++) {
    const what = outcome[i] ?? 0;
    if (what > LATE && what < UNMEASURED) lost += 1;
  }
  return lost;
}
