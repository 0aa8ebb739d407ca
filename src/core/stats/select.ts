import { BUCKETS, bucketAt, HALF_BITS, halfOf, startsOf } from './float-buckets.ts';
import { selectFloat } from './select-in-place.ts';

const INFINITE = 0x7f80_0000;
const WITHOUT_SIGN = 0x7fff_ffff;

/**
 * The values at 1-based `ranks` (up to 255) of `values`, as if these were sorted ascending;
 * they stay as they are. NaN count for nothing, and the ranks lie among the others. Exact and linear:
 * values are counted in buckets, and only those are looked at that a rank falls into.
 */
export function valuesAtRanks(values: Float32Array<ArrayBuffer>, ranks: readonly number[]): number[] {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const counts = new Uint32Array(BUCKETS);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? 0;
    if ((word & WITHOUT_SIGN) > INFINITE) continue;
    const half = word >>> HALF_BITS;
    counts[half] = (counts[half] ?? 0) + 1;
  }
  const starts = startsOf(counts);
  const buckets = ranks.map((rank) => bucketAt(starts, rank - 1));
  const wanted = [...new Set(buckets)];
  const found = gather(
    words,
    wanted.map((bucket) => ({ half: halfOf(bucket), count: counts[halfOf(bucket)] ?? 0 })),
  );
  return ranks.map((rank, i) => {
    const bucket = buckets[i] ?? 0;
    const own = found[wanted.indexOf(bucket)] ?? new Float32Array(0);
    return selectFloat(own, rank - 1 - (starts[bucket] ?? 0));
  });
}

/** All values of some buckets, each given by the upper half of its bits and the number of its values. */
function gather(
  words: Uint32Array,
  buckets: readonly { half: number; count: number }[],
): Float32Array<ArrayBuffer>[] {
  const marks = new Uint8Array(BUCKETS);
  const rooms = buckets.map(({ count }) => new Uint32Array(count));
  const sizes = new Uint32Array(buckets.length);
  buckets.forEach(({ half }, k) => {
    marks[half] = k + 1;
  });
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? 0;
    if ((word & WITHOUT_SIGN) > INFINITE) continue;
    const mark = marks[word >>> HALF_BITS] ?? 0;
    const room = mark === 0 ? undefined : rooms[mark - 1];
    if (room === undefined) continue;
    const n = sizes[mark - 1] ?? 0;
    room[n] = word;
    sizes[mark - 1] = n + 1;
  }
  return rooms.map(({ buffer }) => new Float32Array(buffer));
}
