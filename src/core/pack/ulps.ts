import { readInts } from './int-blocks-read.ts';
import { bitsOf } from './patches.ts';
import { ints } from './scratch.ts';

type Words = Uint32Array<ArrayBuffer>;
type Floats = Float32Array<ArrayBuffer>;

/** Of more it cannot be that one was meant to be the other. */
const MOST_ULPS = 1 << 15;

/**
 * How far each value lies from the one that a rule gives, in last places of a float; 0 where it lies
 * far away, or one is no number. `into` gets it.
 */
export function ulpsBeside(
  values: Floats,
  given: Floats,
  into: Int32Array<ArrayBuffer>,
): Int32Array<ArrayBuffer> {
  const [is, shall] = [bitsOf(given), bitsOf(values)];
  for (let i = 0; i < into.length; i++) {
    const ulps = ((shall[i] as number) - (is[i] as number)) | 0;
    into[i] = Math.abs(ulps) <= MOST_ULPS ? ulps : 0;
  }
  return into;
}

/** Moves floats, given as their bits, by the ints that begin at `at`. */
export function addUlps(words: Words, at: number, bits: Words): void {
  const beside = ints(2, bits.length);
  readInts(words, at, beside);
  for (let i = 0; i < bits.length; i++) bits[i] = ((bits[i] as number) + (beside[i] as number)) | 0;
}
