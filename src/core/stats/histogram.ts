import { MIN_BEYOND, nearestRank } from './percentile.ts';

const MANTISSA_BITS = 7;
const SHIFT = 23 - MANTISSA_BITS;
/** 2^-10 ms is a microsecond; 2^22 ms is 70 minutes, beyond any timeout. */
const LOWEST = 2 ** -10;
const HIGHEST = 2 ** 22 - 1;
const FIRST_KEY = (127 - 10) << MANTISSA_BITS;
const BUCKETS = ((22 + 10) << MANTISSA_BITS) + 1;

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/**
 * Counts of milliseconds in 4097 buckets for the live view: fixed memory, O(1)
 * to record. Each power of two is cut into 128 buckets (as in Tene's HDR
 * Histogram), a bucket answers with its middle, so that a percentile is within
 * 0.4 % of the exact one. Values under 0.001 ms count as 0, those over 70
 * minutes as 70 minutes.
 */
export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS);
  #count = 0;

  /** How many values it holds. */
  get count(): number {
    return this.#count;
  }

  record(ms: number): void {
    const index = bucketOf(ms);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
  }

  /** Takes out one value that was recorded; does nothing where none like it is there. */
  remove(ms: number): void {
    const index = bucketOf(ms);
    const before = this.#counts[index] ?? 0;
    if (before === 0) return;
    this.#counts[index] = before - 1;
    this.#count -= 1;
  }

  /** As `percentile` of percentile.ts, to within 0.4 %: the same rank, `Infinity` and `undefined` as there. */
  percentile(p: number, lostCount = 0): number | undefined {
    const n = this.#count + lostCount;
    const rank = nearestRank(n, p);
    if (n - rank < MIN_BEYOND) return undefined;
    if (rank > this.#count) return Number.POSITIVE_INFINITY;
    let seen = 0;
    for (let index = 0; index < BUCKETS; index++) {
      seen += this.#counts[index] ?? 0;
      if (seen >= rank) return middleOf(index);
    }
    return undefined;
  }
}

function bucketOf(ms: number): number {
  if (!(ms >= LOWEST)) return 0;
  scratch[0] = Math.min(ms, HIGHEST);
  return ((scratchBits[0] ?? 0) >>> SHIFT) - FIRST_KEY + 1;
}

function middleOf(index: number): number {
  if (index === 0) return 0;
  scratchBits[0] = ((index - 1 + FIRST_KEY) << SHIFT) + 2 ** (SHIFT - 1);
  return scratch[0] ?? 0;
}
