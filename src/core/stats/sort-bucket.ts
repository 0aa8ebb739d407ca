import { BUCKETS, HALF_BITS } from './float-buckets.ts';
import { sortFloats } from './sort.ts';

/** From so many values on, counting all that a bucket may hold is faster than sorting. */
const MANY = 8192;
const LOW = BUCKETS - 1;
const counts = new Uint32Array(BUCKETS);

/** Sorts ascending in place values of one bucket (float-buckets.ts), which differ in the lower half of their bits alone. */
export function sortBucket(values: Float32Array<ArrayBuffer>): void {
  const n = values.length;
  if (n < MANY) {
    sortFloats(values);
    return;
  }
  const words = new Uint32Array(values.buffer, values.byteOffset, n);
  const [first = 0] = words;
  const high = (first >>> HALF_BITS) << HALF_BITS;
  counts.fill(0);
  for (let i = 0; i < n; i++) {
    const low = (words[i] ?? 0) & LOW;
    counts[low] = (counts[low] ?? 0) + 1;
  }
  let at = 0;
  for (let low = 0; low < BUCKETS; low++) {
    const end = at + (counts[low] ?? 0);
    while (at < end) words[at++] = high | low;
  }
  // Of negative numbers those with the larger bits are the lower ones.
  if (high < 0) words.reverse();
}
