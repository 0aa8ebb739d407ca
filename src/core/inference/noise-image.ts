import { crc32 } from '../crc32.ts';

/** Pixels to a side: 256 x 256 pixels of three bytes, not compressed, are 197 kB. */
const SIDE = 256;
const ROW_BYTES = 1 + SIDE * 3;
/** The most that one stored block holds (RFC 1951, 3.2.4). */
const BLOCK_BYTES = 65_535;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * A PNG of 197 kB as a base64 data URL (263 kB of text): colour noise, which no
 * link compresses, the same for the same seed. A PNG with stored blocks in place
 * of compression is a valid one (W3C PNG, 5 and 10; RFC 1950, RFC 1951), and PNG
 * is what every vision API takes. Takes some milliseconds.
 */
export function noiseImageUrl(seed: number): string {
  return `data:image/png;base64,${base64(noisePng(seed))}`;
}

function noisePng(seed: number): Uint8Array {
  const header = [...word(SIDE), ...word(SIDE), 8, 2, 0, 0, 0];
  const parts = [
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk('IHDR', header),
    chunk('IDAT', stored(pixels(seed))),
    chunk('IEND', []),
  ];
  return joined(parts);
}

/** Rows that each begin with their filter, which is none. Noise: xorshift32 (Marsaglia 2003). */
function pixels(seed: number): Uint8Array {
  const bytes = new Uint8Array(ROW_BYTES * SIDE);
  let state = seed | 0 || 1;
  for (let at = 0; at < bytes.length; at += 1) {
    if (at % ROW_BYTES === 0) continue;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state;
  }
  return bytes;
}

/** A zlib stream of stored blocks. */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: ArrayLike<number>[] = [[0x78, 0x01]];
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const block = bytes.subarray(at, at + BLOCK_BYTES);
    const { length } = block;
    const last = at + length === bytes.length ? 1 : 0;
    parts.push([last, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255], block);
  }
  return joined([...parts, word(adler32(bytes))]);
}

function chunk(type: string, data: ArrayLike<number>): Uint8Array {
  const named = joined([[...type].map((letter) => letter.charCodeAt(0)), data]);
  return joined([word(data.length), named, word(crc32(named))]);
}

const word = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

function joined(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** RFC 1950, 8.2. */
function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return (high << 16) | low;
}

/** RFC 4648, 4; core has no `btoa`. */
function base64(bytes: Uint8Array): string {
  const codes = [...LETTERS].map((letter) => letter.charCodeAt(0));
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(61);
  const letter = (sextet: number) => codes[sextet & 63] ?? 0;
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text[to] = letter(three >> 18);
    text[to + 1] = letter(three >> 12);
    if (at + 1 < bytes.length) text[to + 2] = letter(three >> 6);
    if (at + 2 < bytes.length) text[to + 3] = letter(three);
  }
  let joinedText = '';
  // As many arguments as every engine takes at once.
  for (let at = 0; at < text.length; at += 8192)
    joinedText += String.fromCharCode(...text.subarray(at, at + 8192));
  return joinedText;
}
