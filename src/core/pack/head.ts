import { MOST_ROWS, PACK_VERSION } from './layout.ts';

type Words = Uint32Array<ArrayBuffer>;

/** Words of a dictionary, and the longest of them. */
const MOST_TEXTS = 255;
const LONGEST_TEXT = 1 << 20;

/** Where a column's body stands. */
export interface Entry {
  method: number;
  at: number;
  end: number;
  /** Its place among the columns. */
  order: number;
}

/** What stands before the bodies, and where those stand. */
export interface Head {
  words: Words;
  count: number;
  firstSeq: number;
  texts: string[];
  entries: Map<number, Entry>;
}

/** Undefined where the bytes do not begin as a packed batch does, or a column does not lie within them. */
export function readHead(bytes: Uint8Array<ArrayBuffer>): Head | undefined {
  if (bytes.length < 20 || bytes.length % 4 !== 0) return undefined;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
  const [version, count = 0] = words;
  const [firstSeq = Number.NaN] = new Float64Array(words.slice(2, 4).buffer);
  // A due time takes a share of a word at least, so that a short text of bytes is no long batch.
  if (version !== PACK_VERSION || count > MOST_ROWS || count > words.length * 128) return undefined;
  if (!Number.isSafeInteger(firstSeq) || firstSeq < 0) return undefined;
  const texts: string[] = [];
  const many = words[4] as number;
  if (many > MOST_TEXTS) return undefined;
  let at = 5;
  for (let k = 0; k < many; k++) {
    const length = words[at] ?? Number.POSITIVE_INFINITY;
    const end = at + 1 + Math.ceil(length / 2);
    if (length > LONGEST_TEXT || end > words.length) return undefined;
    texts.push(textAt(words, at + 1, length));
    at = end;
  }
  const entries = entriesFrom(words, at);
  return entries && { words, count, firstSeq, texts, entries };
}

function textAt(words: Words, at: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++)
    text += String.fromCharCode(((words[at + (i >>> 1)] as number) >>> (16 * (i & 1))) & 0xffff);
  return text;
}

function entriesFrom(words: Words, from: number): Map<number, Entry> | undefined {
  const entries = new Map<number, Entry>();
  let at = from;
  while (at < words.length) {
    const head = words[at] as number;
    const end = at + 2 + (words[at + 1] ?? Number.POSITIVE_INFINITY);
    if (!(end <= words.length) || entries.has(head & 255)) return undefined;
    entries.set(head & 255, { method: head >>> 8, at: at + 2, end, order: entries.size });
    at = end;
  }
  return entries;
}
