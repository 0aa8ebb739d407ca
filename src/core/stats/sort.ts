const DIGIT_BITS = 11;
const BUCKETS = 2 ** DIGIT_BITS;
const PASSES = 3;
/** Below this the built-in sort is faster than setting up the buckets. */
const SMALL = 4096;

/**
 * Sorts ascending in place. `values` hold no NaN. Linear in their number:
 * a radix sort (least significant digit first, 11 bits a pass) over the float32
 * bit patterns, mapped so that they order as unsigned integers (M. Herf, "Radix
 * Tricks", 2001). Uses twice their memory while it runs.
 */
export function sortFloats(values: Float32Array<ArrayBuffer>): void {
  const n = values.length;
  if (n < SMALL) {
    values.sort();
    return;
  }
  let from = new Uint32Array(values.buffer, values.byteOffset, n);
  let to = new Uint32Array(n);
  const counts = new Uint32Array(PASSES * BUCKETS);
  for (let i = 0; i < n; i++) {
    const bits = from[i] ?? 0;
    const key = (bits ^ (-(bits >>> 31) | 0x80000000)) >>> 0;
    from[i] = key;
    for (let pass = 0; pass < PASSES; pass++) bump(counts, pass * BUCKETS + digit(key, pass));
  }
  for (let pass = 0; pass < PASSES; pass++) {
    const offsets = startsOf(counts.subarray(pass * BUCKETS, (pass + 1) * BUCKETS));
    for (let i = 0; i < n; i++) {
      const key = from[i] ?? 0;
      to[bump(offsets, digit(key, pass))] = key;
    }
    [from, to] = [to, from];
  }
  const out = new Uint32Array(values.buffer, values.byteOffset, n);
  for (let i = 0; i < n; i++) {
    const key = from[i] ?? 0;
    out[i] = key ^ (((key >>> 31) - 1) | 0x80000000);
  }
}

function digit(key: number, pass: number): number {
  return (key >>> (pass * DIGIT_BITS)) & (BUCKETS - 1);
}

/** Adds one and returns what was there before. */
function bump(counts: Uint32Array, index: number): number {
  const before = counts[index] ?? 0;
  counts[index] = before + 1;
  return before;
}

function startsOf(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(BUCKETS);
  for (let i = 1; i < BUCKETS; i++) starts[i] = (starts[i - 1] ?? 0) + (counts[i - 1] ?? 0);
  return starts;
}
