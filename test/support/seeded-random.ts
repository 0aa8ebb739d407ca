/** Marsaglia's 32-bit xorshift (Journal of Statistical Software 8/14, 2003); numbers from 0 to 1. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
