import { BUCKETS, HALF_BITS, halfOf } from './float-buckets.ts';
import { sortBucket } from './sort-bucket.ts';

/** All values laid out by buckets; a bucket is sorted when something in it is asked for first. */
export class Partition {
  readonly #kept: Float32Array<ArrayBuffer>;
  readonly #starts: Uint32Array;
  readonly #isSorted = new Uint8Array(BUCKETS);

  /** `words`: the bits of all values; `starts`: how many of them lie below each bucket. */
  constructor(words: Uint32Array, starts: Uint32Array) {
    // Where the next value of each bucket goes, by the upper half of its bits.
    const next = new Uint32Array(BUCKETS);
    for (let bucket = 0; bucket < BUCKETS; bucket++) next[halfOf(bucket)] = starts[bucket] ?? 0;
    const kept = new Uint32Array(words.length);
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? 0;
      const half = word >>> HALF_BITS;
      const place = next[half] ?? 0;
      kept[place] = word;
      next[half] = place + 1;
    }
    this.#kept = new Float32Array(kept.buffer);
    this.#starts = starts;
  }

  /** The values of a bucket, ascending. */
  sortedAt(bucket: number): Float32Array<ArrayBuffer> {
    const values = this.#kept.subarray(this.#starts[bucket], this.#starts[bucket + 1]);
    if (this.#isSorted[bucket] !== 1) sortBucket(values);
    this.#isSorted[bucket] = 1;
    return values;
  }
}
