import { bucketAt, bucketOf, HALF_BITS, halfOf, highestIn, startsOf } from './float-buckets.ts';
import { Partition } from './partition.ts';
import type { Sorted } from './percentile.ts';
import { type BucketRange, merged, Regions, shapeOf, shapeOfAll } from './regions.ts';
import { sortFloats } from './sort.ts';
import { sortBucket } from './sort-bucket.ts';
import type { ValueCounts } from './value-counts.ts';

interface Options {
  /** Blocks of time that the rows lie in. */
  blocks: number;
  /** All of it will be asked for, value by value. */
  isWhole?: boolean | undefined;
  /** Reads all rows once more: `begin`, then `take` and `endBlock` block by block. */
  again(found: BlockDistribution): void;
}

/**
 * The answered values of a metric, for who wants a few of them by rank, and for each block of time how
 * many lie at or below a few of them. As exact as sorting, and in two readings of the rows: values are
 * counted by the upper half of their float32 bits, which order like the numbers, in buckets
 * (`ValueCounts`); those near the ranks that will be asked for (`open`) are laid aside, and of the others
 * it is counted on which side they lie. What was not opened is found all the same, in one more reading.
 */
export class BlockDistribution implements Sorted {
  readonly counts: ValueCounts;
  readonly length: number;
  readonly #options: Options;
  /** How many values lie below each bucket; absent where all values are laid aside. */
  readonly #starts: Uint32Array | undefined;
  readonly #partition: Partition | undefined;
  readonly #sorted = new Map<number, Float32Array<ArrayBuffer>>();
  #wanted: BucketRange[] = [];
  #regions: Regions | undefined;
  #isPartitioned = false;

  /** `counts` of all rows. */
  constructor(counts: ValueCounts, options: Options) {
    this.counts = counts;
    this.length = counts.n;
    this.#options = options;
    this.#starts = counts.byHalf && startsOf(counts.byHalf);
    this.#partition = options.isWhole && this.#starts ? new Partition(this.#starts) : undefined;
  }

  /** Lays aside all values between the indexes of each pair, and what is printed like them. */
  open(ranges: readonly (readonly [number, number])[]): void {
    const starts = this.#starts;
    const last = this.length - 1;
    if (starts === undefined || last < 0) return;
    const wanted = ranges.map(([from, to]) => {
      const upTo = bucketAt(starts, Math.max(0, Math.min(to, last)));
      const from0 = bucketAt(starts, Math.max(0, Math.min(from, last)));
      return { from: from0, to: Math.max(upTo, bucketOf(printedAbove(highestIn(upTo)))) + 1 };
    });
    const isOpen = ({ from, to }: BucketRange) =>
      this.#wanted.some((own) => own.from <= from && own.to >= to);
    if (wanted.every(isOpen)) return;
    this.#wanted = merged([...this.#wanted, ...wanted]);
    if (this.#regions !== undefined) this.#options.again(this);
  }

  /** Before the second reading. */
  begin(): void {
    const shape = this.#starts === undefined ? shapeOfAll(this.length) : shapeOf(this.#wanted, this.#starts);
    this.#isPartitioned = this.#regions !== undefined;
    this.#regions = new Regions(shape, this.#options.blocks);
  }

  /** Takes rows of one block, given by the bits of their values. */
  take(words: Uint32Array, outcome: Uint8Array, from: number, to: number): void {
    this.#regions?.take(words, outcome, from, to);
    if (!this.#isPartitioned) this.#partition?.take(words, outcome, from, to);
  }

  endBlock(): void {
    this.#regions?.endBlock();
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
    return this.#regions?.totals ?? new Uint32Array(0);
  }

  /** For each of `limits` and each block: how many values are at or below it, as exports print both. */
  atOrBelow(limits: readonly number[]): Uint32Array<ArrayBuffer>[] {
    const borders = limits.map(printedAbove);
    const starts = this.#starts;
    if (starts !== undefined) {
      const closed = borders.map(bucketOf).filter((bucket) => this.#placeOf(bucket) === undefined);
      this.open(closed.map((bucket) => [(starts[bucket] ?? 0) - 1, starts[bucket + 1] ?? 0]));
    }
    return borders.map((border) => this.#below(border));
  }

  #below(border: number): Uint32Array<ArrayBuffer> {
    const place = this.#placeOf(bucketOf(border));
    if (place === 'all') return this.totals();
    if (place === 'none') return new Uint32Array(this.#options.blocks);
    if (place === undefined || this.#regions === undefined)
      throw new Error('A part of a distribution was not opened.');
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
    const within = this.#regions?.find(bucket);
    if (within !== undefined || below < upTo) return within;
    // An empty bucket: a region will do that no value lies between.
    const beside = this.#regions?.ranges.findIndex(
      ({ from, to }) => starts[from] === below || starts[to] === below,
    );
    return beside === -1 ? undefined : beside;
  }

  /** The values of one bucket, or all where there are no buckets, ascending. */
  #sortedAt(bucket: number): Float32Array<ArrayBuffer> {
    const found = this.#sorted.get(bucket) ?? this.#partition?.sortedAt(bucket) ?? this.#sortBucket(bucket);
    this.#sorted.set(bucket, found);
    return found;
  }

  #sortBucket(bucket: number): Float32Array<ArrayBuffer> {
    const starts = this.#starts;
    const from = starts?.[bucket] ?? 0;
    const to = starts?.[bucket + 1] ?? this.length;
    if (starts !== undefined && this.#regions?.find(bucket) === undefined) {
      // Who asks for one value beside what was opened may ask for the next one, too.
      const beside = Math.ceil(this.length / 200);
      this.open([[from - beside, to - 1 + beside]]);
    }
    const region = this.#regions?.find(bucket);
    const words =
      region === undefined ? new Uint32Array(0) : (this.#regions?.wordsOf(region) ?? new Uint32Array(0));
    const own = new Uint32Array(to - from);
    const half = halfOf(bucket);
    let n = 0;
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? 0;
      if (starts === undefined || word >>> HALF_BITS === half) own[n++] = word;
    }
    const sorted = new Float32Array(own.buffer);
    if (starts === undefined) sortFloats(sorted);
    else sortBucket(sorted);
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
