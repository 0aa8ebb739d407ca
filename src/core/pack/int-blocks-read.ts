import { BLOCK } from './int-blocks.ts';
import { MISSING } from './layout.ts';

type Words = Uint32Array<ArrayBuffer>;

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
  const first = at + 2;
  if (patches > 0 || lift > 0) {
    unpack(words, first, into, from, count, width, 0);
    const behind = patch(words, first + Math.ceil((count * width) / 32), into, from, width, patches);
    shift(into, from, count, base, lift);
    return behind;
  }
  unpack(words, first, into, from, count, width, base);
  return first + Math.ceil((count * width) / 32);
}

function unpack(
  words: Words,
  at: number,
  into: Int32Array,
  from: number,
  count: number,
  width: number,
  base: number,
): void {
  if (width === 0) {
    into.fill(base, from, from + count);
    return;
  }
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let bit = 0;
  for (let i = 0; i < count; i++) {
    const place = at + (bit >>> 5);
    const shift = bit & 31;
    let code = (words[place] as number) >>> shift;
    if (shift + width > 32) code |= (words[place + 1] as number) << (32 - shift);
    into[from + i] = base + (code & mask);
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
): number {
  for (let k = 0; k < patches; k++) {
    const word = words[at + k] as number;
    const place = from + ((word >>> 24) & (BLOCK - 1));
    into[place] = (into[place] as number) | ((word & 0xff_ffff) << width);
  }
  return at + patches;
}

function shift(into: Int32Array, from: number, count: number, base: number, lift: number): void {
  for (let i = 0; i < count; i++) {
    const code = into[from + i] as number;
    into[from + i] = lift === 1 && code === 0 ? MISSING : base + code - lift;
  }
}
