/** Short texts are copied four bytes at a time: a call of `set` for each would take several times as long. */

const COMMA = 44;
/** Bytes that a copy may write behind its text, all of them commas. */
export const BEHIND = 3;

/** The bytes of a text as numbers of four, little endian, the last filled up with commas. */
export function quadsOf(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(COMMA);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  return Uint32Array.from({ length: padded.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

/** Writes what `quadsOf` gave, at `at`; up to `BEHIND` places behind the text become commas. */
export function writeQuads(view: DataView, at: number, quads: Uint32Array): void {
  for (let k = 0; k < quads.length; k++) view.setUint32(at + 4 * k, quads[k] ?? 0, true);
}
