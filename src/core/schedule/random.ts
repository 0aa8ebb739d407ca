/**
 * A number in [0, 1) that depends on `seed`, `stream` and `index` alone, so that
 * any due time can be computed again without running through those before it.
 * Method: the 32-bit finaliser of MurmurHash3 (A. Appleby, public domain) over
 * the three words, twice.
 */
export function uniformAt(seed: number, stream: number, index: number): number {
  return uniformStream(seed, stream)(index);
}

/** The numbers of one stream by their index. */
export function uniformStream(seed: number, stream: number): (index: number) => number {
  const start = mix(mix(seed >>> 0) ^ (stream >>> 0));
  return (index) => {
    const low = index >>> 0;
    const high = Math.floor(index / 2 ** 32) >>> 0;
    return mix(mix(start ^ low) ^ high) / 2 ** 32;
  };
}

function mix(value: number): number {
  let h = (value + 0x9e3779b9) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
