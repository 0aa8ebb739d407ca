/**
 * Blackman and Vigna's xoshiro128** (ACM Transactions on Mathematical Software 47/4,
 * 2021), filled from the seed by Steele, Lea and Flood's way of splitting (OOPSLA
 * 2014) with MurmurHash3's 32-bit finalizer, so that neighbouring seeds have
 * nothing in common. Numbers between 0 and 1, neither of which comes.
 */
export function seededRandom(seed: number): () => number {
  let weyl = seed | 0;
  const fill = () => {
    weyl = (weyl + 0x9e3779b9) | 0;
    let mixed = weyl;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  return () => {
    const drawn = Math.imul(rotated(Math.imul(b, 5), 7), 9);
    const carried = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= carried;
    d = rotated(d, 11);
    return ((drawn >>> 0) + 0.5) / 2 ** 32;
  };
}

const rotated = (word: number, by: number) => (word << by) | (word >>> (32 - by));
