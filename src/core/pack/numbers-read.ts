import { endOfInts, readInts } from './int-blocks-read.ts';
import { MISSING, NAN_BITS, PER, ULPS_BESIDE } from './layout.ts';
import { applyPatches, bitsOf, endOfPatches } from './patches.ts';
import { ints } from './scratch.ts';
import { addUlps } from './ulps.ts';

type Words = Uint32Array<ArrayBuffer>;

/** Where the parts of a column on a grid stand. */
export interface GridPlaces {
  per: number;
  numbers: number;
  /** Differences from the grid in the last places of a float. */
  ulps?: number | undefined;
  patches: number;
}

/** Finds the parts of such a body; undefined where they do not fit it. */
export function placesOfGrid(words: Words, at: number, end: number, count: number): GridPlaces | undefined {
  if (at >= end) return undefined;
  const head = words[at] as number;
  const per = PER[head & 255];
  const numbers = at + 1;
  const behind = endOfInts(words, numbers, end, count);
  if (per === undefined || behind === undefined) return undefined;
  const ulps = (head & ULPS_BESIDE) === 0 ? undefined : behind;
  const patches = ulps === undefined ? behind : endOfInts(words, ulps, end, count);
  if (patches === undefined || endOfPatches(words, patches, end, count, 1) !== end) return undefined;
  return { per, numbers, ulps, patches };
}

/** Writes the numbers of a column that lies on a grid to `into`, NaN where there was none, and answers it. `placesOfGrid` has proven the words. */
export function readGrid(
  words: Words,
  { per, numbers, ulps, patches }: GridPlaces,
  into: Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  const bits = bitsOf(into);
  const n = ints(0, into.length);
  readInts(words, numbers, n);
  for (let i = 0; i < into.length; i++) {
    if (n[i] === MISSING) bits[i] = NAN_BITS;
    else into[i] = (n[i] as number) / per;
  }
  if (ulps !== undefined) addUlps(words, ulps, bits);
  applyPatches(words, patches, bits, 1);
  return into;
}
