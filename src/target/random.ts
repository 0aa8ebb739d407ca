/**
 * Repeatable randomness with random access: a draw is a hash of its address (a seed and some
 * whole numbers), so that any moment or request can be computed alone, in any order.
 */

/** Spreads one 32-bit number over all 32 bits; constants of the 32-bit MurmurHash3 finaliser (A. Appleby). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A whole number from 0 to 2^32 - 1 for an address. Parts may be any safe integers. */
export function hash(...address: number[]): number {
  let h = 0x9e3779b9;
  for (const part of address) {
    h = mix(h ^ (part | 0)) + 0x6d2b79f5;
    h = mix(h ^ Math.floor(part / 0x1_0000_0000)) + 0x3c6ef372;
  }
  return mix(h) >>> 0;
}

/** Uniform, more than 0 and less than 1. */
export function uniform(...address: number[]): number {
  return (hash(...address) + 0.5) / 0x1_0000_0000;
}

/** Standard normal (Box and Muller, 1958). */
export function normal(...address: number[]): number {
  const radius = Math.sqrt(-2 * Math.log(uniform(...address, 1)));
  return radius * Math.cos(2 * Math.PI * uniform(...address, 2));
}

/** Exponential with the given mean. */
export function exponential(mean: number, ...address: number[]): number {
  return -mean * Math.log(uniform(...address));
}
