const INCH_M = 0.0254;
/** Signature and header: what says how large a picture is has to come after them. */
const HEADER_BYTES = 33;
const METRE = 1;

/** The same PNG with its size on paper (chunk pHYs of the PNG specification); without it programs take 72 dots an inch. */
export function withDensity(png: Uint8Array, dotsPerInch: number): Uint8Array<ArrayBuffer> {
  const dotsPerMetre = Math.round(dotsPerInch / INCH_M);
  const chunk = new DataView(new ArrayBuffer(21));
  chunk.setUint32(0, 9);
  chunk.setUint32(4, 0x70485973);
  chunk.setUint32(8, dotsPerMetre);
  chunk.setUint32(12, dotsPerMetre);
  chunk.setUint8(16, METRE);
  chunk.setUint32(17, crc32(new Uint8Array(chunk.buffer, 4, 13)));
  const all = new Uint8Array(png.length + chunk.byteLength);
  all.set(png.subarray(0, HEADER_BYTES));
  all.set(new Uint8Array(chunk.buffer), HEADER_BYTES);
  all.set(png.subarray(HEADER_BYTES), HEADER_BYTES + chunk.byteLength);
  return all;
}

/** CRC-32 as PNG wants it (ISO 3309), bit by bit: some bytes are all that it is asked for. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
