import type { BatchReader } from '../batch-pass.ts';
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
export class TimeBlockReader implements BatchReader {
  readonly #blockMs: number;
  readonly #ends: number[] = [];
  readonly #losses: number[] = [];
  #from = 0;
  #to = Number.NEGATIVE_INFINITY;
  #row = 0;
  #lost = 0;

  constructor(blockMs = BLOCK_MS) {
    this.#blockMs = blockMs;
  }

  read({ count, dueEpochMs, outcome }: SampleBatch): void {
    let lost = this.#lost;
    let [from, to] = [this.#from, this.#to];
    for (let i = 0; i < count; i++) {
      const due = dueEpochMs[i] ?? 0;
      if (!(due >= from && due < to)) {
        this.#end(this.#row + i, lost);
        lost = 0;
        from = Math.floor(due / this.#blockMs) * this.#blockMs;
        to = from + this.#blockMs;
      }
      const what = outcome[i] ?? 0;
      if (what > LATE && what < UNMEASURED) lost += 1;
    }
    this.#row += count;
    this.#lost = lost;
    this.#from = from;
    this.#to = to;
  }

  result(): TimeBlocks {
    const ends = this.#row > 0 ? [...this.#ends, this.#row] : [];
    return {
      ends: Uint32Array.from(ends),
      lost: Uint32Array.from([...this.#losses, this.#lost].slice(0, ends.length)),
    };
  }

  #end(row: number, lost: number): void {
    if (row === 0) return;
    this.#ends.push(row);
    this.#losses.push(lost);
  }
}
