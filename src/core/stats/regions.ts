import { OUTCOMES } from '../sample.ts';
import { BUCKETS, HALF_BITS, halfOf } from './float-buckets.ts';
import { GrowingWords } from './growing-words.ts';
import { WordTape } from './word-tape.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const INFINITE = 0x7f80_0000;
const WITHOUT_SIGN = 0x7fff_ffff;
/** Marks a class whose values are laid aside. */
const OPEN = 0x80;

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
  /** By the upper half of a value's bits: `OPEN` and k for range k, k for what lies between it and the range before. */
  readonly #classOf: Uint8Array;
  /** In two places in turn: one would have to wait for itself. */
  readonly #counts: Uint32Array;
  /** What was laid aside, of all ranges, and the ends of the blocks in it. */
  readonly #tape = new WordTape();
  readonly #ends = new GrowingWords();
  /** For each block and class of what was not. */
  readonly #closed = new GrowingWords();
  #regions: Region[] = [];

  /** The ranges are in order, and apart from each other. */
  constructor(ranges: readonly BucketRange[]) {
    this.#ranges = ranges;
    this.#classOf = classesOf(ranges);
    this.#counts = new Uint32Array(2 * (ranges.length + 1));
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
      if (k >= OPEN) {
        tape[n++] = word;
        continue;
      }
      const at = 2 * k + (i & 1);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    this.#tape.used = n;
  }

  endBlock(): void {
    const counts = this.#counts;
    this.#ends.push(this.#tape.length);
    const closed = this.#closed.reserve(counts.length / 2);
    for (let k = 0; k < counts.length; k += 2)
      closed[this.#closed.length++] = (counts[k] ?? 0) + (counts[k + 1] ?? 0);
    counts.fill(0);
  }

  /** After the last block. */
  finish(): void {
    const [ends, closed] = [this.#ends.used(), this.#closed.used()];
    const blocks = ends.length;
    const classes = this.#ranges.length + 1;
    const sizes = this.#sizes();
    this.#regions = this.#ranges.map((range, k) => ({
      ...range,
      words: new Uint32Array(sizes[k] ?? 0),
      ends: new Uint32Array(blocks),
      below: new Uint32Array(blocks),
    }));
    sizes.fill(0);
    const endBlock = (block: number) => {
      let sum = 0;
      this.#regions.forEach((region, k) => {
        sum += closed[block * classes + k] ?? 0;
        region.below[block] = sum;
        region.ends[block] = sizes[k] ?? 0;
        sum += (sizes[k] ?? 0) - (region.ends[block - 1] ?? 0);
      });
    };
    let block = 0;
    let from = 0;
    for (let tape = this.#tape.takeFirst(); tape !== undefined; tape = this.#tape.takeFirst()) {
      for (let i = 0; i < tape.length; ) {
        const end = Math.min(tape.length, (ends[block] ?? Number.POSITIVE_INFINITY) - from);
        for (; i < end; i++) {
          const word: number = tape[i] ?? 0;
          const k = (this.#classOf[word >>> HALF_BITS] ?? 0) - OPEN;
          const n = sizes[k] ?? 0;
          const words = this.#regions[k]?.words;
          if (words !== undefined) words[n] = word;
          sizes[k] = n + 1;
        }
        if (i < tape.length) endBlock(block++);
      }
      from += tape.length;
    }
    while (block < blocks) endBlock(block++);
  }

  /** How many values of each range were laid aside. */
  #sizes(): Uint32Array<ArrayBuffer> {
    const sizes = new Uint32Array(this.#ranges.length + 1);
    for (const tape of this.#tape.pieces())
      for (let i = 0; i < tape.length; i++) {
        const k = (this.#classOf[(tape[i] ?? 0) >>> HALF_BITS] ?? 0) - OPEN;
        sizes[k] = (sizes[k] ?? 0) + 1;
      }
    return sizes;
  }

  get ranges(): readonly BucketRange[] {
    return this.#ranges;
  }

  /** All values of each block. */
  totals(): Uint32Array<ArrayBuffer> {
    const classes = this.#ranges.length + 1;
    const closed = this.#closed.used();
    const last = this.#regions.at(-1);
    return this.#ends.used().map((_, block) => {
      const above = closed[(block + 1) * classes - 1] ?? 0;
      if (last === undefined) return above;
      const own = (last.ends[block] ?? 0) - (last.ends[block - 1] ?? 0);
      return (last.below[block] ?? 0) + own + above;
    });
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
const ALL_OPEN = new Uint8Array(BUCKETS).fill(OPEN);

/** Regions that lay all values aside. */
export const everything = (): Regions => new Regions(EVERYTHING);

function classesOf(ranges: readonly BucketRange[]): Uint8Array {
  if (ranges === EVERYTHING) return ALL_OPEN;
  const classOf = new Uint8Array(BUCKETS).fill(ranges.length);
  let bucket = 0;
  ranges.forEach(({ from, to }, k) => {
    for (; bucket < from; bucket++) classOf[halfOf(bucket)] = k;
    for (; bucket < to; bucket++) classOf[halfOf(bucket)] = OPEN + k;
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
