import { OUTCOMES } from '../sample.ts';
import { BUCKETS, HALF_BITS } from './float-buckets.ts';
import type { GrowingWords } from './growing-words.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const INFINITE = 0x7f80_0000;
const WITHOUT_SIGN = 0x7fff_ffff;
/** Sums over the answered values of a column in the order of `seq`, and how many lie in each bucket (float-buckets.ts). */
export class ValueCounts {
  /** By the upper half of their bits; absent where nobody wants them. */
  readonly byHalf: Uint32Array<ArrayBuffer> | undefined;
  /** Values so far, and the least and the highest of them. */
  n = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  #sum = 0;
  #steps = 0;
  #last = Number.NaN;

  constructor(isByHalf: boolean) {
    this.byHalf = isByHalf ? new Uint32Array(BUCKETS) : undefined;
  }

  /** Arithmetic mean, `undefined` of nothing. */
  get mean(): number | undefined {
    return this.n === 0 ? undefined : this.#sum / this.n;
  }

  /**
   * Mean absolute difference of neighbours, `undefined` for fewer than two. Samples that lack the
   * metric are passed over, so that a loss neither adds to the jitter nor hides a step across it.
   */
  get jitter(): number | undefined {
    return this.n < 2 ? undefined : this.#steps / (this.n - 1);
  }

  /** Counts the rows of a batch that were answered and have a value. */
  add(values: Float32Array<ArrayBuffer>, outcome: Uint8Array): void {
    const words = wordsOf(values);
    const byHalf = this.byHalf ?? UNREAD;
    let [n, min, max, sum, steps, last] = [this.n, this.min, this.max, this.#sum, this.#steps, this.#last];
    const { length } = values;
    for (let i = 0; i < length; i++) {
      const value = values[i] ?? 0;
      if ((outcome[i] ?? 0) > LATE || Number.isNaN(value)) continue;
      const half = (words[i] ?? 0) >>> HALF_BITS;
      byHalf[half] = (byHalf[half] ?? 0) + 1;
      sum += value;
      if (n > 0) steps += Math.abs(value - last);
      last = value;
      n += 1;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.n = n;
    this.min = min;
    this.max = max;
    this.#sum = sum;
    this.#steps = steps;
    this.#last = last;
  }
}

/** Adds the bits of the answered values of a batch to a list. */
export function keepAnswered(list: GrowingWords, words: Uint32Array, outcome: Uint8Array): void {
  const kept = list.reserve(words.length);
  let n = list.length;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? 0;
    if ((outcome[i] ?? 0) <= LATE && (word & WITHOUT_SIGN) <= INFINITE) kept[n++] = word;
  }
  list.length = n;
}

/** Takes the counts that nobody asks for. */
const UNREAD = new Uint32Array(BUCKETS);

/** The float32 bit patterns of the values: a view of the same memory. */
export function wordsOf({ buffer, byteOffset, length }: Float32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return new Uint32Array(buffer, byteOffset, length);
}
