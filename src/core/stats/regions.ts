import { OUTCOMES } from '../sample.ts';
import { BUCKETS, HALF_BITS, halfOf } from './float-buckets.ts';
import { GrowingWords } from './growing-words.ts';
import { WordTape } from './word-tape.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const INFINITE = 0x7f80_0000;
const WITHOUT_SIGN = 0x7fff_ffff;

/** Buckets that lie next to each other, the second not among them. */
export interface BucketRange {
  from: number;
  to: number;
}

/** A range with its values in the order of time. */
interface Region extends BucketRange {
  words: Uint32Array<ArrayBuffer>;
  /** For each block the index after its last. */
  ends: Uint32Array<ArrayBuffer>;
  /** How many values of each block lie below the range. */
  below: Uint32Array<ArrayBuffer>;
}

/**
 * Lays aside the values of some ranges of buckets, and counts for each block of time how many of the
 * others lie below each range. It is given all rows in their order, block by block, and then `finish`.
 */
export class Regions {
  readonly #ranges: readonly BucketRange[];
  /** By the upper half of a value's bits: 2 k + 1 for range k, and 2 k for what lies between it and the range before. */
  readonly #classOf: Uint8Array;
  /** Of each class, in two places in turn: one would have to wait for itself. */
  readonly #counts: Uint32Array;
  /** What was laid aside, of all ranges. */
  readonly #tape = new WordTape();
  /** How many values of each class each block has. */
  readonly #blocks = new GrowingWords();
  #regions: Region[] = [];

  /** The ranges are in order, and apart from each other. */
  constructor(ranges: readonly BucketRange[]) {
    this.#ranges = ranges;
    this.#classOf = classesOf(ranges);
    this.#counts = new Uint32Array(2 * this.#classes);
  }

  get #classes(): number {
    return 2 * this.#ranges.length + 1;
  }

  /** Takes rows of one block, given by their bits: those that were answered and have a value. */
  take(words: Uint32Array, outcome: Uint8Array, from: number, to: number): void {
    const [classOf, counts] = [this.#classOf, this.#counts];
    const tape = this.#tape.room(to - from);
    let n = this.#tape.used;
    for (let i = from; i < to; i++) {
      const word = words[i] ?? 0;
      if ((outcome[i] ?? 0) > LATE || (word & WITHOUT_SIGN) > INFINITE) continue;
      const k = classOf[word >>> HALF_BITS] ?? 0;
      const at = 2 * k + (i & 1);
      counts[at] = (counts[at] ?? 0) + 1;
      // Without a branch, which would be guessed wrong half of the time: the next word takes its place.
      tape[n] = word;
      n += k & 1;
    }
    this.#tape.used = n;
  }

  endBlock(): void {
    const counts = this.#counts;
    for (let k = 0; k < counts.length; k += 2) this.#blocks.push((counts[k] ?? 0) + (counts[k + 1] ?? 0));
    counts.fill(0);
  }

  /** After the last block. */
  finish(): void {
    const counts = this.#blocks.used();
    const classes = this.#classes;
    const blocks = counts.length / classes;
    this.#regions = this.#ranges.map((range, k) => {
      const ends = new Uint32Array(blocks);
      const below = new Uint32Array(blocks);
      let size = 0;
      for (let block = 0; block < blocks; block++) {
        const first = block * classes;
        for (let other = first; other <= first + 2 * k; other++)
          below[block] = (below[block] ?? 0) + (counts[other] ?? 0);
        size += counts[first + 2 * k + 1] ?? 0;
        ends[block] = size;
      }
      return { ...range, words: new Uint32Array(size), ends, below };
    });
    this.#handOut();
  }

  /** What was laid aside, to the region of each. */
  #handOut(): void {
    const classOf = this.#classOf;
    const lists = this.#regions.map(({ words }) => words);
    const sizes = new Uint32Array(lists.length);
    for (const tape of this.#tape.give()) {
      for (let i = 0; i < tape.length; i++) {
        const word: number = tape[i] ?? 0;
        const k = (classOf[word >>> HALF_BITS] ?? 0) >> 1;
        const n = sizes[k] ?? 0;
        const words = lists[k];
        if (words !== undefined) words[n] = word;
        sizes[k] = n + 1;
      }
    }
  }

  get ranges(): readonly BucketRange[] {
    return this.#ranges;
  }

  /** All values of each block. */
  totals(): Uint32Array<ArrayBuffer> {
    const counts = this.#blocks.used();
    const totals = new Uint32Array(counts.length / this.#classes);
    for (let i = 0; i < counts.length; i++) {
      const block = Math.floor(i / this.#classes);
      totals[block] = (totals[block] ?? 0) + (counts[i] ?? 0);
    }
    return totals;
  }

  /** The range that a bucket lies in. */
  find(bucket: number): number | undefined {
    const k = this.#ranges.findIndex(({ from, to }) => bucket >= from && bucket < to);
    return k < 0 ? undefined : k;
  }

  /** The values of a range by their bits, in the order of time. */
  wordsOf(k: number): Uint32Array<ArrayBuffer> {
    return this.#regions[k]?.words ?? new Uint32Array(0);
  }

  /** For each block, how many values lie below a border within a range. */
  below(k: number, border: number): Uint32Array<ArrayBuffer> {
    const region = this.#regions[k];
    if (region === undefined) throw new RangeError(`There is no region ${k}.`);
    const { words, ends } = region;
    const values = new Float32Array(words.buffer);
    const counts = region.below.slice();
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

const EVERYTHING: BucketRange[] = [{ from: 0, to: BUCKETS }];
const ALL_OPEN = new Uint8Array(BUCKETS).fill(1);

/** Regions that lay all values aside. */
export const everything = (): Regions => new Regions(EVERYTHING);

function classesOf(ranges: readonly BucketRange[]): Uint8Array {
  if (ranges === EVERYTHING) return ALL_OPEN;
  const classOf = new Uint8Array(BUCKETS).fill(2 * ranges.length);
  let bucket = 0;
  ranges.forEach(({ from, to }, k) => {
    for (; bucket < from; bucket++) classOf[halfOf(bucket)] = 2 * k;
    for (; bucket < to; bucket++) classOf[halfOf(bucket)] = 2 * k + 1;
  });
  return classOf;
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
