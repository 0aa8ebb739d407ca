/**
 * Floats in 65,536 buckets by the upper half of their bits, which order like the numbers. Buckets
 * are in the order of the numbers; of the halves of negative ones the larger stand for the lower.
 */
export const BUCKETS = 1 << 16;
export const HALF_BITS = 16;
const POSITIVE = BUCKETS / 2;

const bits = new Uint32Array(1);
const number = new Float32Array(bits.buffer);

/** The upper half of the bits of what lies in a bucket. */
export function halfOf(bucket: number): number {
  return bucket < POSITIVE ? BUCKETS - 1 - bucket : bucket - POSITIVE;
}

/** The bucket of a number as a float32, 0 to 65,535; of NaN one beyond that of infinity, so keep it away. */
export function bucketOf(value: number): number {
  number[0] = value;
  const half = (bits[0] ?? 0) >>> HALF_BITS;
  return half < POSITIVE ? half + POSITIVE : BUCKETS - 1 - half;
}

/** The highest number of a bucket; NaN for that of infinity. */
export function highestIn(bucket: number): number {
  const half = halfOf(bucket);
  bits[0] = half * BUCKETS + (half < POSITIVE ? BUCKETS - 1 : 0);
  return number[0] ?? Number.NaN;
}

/** How many values lie below each bucket, and at the end in all; `counts` are by the upper half. */
export function startsOf(counts: Uint32Array): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(BUCKETS + 1);
  let sum = 0;
  for (let half = BUCKETS - 1, bucket = 0; half >= POSITIVE; half--) {
    starts[bucket++] = sum;
    sum += counts[half] ?? 0;
  }
  for (let half = 0, bucket = POSITIVE; half < POSITIVE; half++) {
    starts[bucket++] = sum;
    sum += counts[half] ?? 0;
  }
  starts[BUCKETS] = sum;
  return starts;
}

/** The bucket of the value at an index of all in their order: the last that begins at or before it, since empty ones begin later. */
export function bucketAt(starts: Uint32Array, index: number): number {
  let low = 0;
  let high = BUCKETS;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle;
  }
  return low;
}
