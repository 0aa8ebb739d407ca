const DIGIT_BITS = 11;
const BUCKETS = 2 ** DIGIT_BITS;
const DIGIT = BUCKETS - 1;
const PASSES = 3;
/** Below this the built-in sort is faster than setting up the buckets. */
const SMALL = 4096;

type Words = Uint32Array<ArrayBuffer>;

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
  const words = wordsOf(values);
  const sorted = radixSort(words, new Uint32Array(n), words);
  if (sorted !== words) words.set(sorted);
}

const wordsOf = ({ buffer, byteOffset, length }: Float32Array<ArrayBuffer>): Words =>
  new Uint32Array(buffer, byteOffset, length);

/**
 * Sorts `source` by way of `a` and `b`, and says which of the three holds the result;
 * `b` may be the source itself, which otherwise stays as it is. Numbers from 0 up
 * order like their bits; where there are others, the keys are mapped first.
 */
function radixSort(source: Words, a: Words, b: Words): Words {
  const { counts, isSigned } = countDigits(source);
  return isSigned ? sortSigned(source, a, b) : passes(source, a, b, counts);
}

function sortSigned(source: Words, a: Words, b: Words): Words {
  for (let i = 0; i < source.length; i++) {
    const bits = source[i] ?? 0;
    b[i] = (bits ^ (-(bits >>> 31) | 0x80000000)) >>> 0;
  }
  const sorted = passes(b, a, b, countDigits(b).counts);
  for (let i = 0; i < sorted.length; i++) {
    const key = sorted[i] ?? 0;
    sorted[i] = key ^ (((key >>> 31) - 1) | 0x80000000);
  }
  return sorted;
}

function passes(source: Words, a: Words, b: Words, counts: readonly Words[]): Words {
  let from = source;
  let to = a;
  counts.forEach((count, pass) => {
    const shift = pass * DIGIT_BITS;
    // All have the same digit: the pass would move nothing.
    if (count[((from[0] ?? 0) >>> shift) & DIGIT] === from.length) return;
    scatter(from, to, shift, startsOf(count));
    const next = from === source ? b : from;
    from = to;
    to = next;
  });
  return from;
}

function scatter(from: Words, to: Words, shift: number, next: Words): void {
  const n = from.length;
  for (let i = 0; i < n; i++) {
    const key = from[i] ?? 0;
    const digit = (key >>> shift) & DIGIT;
    const place = next[digit] ?? 0;
    to[place] = key;
    next[digit] = place + 1;
  }
}

/** How often each digit occurs at each place, and whether any word has its highest bit set. */
function countDigits(words: Words): { counts: Words[]; isSigned: boolean } {
  const low = new Uint32Array(BUCKETS);
  const middle = new Uint32Array(BUCKETS);
  const high = new Uint32Array(BUCKETS);
  const n = words.length;
  let all = 0;
  for (let i = 0; i < n; i++) {
    const key = words[i] ?? 0;
    all |= key;
    const first = key & DIGIT;
    const second = (key >>> DIGIT_BITS) & DIGIT;
    const third = key >>> (DIGIT_BITS * (PASSES - 1));
    low[first] = (low[first] ?? 0) + 1;
    middle[second] = (middle[second] ?? 0) + 1;
    high[third] = (high[third] ?? 0) + 1;
  }
  return { counts: [low, middle, high], isSigned: all < 0 };
}

function startsOf(counts: Words): Words {
  const starts = new Uint32Array(BUCKETS);
  for (let i = 1; i < BUCKETS; i++) starts[i] = (starts[i - 1] ?? 0) + (counts[i - 1] ?? 0);
  return starts;
}
