import { OUTCOMES } from '../sample.ts';
import { BUCKETS, HALF_BITS, halfOf } from './float-buckets.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const INFINITE = 0x7f80_0000;
const WITHOUT_SIGN = 0x7fff_ffff;

/** Buckets that lie next to each other, the second not among them. */
export interface BucketRange {
  from: number;
  to: number;
}

interface Shape {
  /** In order, and apart from each other. */
  ranges: readonly BucketRange[];
  /** How many values each range holds at most. */
  sizes: readonly number[];
  /** By the upper half of a value's bits: 2 k + 1 for range k, 2 k for what lies between it and the range before. */
  classOf: Uint8Array;
}

/**
 * Lays aside the values of some ranges of buckets in the order of time, and counts for each block of
 * time how many of the others lie below each range. It is given all rows, block by block.
 */
export class Regions {
  readonly ranges: readonly BucketRange[];
  /** All values of each block. */
  readonly totals: Uint32Array<ArrayBuffer>;
  readonly #classOf: Uint8Array;
  /** In two places in turn: one would have to wait for itself. */
  readonly #counts: Uint32Array;
  readonly #kept: Uint32Array<ArrayBuffer>;
  readonly #starts: Uint32Array;
  readonly #cursors: Uint32Array;
  readonly #ends: Uint32Array<ArrayBuffer>[];
  readonly #below: Uint32Array<ArrayBuffer>[];
  #block = 0;

  constructor({ ranges, sizes, classOf }: Shape, blocks: number) {
    this.ranges = ranges;
    this.totals = new Uint32Array(blocks);
    this.#classOf = classOf;
    this.#starts = new Uint32Array(ranges.length + 1);
    sizes.forEach((size, k) => {
      this.#starts[k + 1] = (this.#starts[k] ?? 0) + size;
    });
    this.#counts = new Uint32Array(2 * (2 * ranges.length + 1));
    this.#kept = new Uint32Array(this.#starts[ranges.length] ?? 0);
    this.#cursors = this.#starts.slice();
    this.#ends = ranges.map(() => new Uint32Array(blocks));
    this.#below = ranges.map(() => new Uint32Array(blocks));
  }

  /** Takes rows of one block, given by their bits: those that were answered and have a value. */
  take(words: Uint32Array, outcome: Uint8Array, from: number, to: number): void {
    const [classOf, counts, cursors, kept] = [this.#classOf, this.#counts, this.#cursors, this.#kept];
    for (let i = from; i < to; i++) {
      const word = words[i] ?? 0;
      if ((outcome[i] ?? 0) > LATE || (word & WITHOUT_SIGN) > INFINITE) continue;
      const k = classOf[word >>> HALF_BITS] ?? 0;
      const at = 2 * k + (i & 1);
      counts[at] = (counts[at] ?? 0) + 1;
      if ((k & 1) === 0) continue;
      const cursor = cursors[k >> 1] ?? 0;
      kept[cursor] = word;
      cursors[k >> 1] = cursor + 1;
    }
  }

  endBlock(): void {
    const counts = this.#counts;
    const block = this.#block++;
    let sum = 0;
    for (let k = 0; k < this.ranges.length; k++) {
      const [below, ends] = [this.#below[k], this.#ends[k]];
      if (below === undefined || ends === undefined) continue;
      sum += (counts[4 * k] ?? 0) + (counts[4 * k + 1] ?? 0);
      below[block] = sum;
      ends[block] = (this.#cursors[k] ?? 0) - (this.#starts[k] ?? 0);
      sum += (counts[4 * k + 2] ?? 0) + (counts[4 * k + 3] ?? 0);
    }
    const last = 4 * this.ranges.length;
    this.totals[block] = sum + (counts[last] ?? 0) + (counts[last + 1] ?? 0);
    counts.fill(0);
  }

  /** The range that a bucket lies in. */
  find(bucket: number): number | undefined {
    const k = this.ranges.findIndex(({ from, to }) => bucket >= from && bucket < to);
    return k < 0 ? undefined : k;
  }

  /** The values of a range by their bits, in the order of time. */
  wordsOf(k: number): Uint32Array<ArrayBuffer> {
    return this.#kept.subarray(this.#starts[k], this.#cursors[k]);
  }

  /** For each block, how many values lie below a border within a range. */
  below(k: number, border: number): Uint32Array<ArrayBuffer> {
    const values = new Float32Array(this.#kept.buffer).subarray(this.#starts[k], this.#cursors[k]);
    const ends = this.#ends[k] ?? new Uint32Array(0);
    const counts = (this.#below[k] ?? ends).slice();
    let i = 0;
    for (let block = 0; block < ends.length; block++) {
      const end = ends[block] ?? 0;
      let count = 0;
      // Without a branch, which would be guessed wrong half of the time.
      for (; i < end; i++) count += Number((values[i] ?? 0) < border);
      counts[block] = (counts[block] ?? 0) + count;
    }
    return counts;
  }
}

const EVERYTHING = [{ from: 0, to: BUCKETS }];
const ONE_CLASS = new Uint8Array(BUCKETS).fill(1);

/** All of at most so many values as one range. */
export function shapeOfAll(values: number): Shape {
  return { ranges: EVERYTHING, sizes: [values], classOf: ONE_CLASS };
}

/** `starts`: how many values lie below each bucket. */
export function shapeOf(ranges: readonly BucketRange[], starts: Uint32Array): Shape {
  const classOf = new Uint8Array(BUCKETS).fill(2 * ranges.length);
  let bucket = 0;
  ranges.forEach(({ from, to }, k) => {
    for (; bucket < from; bucket++) classOf[halfOf(bucket)] = 2 * k;
    for (; bucket < to; bucket++) classOf[halfOf(bucket)] = 2 * k + 1;
  });
  return { ranges, classOf, sizes: ranges.map(({ from, to }) => (starts[to] ?? 0) - (starts[from] ?? 0)) };
}

/** Ranges that touch or overlap as one, in order. */
export function merged(ranges: readonly BucketRange[]): BucketRange[] {
  const found: BucketRange[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}
