import { BLOCK } from './int-blocks.ts';
import { MISSING } from './layout.ts';

type Words = Uint32Array<ArrayBuffer>;

/** Room for the codes of a block behind which no word stands, and for one word more. */
const spare: Words = new Uint32Array(BLOCK + 1);

/**
 * The end of `count` ints that begin at `at`, as a place in `words`; undefined where they do not lie
 * before `end`. After that `readInts` reads nothing beyond.
 */
export function endOfInts(words: Words, at: number, end: number, count: number): number | undefined {
  let place = at;
  for (let from = 0; from < count; from += BLOCK) {
    if (place + 2 > end) return undefined;
    const head = words[place + 1] as number;
    const width = head & 63;
    if (width > 32) return undefined;
    place += 2 + Math.ceil((Math.min(BLOCK, count - from) * width) / 32) + (head >>> 8);
  }
  return place <= end ? place : undefined;
}

/** Reads as many ints as `into` holds, and gives the place behind them. Plain loops: this is where reading spends its time. */
export function readInts(words: Words, at: number, into: Int32Array): number {
  let place = at;
  for (let from = 0; from < into.length; from += BLOCK)
    place = readBlock(words, place, into, from, Math.min(BLOCK, into.length - from));
  return place;
}

function readBlock(words: Words, at: number, into: Int32Array, from: number, count: number): number {
  const base = (words[at] as number) | 0;
  const head = words[at + 1] as number;
  const width = head & 63;
  const lift = (head >>> 6) & 1;
  const patches = head >>> 8;
  const behind = at + 2 + Math.ceil((count * width) / 32);
  // What a code of 0 comes to: nothing was measured, where some values are missing.
  const none = (base - lift) | 0;
  if (width === 0) into.fill(none, from, from + count);
  else if (behind < words.length) unpack(words, at + 2, into, from, count, width, none);
  else {
    spare.set(words.subarray(at + 2, behind));
    unpack(spare, 0, into, from, count, width, none);
  }
  if (patches > 0) patch(words, behind, into, from, width, patches);
  if (lift > 0) for (let i = from; i < from + count; i++) if ((into[i] as number) === none) into[i] = MISSING;
  return behind + patches;
}

/**
 * Two words hold each code, whatever its place is: to take both without a branch is faster than to
 * ask whether the second is needed. So it reads one word beyond the block's.
 */
function unpack(
  words: Words,
  at: number,
  into: Int32Array,
  from: number,
  count: number,
  width: number,
  base: number,
): void {
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let bit = 0;
  for (let i = from; i < from + count; i++) {
    const place = at + (bit >>> 5);
    const code = ((words[place] as number) >>> bit) | (((words[place + 1] as number) << 1) << (~bit & 31));
    into[i] = (base + (code & mask)) | 0;
    bit += width;
  }
}

/** A place beyond the block can only come from damaged bytes: it is taken as one in it. */
function patch(
  words: Words,
  at: number,
  into: Int32Array,
  from: number,
  width: number,
  patches: number,
): void {
  for (let k = 0; k < patches; k++) {
    const word = words[at + k] as number;
    const place = from + ((word >>> 24) & (BLOCK - 1));
    into[place] = (into[place] as number) + ((word & 0xff_ffff) << width);
  }
}
