import { BUCKETS, bucketAt, bucketOf, HALF_BITS, halfOf, highestIn, startsOf } from './float-buckets.ts';
import { GrowingWords } from './growing-words.ts';
import { Partition } from './partition.ts';
import type { Sorted } from './percentile.ts';
import { type BucketRange, everything, merged, Regions } from './regions.ts';
import { sortFloats } from './sort.ts';
import { sortBucket } from './sort-bucket.ts';
import { keepAnswered, ValueCounts, wordsOf } from './value-counts.ts';

/** Rows of one batch. */
export interface BlockRows {
  /** Of one column; absent where nobody measured it. */
  values: Float32Array<ArrayBuffer> | undefined;
  outcome: Uint8Array;
  count: number;
  /** The rows at which a block of time begins, the very first row of all among them. */
  cuts: readonly number[];
}

interface Options {
  /** Buckets that percentiles are expected in; without them all values are laid aside. */
  expected?: readonly BucketRange[] | undefined;
  /** All of it will be asked for, value by value, of so many rows at most. */
  wholeRows?: number | undefined;
  /** Reads all rows once more. */
  again(read: (rows: BlockRows) => void): void;
}

/**
 * The answered values of a metric, for who wants a few of them by rank, and for each block of time how
 * many lie at or below a few of them. As exact as sorting, and in one reading of the rows where it is
 * known about where those few lie: values are counted by the upper half of their float32 bits, which
 * order like the numbers, in buckets; those in the expected ones are laid aside, and of the others it is
 * counted on which side they lie. What was not expected is found all the same, in one more reading.
 */
export class BlockDistribution implements Sorted {
  readonly counts: ValueCounts;
  readonly #options: Options;
  #regions: Regions;
  #hasRows = false;
  /** How many values lie below each bucket; absent where all are laid aside. */
  #starts: Uint32Array | undefined;
  #whole: GrowingWords | undefined;
  #partition: Partition | undefined;
  readonly #sorted = new Map<number, Float32Array<ArrayBuffer>>();

  constructor(options: Options) {
    const { expected, wholeRows } = options;
    this.#options = options;
    this.counts = new ValueCounts(expected !== undefined);
    this.#regions = expected === undefined ? everything() : new Regions(expected);
    if (expected !== undefined && wholeRows !== undefined) this.#whole = new GrowingWords(wholeRows);
  }

  get length(): number {
    return this.counts.n;
  }

  /** Takes the rows of a batch, in the order of `seq`. */
  read(rows: BlockRows): void {
    const { values, outcome } = rows;
    if (values !== undefined) {
      this.counts.add(values, outcome);
      if (this.#whole !== undefined) keepAnswered(this.#whole, wordsOf(values), outcome);
    }
    this.#layAside(rows);
  }

  /** After all rows. */
  end(): void {
    this.#finish();
    this.#starts = this.counts.byHalf && startsOf(this.counts.byHalf);
    if (this.#starts !== undefined && this.#whole !== undefined)
      this.#partition = new Partition(this.#whole.used(), this.#starts);
    this.#whole = undefined;
  }

  /** The value that would stand at `index` if they were sorted ascending. */
  at(index: number): number | undefined {
    if (index < 0 || index >= this.length) return undefined;
    if (this.#starts === undefined) return this.#sortedAt(0)[index];
    const bucket = bucketAt(this.#starts, index);
    return this.#sortedAt(bucket)[index - (this.#starts[bucket] ?? 0)];
  }

  /** How many values are at or below `value`. */
  countUpTo(value: number): number {
    const bucket = this.#starts === undefined ? 0 : bucketOf(value);
    const sorted = this.#sortedAt(bucket);
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return (this.#starts?.[bucket] ?? 0) + low;
  }

  /** For each block, how many values it holds. */
  totals(): Uint32Array<ArrayBuffer> {
    return this.#regions.totals();
  }

  /** For each of `limits` and each block: how many values are at or below it, as exports print both. */
  atOrBelow(limits: readonly number[]): Uint32Array<ArrayBuffer>[] {
    const borders = limits.map(printedAbove);
    const starts = this.#starts;
    if (starts !== undefined) {
      const closed = borders.map(bucketOf).filter((bucket) => this.#placeOf(bucket) === undefined);
      this.#open(closed.map((bucket) => [(starts[bucket] ?? 0) - 1, starts[bucket + 1] ?? 0]));
    }
    return borders.map((border) => this.#below(border));
  }

  #below(border: number): Uint32Array<ArrayBuffer> {
    const place = this.#placeOf(bucketOf(border));
    if (place === 'all') return this.totals();
    if (place === 'none') return this.totals().fill(0);
    if (place === undefined) throw new Error('A part of a distribution was not opened.');
    return this.#regions.below(place, border);
  }

  /** Where it is known what lies below a border in the bucket: in a region, or all does, or none. */
  #placeOf(bucket: number): number | 'all' | 'none' | undefined {
    const starts = this.#starts;
    if (starts === undefined) return 0;
    const below = starts[bucket] ?? 0;
    const upTo = starts[bucket + 1] ?? 0;
    if (below === this.length) return 'all';
    if (upTo === 0) return 'none';
    const within = this.#regions.find(bucket);
    if (within !== undefined || below < upTo) return within;
    // An empty bucket: a region will do that no value lies between.
    const beside = this.#regions.ranges.findIndex(
      ({ from, to }) => starts[from] === below || starts[to] === below,
    );
    return beside === -1 ? undefined : beside;
  }

  /** Lays aside all values between the indexes of each pair, and what is printed like them, by one more reading. */
  #open(ranges: readonly (readonly [number, number])[]): void {
    const starts = this.#starts;
    const last = this.length - 1;
    if (starts === undefined || last < 0 || ranges.length === 0) return;
    const bucketFor = (index: number) => bucketAt(starts, Math.max(0, Math.min(index, last)));
    const wanted = ranges.map(([from, to]) => withPrinted({ from: bucketFor(from), to: bucketFor(to) + 1 }));
    this.#regions = new Regions(merged([...this.#regions.ranges, ...wanted]));
    this.#hasRows = false;
    this.#options.again((rows) => this.#layAside(rows));
    this.#finish();
  }

  #layAside({ values, outcome, count, cuts }: BlockRows): void {
    const words = values && wordsOf(values);
    let at = 0;
    for (const cut of cuts) {
      if (words !== undefined && cut > at) this.#regions.take(words, outcome, at, cut);
      if (this.#hasRows) this.#regions.endBlock();
      this.#hasRows = true;
      at = cut;
    }
    if (words !== undefined) this.#regions.take(words, outcome, at, count);
  }

  #finish(): void {
    if (this.#hasRows) this.#regions.endBlock();
    this.#regions.finish();
  }

  /** The values of one bucket, or all where there are no buckets, ascending. */
  #sortedAt(bucket: number): Float32Array<ArrayBuffer> {
    const found = this.#sorted.get(bucket) ?? this.#partition?.sortedAt(bucket) ?? this.#sortBucket(bucket);
    this.#sorted.set(bucket, found);
    return found;
  }

  #sortBucket(bucket: number): Float32Array<ArrayBuffer> {
    const starts = this.#starts;
    if (starts === undefined) {
      const all = new Float32Array(this.#regions.wordsOf(0).slice().buffer);
      sortFloats(all);
      return all;
    }
    const from = starts[bucket] ?? 0;
    const to = starts[bucket + 1] ?? 0;
    if (this.#regions.find(bucket) === undefined) {
      // Who asks for one value beside what was expected may ask for the next one, too.
      const beside = Math.ceil(this.length / 50);
      this.#open([[from - beside, to - 1 + beside]]);
    }
    const own = new Uint32Array(to - from);
    const half = halfOf(bucket);
    const words = this.#regions.wordsOf(this.#regions.find(bucket) ?? 0);
    let n = 0;
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? 0;
      if (word >>> HALF_BITS === half) own[n++] = word;
    }
    const sorted = new Float32Array(own.buffer);
    sortBucket(sorted);
    return sorted;
  }
}

/**
 * What lies here or above is printed as more than `value`. Exports have three decimals: without
 * this, values that read alike would fall on both sides, and nobody could count them again.
 */
function printedAbove(value: number): number {
  return (Math.round(value * 1000) + 0.5) / 1000;
}

/** A range of buckets with those beyond its end that hold what is printed like its last value. */
export function withPrinted({ from, to }: BucketRange): BucketRange {
  return { from, to: Math.min(BUCKETS, Math.max(to, bucketOf(printedAbove(highestIn(to - 1))) + 1)) };
}
