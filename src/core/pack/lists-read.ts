import type { Moments } from './clock-read.ts';
import { endOfInts, readInts } from './int-blocks-read.ts';
import { MISSING, MOST_GAPS, NAN_BITS, PER, ULPS_BESIDE } from './layout.ts';
import { applyPatches, bitsOf, endOfPatches } from './patches.ts';
import { ints } from './scratch.ts';
import { addUlps } from './ulps.ts';

type Words = Uint32Array<ArrayBuffer>;

/** Stands for no grid: the gaps are floats. */
export const RAW_GRID = 255;

/** Where the parts of a body of lists stand. */
export interface ListPlaces {
  /** Undefined where the gaps are floats. */
  per: number | undefined;
  /** The line of moments that the gaps of a row go on from; 0 for none. */
  line: number;
  offsets: Uint32Array<ArrayBuffer>;
  gaps: number;
  ulps?: number | undefined;
  patches: number;
}

/** Finds the parts of such a body; undefined where they do not fit it. */
export function placesOfLists(words: Words, at: number, end: number, count: number): ListPlaces | undefined {
  if (end - at < 2) return undefined;
  const head = words[at] as number;
  const total = words[at + 1] as number;
  const isRaw = (head & 255) === RAW_GRID;
  const per = PER[head & 255];
  const gaps = endOfInts(words, at + 2, end, count);
  if (gaps === undefined || total > MOST_GAPS || (!isRaw && per === undefined)) return undefined;
  const behind = isRaw ? gaps + total : endOfInts(words, gaps, end, total);
  const ulps = (head & ULPS_BESIDE) === 0 ? undefined : behind;
  const patches = ulps === undefined ? behind : endOfInts(words, ulps, end, total);
  if (patches === undefined || endOfPatches(words, patches, end, total, 1) !== end) return undefined;
  const offsets = offsetsOf(words, at + 2, count, total);
  return offsets && { per: isRaw ? undefined : per, line: (head >>> 8) & 255, offsets, gaps, ulps, patches };
}

function offsetsOf(
  words: Words,
  at: number,
  count: number,
  total: number,
): Uint32Array<ArrayBuffer> | undefined {
  const counts = ints(0, count);
  readInts(words, at, counts);
  const offsets = new Uint32Array(count + 1);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const length = counts[i] as number;
    sum += length;
    if (length < 0 || sum > total) return undefined;
    offsets[i + 1] = sum;
  }
  return sum === total ? offsets : undefined;
}

/** All gaps, in ms, into an array with a place for each; `line`: the moments that they go on from, where they do. */
export function readGaps(
  words: Words,
  places: ListPlaces,
  line: Moments | undefined,
  values: Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  const { per, offsets, gaps, ulps, patches } = places;
  const count = offsets.length - 1;
  const total = values.length;
  const bits = bitsOf(values);
  if (per === undefined) bits.set(words.subarray(gaps, gaps + total));
  else {
    const n = ints(0, total);
    readInts(words, gaps, n);
    for (let row = 0; row < count; row++) {
      const to = offsets[row + 1] as number;
      // A reading is a whole number of steps.
      let tick = Math.round((line?.ms[row] || 0) * per);
      for (let i = offsets[row] as number; i < to; i++) {
        if (n[i] === MISSING) {
          bits[i] = NAN_BITS;
          continue;
        }
        const next = tick + (n[i] as number);
        values[i] = line === undefined ? (n[i] as number) / per : next / per - tick / per;
        tick = next;
      }
    }
  }
  if (ulps !== undefined) addUlps(words, ulps, bits);
  applyPatches(words, patches, bits, 1);
  return values;
}
