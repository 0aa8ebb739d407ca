import { OUTCOMES } from '../sample.ts';
import { BUCKETS, HALF_BITS, halfOf } from './float-buckets.ts';
import { sortBucket } from './sort-bucket.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const INFINITE = 0x7f80_0000;
const WITHOUT_SIGN = 0x7fff_ffff;

/** All values laid out by buckets; a bucket is sorted when something in it is asked for first. */
export class Partition {
  readonly #kept: Uint32Array<ArrayBuffer>;
  readonly #starts: Uint32Array;
  /** Where the next value of each bucket goes, by the upper half of its bits. */
  readonly #next = new Uint32Array(BUCKETS);
  readonly #isSorted = new Uint8Array(BUCKETS);

  /** `starts`: how many values lie below each bucket, and in all. */
  constructor(starts: Uint32Array) {
    this.#starts = starts;
    this.#kept = new Uint32Array(starts[BUCKETS] ?? 0);
    for (let bucket = 0; bucket < BUCKETS; bucket++) this.#next[halfOf(bucket)] = starts[bucket] ?? 0;
  }

  /** Takes rows, given by their bits: those that were answered and have a value. */
  take(words: Uint32Array, outcome: Uint8Array, from: number, to: number): void {
    const [next, kept] = [this.#next, this.#kept];
    for (let i = from; i < to; i++) {
      const word = words[i] ?? 0;
      if ((outcome[i] ?? 0) > LATE || (word & WITHOUT_SIGN) > INFINITE) continue;
      const half = word >>> HALF_BITS;
      const place = next[half] ?? 0;
      kept[place] = word;
      next[half] = place + 1;
    }
  }

  /** The values of a bucket, ascending. */
  sortedAt(bucket: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(this.#kept.buffer).subarray(
      this.#starts[bucket],
      this.#starts[bucket + 1],
    );
    if (this.#isSorted[bucket] !== 1) sortBucket(values);
    this.#isSorted[bucket] = 1;
    return values;
  }
}
