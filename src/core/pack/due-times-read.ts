import { endOfInts, readInts } from './int-blocks-read.ts';
import { MOST_RUNS } from './layout.ts';
import { applyPatches, bitsOf, endOfPatches } from './patches.ts';
import { ints } from './scratch.ts';

type Words = Uint32Array<ArrayBuffer>;
type Doubles = Float64Array<ArrayBuffer>;

const RUN_WORDS = 7;

/** Where the parts of a column of due times stand. */
export interface DuePlaces {
  follows: boolean;
  runs: number;
  shift: number;
  high: number;
  low: number;
  patches: number;
}

/** Finds the parts of such a body; undefined where they do not fit it. */
export function placesOfDue(words: Words, at: number, end: number, count: number): DuePlaces | undefined {
  if (end - at < 2) return undefined;
  const head = words[at] as number;
  const runs = head >>> 8;
  const shift = words[at + 1] as number;
  const high = at + 2 + runs * RUN_WORDS;
  if (runs > MOST_RUNS || shift > 30 || high > end) return undefined;
  for (let k = 0; k < runs; k++) {
    const row = words[at + 2 + k * RUN_WORDS] as number;
    const before = k === 0 ? 0 : (words[at + 2 + (k - 1) * RUN_WORDS] as number) + 1;
    if (row < before || row > count || (k === 0 && row > 0)) return undefined;
  }
  if (runs === 0 && count > 0) return undefined;
  const low = endOfInts(words, high, end, count);
  if (low === undefined) return undefined;
  const patches = shift > 0 ? endOfInts(words, low, end, count) : low;
  if (patches === undefined || endOfPatches(words, patches, end, count, 2) !== end) return undefined;
  return { follows: (head & 255) === 1, runs, shift, high, low, patches };
}

/** `follow`: the column that this one follows, where it does. */
export function readDue(
  words: Words,
  at: number,
  places: DuePlaces,
  follow: Doubles | undefined,
  into: Doubles,
): Doubles {
  const { runs, shift, high, low, patches } = places;
  const count = into.length;
  const above = ints(0, count);
  readInts(words, high, above);
  const below = ints(1, shift > 0 ? count : 0);
  if (shift > 0) readInts(words, low, below);
  const unit = 2 ** shift;
  for (let k = 0; k < runs; k++) {
    const run = at + 2 + k * RUN_WORDS;
    const row = words[run] as number;
    const to = k + 1 < runs ? (words[run + RUN_WORDS] as number) : count;
    const [base = 0, slope = 0, per = 1] = new Float64Array(words.slice(run + 1, run + RUN_WORDS).buffer);
    if (shift > 0)
      for (let i = row; i < to; i++) into[i] = base + (above[i] as number) * unit + (below[i] as number);
    else for (let i = row; i < to; i++) into[i] = base + (above[i] as number);
    if (follow === undefined)
      for (let i = row; i < to; i++) into[i] = ((into[i] as number) + Math.floor((i - row) * slope)) / per;
    else
      for (let i = row; i < to; i++)
        into[i] = ((into[i] as number) + Math.floor((follow[i] as number) * per)) / per;
  }
  applyPatches(words, patches, bitsOf(into), 2);
  return into;
}
