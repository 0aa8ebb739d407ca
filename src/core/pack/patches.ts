import type { WordWriter } from './word-writer.ts';

type Words = Uint32Array<ArrayBuffer>;

/**
 * Ends the body of a column with its patches: the rows whose values are not, to the bit, those that
 * the body gives when it is read, as their number, their places and the bits of their values. So
 * nothing is lost, whatever the values are. Gives their number.
 */
export function patchWhatDiffers<T extends Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  out: WordWriter,
  values: T,
  read: () => T | undefined,
): number {
  const place = out.length;
  out.push(0);
  const found = read();
  if (found === undefined) throw new Error('A packed column cannot be read back.');
  const [is, shall] = [bitsOf(found), bitsOf(values)];
  const wordsEach = values.BYTES_PER_ELEMENT / 4;
  const rows: number[] = [];
  if (wordsEach === 1) {
    for (let i = 0; i < values.length; i++) if (is[i] !== shall[i]) rows.push(i);
  } else {
    for (let i = 0; i < values.length; i++)
      if (is[i * 2] !== shall[i * 2] || is[i * 2 + 1] !== shall[i * 2 + 1]) rows.push(i);
  }
  out.words[place] = rows.length;
  for (const row of rows) out.push(row);
  for (const row of rows) for (let k = 0; k < wordsEach; k++) out.push(shall[row * wordsEach + k] as number);
  return rows.length;
}

/** Words of so many patches. */
const patchWords = (patches: number, wordsEach: 1 | 2): number => 1 + patches * (1 + wordsEach);

/** The end of the patches that begin at `at`; undefined where they do not lie before `end` or name no row. */
export function endOfPatches(
  words: Words,
  at: number,
  end: number,
  count: number,
  wordsEach: 1 | 2,
): number | undefined {
  if (at >= end) return undefined;
  const patches = words[at] as number;
  if (patches > count || at + patchWords(patches, wordsEach) > end) return undefined;
  for (let k = 0; k < patches; k++) if ((words[at + 1 + k] as number) >= count) return undefined;
  return at + patchWords(patches, wordsEach);
}

/** Puts the patches that begin at `at` into a column, given as its bits. */
export function applyPatches(
  words: Words,
  at: number,
  bits: Uint32Array | Uint8Array,
  wordsEach: 1 | 2,
): void {
  const patches = words[at] as number;
  const values = at + 1 + patches;
  for (let k = 0; k < patches; k++) {
    const row = words[at + 1 + k] as number;
    for (let half = 0; half < wordsEach; half++)
      bits[row * wordsEach + half] = words[values + k * wordsEach + half] as number;
  }
}

/** The bits of floats or doubles: one word or two for each. */
export function bitsOf(column: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>): Words {
  return new Uint32Array(column.buffer, column.byteOffset, column.byteLength / 4);
}
