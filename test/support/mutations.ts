/** A source of chance with a seed: each call gives the next number in [0, 1). */
export type Chance = () => number;

/** Marsaglia's xorshift32 (J. Stat. Softw. 8(14), 2003). */
export function chanceOf(seed: number): Chance {
  let state = Math.imul(seed + 1, 0x9e3779b9) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const below = (chance: Chance, most: number): number => Math.floor(chance() * most);

/** A stretch of at most `most` bytes within so many. */
function stretch(chance: Chance, length: number, most: number): [from: number, to: number] {
  const from = below(chance, length + 1);
  return [from, Math.min(length, from + 1 + below(chance, most))];
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

type Mutation = (bytes: Uint8Array, chance: Chance, others: readonly Uint8Array[]) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  function flip(bytes, chance) {
    const flipped = Uint8Array.from(bytes);
    for (let left = 1 + below(chance, 8); left > 0 && flipped.length > 0; left -= 1) {
      const at = below(chance, flipped.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << below(chance, 8));
    }
    return flipped;
  },
  function remove(bytes, chance) {
    const [from, to] = stretch(chance, bytes.length, 40);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  function removeMuch(bytes, chance) {
    const [from, to] = stretch(chance, bytes.length, bytes.length);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  function repeat(bytes, chance) {
    const [from, to] = stretch(chance, bytes.length, 200);
    const again = Array.from({ length: 1 + below(chance, 5) }, () => bytes.subarray(from, to));
    return joined(bytes.subarray(0, to), ...again, bytes.subarray(to));
  },
  function truncate(bytes, chance) {
    return bytes.slice(0, below(chance, bytes.length + 1));
  },
  function splice(bytes, chance, others) {
    const other = others[below(chance, others.length)] ?? bytes;
    const [from, to] = stretch(chance, other.length, other.length);
    const at = below(chance, bytes.length + 1);
    return joined(
      bytes.subarray(0, at),
      other.subarray(from, to),
      chance() < 0.5 ? bytes.subarray(at) : bytes.subarray(0, 0),
    );
  },
  function noise(bytes, chance) {
    const at = below(chance, bytes.length + 1);
    const made = Uint8Array.from({ length: 1 + below(chance, 20) }, () => below(chance, 256));
    return joined(bytes.subarray(0, at), made, bytes.subarray(at));
  },
  function lineEnds(bytes, chance) {
    const end = below(chance, 2) === 0 ? [13] : [13, 10];
    return Uint8Array.from([...bytes].flatMap((byte) => (byte === 10 && chance() < 0.7 ? end : [byte])));
  },
];

/** The bytes with one to three things done to them; `others` are what may be spliced in. */
export function mutate(bytes: Uint8Array, chance: Chance, others: readonly Uint8Array[]): Uint8Array {
  let mutant = bytes;
  for (let left = 1 + below(chance, 3); left > 0; left -= 1) {
    const mutation = MUTATIONS[below(chance, MUTATIONS.length)];
    if (mutation !== undefined) mutant = mutation(mutant, chance, others);
  }
  return mutant;
}
