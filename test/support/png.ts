import { crc32 } from 'node:zlib';

const SIGNATURE = '89504e470d0a1a0a';

/**
 * What the head of a PNG says: its size in pixels and how many of them a metre of paper takes.
 * @throws Error where a chunk's checksum is wrong.
 */
export function readPng(png: Buffer): { width: number; height: number; dotsPerMetre: number | undefined } {
  if (png.subarray(0, 8).toString('hex') !== SIGNATURE) throw new Error('This is no PNG.');
  let dotsPerMetre: number | undefined;
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const end = at + 8 + png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    if (crc32(png.subarray(at + 4, end)) !== png.readUInt32BE(end))
      throw new Error(`The checksum of ${name} is wrong.`);
    if (name === 'pHYs') dotsPerMetre = png.readUInt32BE(at + 8);
  }
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), dotsPerMetre };
}
