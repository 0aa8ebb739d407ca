import { MISSING } from './layout.ts';
import type { WordWriter } from './word-writer.ts';

/** Values of one block. A place in it takes 8 bits. */
export const BLOCK = 128;
/** Bits of a value that stand with its place in one word, where it is too large for its block. */
const PATCH_BITS = 24;

const codes = new Uint32Array(BLOCK);
const lengths = new Uint32Array(34);

/**
 * Writes whole numbers between -2^31 + 1 and 2^31 - 1, or `MISSING`, a block at a time: each holds
 * its least value, and what its values lie above it in as many bits as pay ("frame of reference"
 * with patches: Zukowski, Heman, Nes, Boncz, Super-Scalar RAM-CPU Cache Compression, 2006).
 */
export function writeInts(out: WordWriter, values: Int32Array): void {
  for (let from = 0; from < values.length; from += BLOCK)
    writeBlock(out, values, from, Math.min(BLOCK, values.length - from));
}

function writeBlock(out: WordWriter, values: Int32Array, from: number, count: number): void {
  let least = Number.POSITIVE_INFINITY;
  let lift = 0;
  for (let i = 0; i < count; i++) {
    const value = values[from + i] as number;
    if (value === MISSING) lift = 1;
    else if (value < least) least = value;
  }
  const base = Number.isFinite(least) ? least : 0;
  lengths.fill(0);
  for (let i = 0; i < count; i++) {
    const value = values[from + i] as number;
    const code = value === MISSING ? 0 : value - base + lift;
    codes[i] = code;
    lengths[32 - Math.clz32(code)] = (lengths[32 - Math.clz32(code)] as number) + 1;
  }
  const { width, patches } = bestWidth(count);
  const packed = Math.ceil((count * width) / 32);
  const at = out.reserve(2 + packed + patches);
  const { words } = out;
  words[at] = base;
  words[at + 1] = width | (lift << 6) | (patches << 8);
  words.fill(0, at + 2, at + 2 + packed);
  pack(words, at + 2, count, width);
  if (patches > 0) writePatches(words, at + 2 + packed, count, width);
  out.length = at + 2 + packed + patches;
}

/** The fewest words; of equal ones the widest, which is read fastest. */
function bestWidth(count: number): { width: number; patches: number } {
  let best = { width: 32, patches: 0 };
  let fewest = count;
  let patches = 0;
  let longest = 32;
  while (longest > 0 && lengths[longest] === 0) longest -= 1;
  for (let width = 32; width >= 0 && longest - width <= PATCH_BITS; width--) {
    if (width < 32) patches += lengths[width + 1] as number;
    const words = Math.ceil((count * width) / 32) + patches;
    if (words < fewest) {
      best = { width, patches };
      fewest = words;
    }
  }
  return best;
}

function pack(words: Uint32Array, at: number, count: number, width: number): void {
  if (width === 0) return;
  const mask = width === 32 ? -1 : (1 << width) - 1;
  for (let i = 0; i < count; i++) {
    const code = (codes[i] as number) & mask;
    const bit = i * width;
    const place = at + (bit >>> 5);
    const shift = bit & 31;
    words[place] = (words[place] as number) | (code << shift);
    if (shift + width > 32) words[place + 1] = code >>> (32 - shift);
  }
}

function writePatches(words: Uint32Array, at: number, count: number, width: number): void {
  let next = at;
  for (let i = 0; i < count; i++) {
    const rest = (codes[i] as number) >>> width;
    if (width === 32 || rest === 0) continue;
    words[next] = (i << PATCH_BITS) | rest;
    next += 1;
  }
}
