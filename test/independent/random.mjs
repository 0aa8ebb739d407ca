/**
 * Numbers from 0 to 1: a linear congruential generator modulo 2^32, of which the upper bits are taken.
 * @param {number} seed
 */
export function generator(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 16;
  };
  return () => (next() * 65_536 + next()) / 2 ** 32;
}
