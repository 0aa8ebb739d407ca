import { HALF_BITS } from './float-buckets.ts';
import { selectFloat } from './select-in-place.ts';

/** Of fewer values one is selected faster by itself. */
const MANY = 1024;
/** Buckets that the values may spread over; from a microsecond to a day they are 4700. */
const MOST_BUCKETS = 8192;
const counts = new Uint32Array(MOST_BUCKETS);

/** The least and the highest of some values, and one by its place in their order. */
export interface CellSummary {
  min: number;
  max: number;
  nth: number;
}

/**
 * The value that would stand at index `k` if `values` were sorted ascending, with the least and the
 * highest; reorders them. They hold no NaN. Values are counted by the upper half of their float32 bits, which order like the
 * numbers from 0 up; then only those are looked at that share it with the one that is sought.
 */
export function summarise(values: Float32Array<ArrayBuffer>, k: number): CellSummary {
  const n = values.length;
  const words = new Int32Array(values.buffer, values.byteOffset, n);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < n; i++) {
    const value = values[i] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const from = halfOf(min);
  const span = halfOf(max) - from + 1;
  if (n < MANY || !(min > 0) || span > MOST_BUCKETS) return { min, max, nth: selectFloat(values, k) };
  counts.fill(0, 0, span);
  for (let i = 0; i < n; i++) {
    const at = ((words[i] ?? 0) >> HALF_BITS) - from;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  let [bucket, below] = [0, 0];
  while (bucket < span - 1 && below + (counts[bucket] ?? 0) <= k) {
    below += counts[bucket] ?? 0;
    bucket += 1;
  }
  // What is sought moves to the front.
  let found = 0;
  for (let i = 0; i < n; i++) {
    const word = words[i] ?? 0;
    if ((word >> HALF_BITS) - from === bucket) words[found++] = word;
  }
  return { min, max, nth: selectFloat(values, k - below, 0, found) };
}

const bits = new Int32Array(1);
const number = new Float32Array(bits.buffer);

function halfOf(value: number): number {
  number[0] = value;
  return (bits[0] ?? 0) >> HALF_BITS;
}
