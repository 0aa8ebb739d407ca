const SIGNATURE = '89504e470d0a1a0a';

/** What the head of a PNG says: its size in pixels and how many of them a metre of paper takes. */
export function readPng(png: Buffer): { width: number; height: number; dotsPerMetre: number | undefined } {
  if (png.subarray(0, 8).toString('hex') !== SIGNATURE) throw new Error('This is no PNG.');
  let dotsPerMetre: number | undefined;
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'pHYs') dotsPerMetre = png.readUInt32BE(at + 8);
  }
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), dotsPerMetre };
}
