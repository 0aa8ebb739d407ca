import { utf8 } from './csv-cell.ts';
import {
  LONGEST_NUMBER,
  MOST_INT,
  MOST_SMALL,
  writeDecimal3,
  writeInt,
  writeThousandths,
  writeWhole,
} from './digits.ts';
import { BEHIND, writeQuads } from './quads.ts';

const SPACE = 32;
const INF = utf8('inf');

/** Bytes full of commas, to write rows into. */
export interface Room {
  bytes: Uint8Array<ArrayBuffer>;
  /** Of the same bytes. */
  view: DataView;
}

/** A text that many rows have. */
export interface Word {
  bytes: Uint8Array;
  /** The same for `writeQuads`. */
  quads: Uint32Array;
}

/** What a column writes. */
export const FIXED = 0;
export const DECIMAL = 1;
export const WHOLE = 2;
export const WORD = 3;
export const LIST = 4;

/**
 * How the cells of one column are written, each with its comma; columns beside
 * each other that are the same in every row are one. All have one shape, whatever
 * the form: the loop over them is several times as fast then.
 */
export interface RowCells {
  form: number;
  /** `FIXED`: these bytes, and the same for `writeQuads`; empty where they are commas, which are there already. */
  fixed: Uint8Array;
  quads: Uint32Array;
  /** `FIXED`: so many commas come after them. */
  commas: number;
  /** `DECIMAL`, `WHOLE`; `LIST`: those of all rows. */
  numbers: Float32Array;
  /** `WORD`: index into the words plus one, 0 for none. */
  index: Uint8Array;
  words: readonly Word[];
  /** `LIST`: where that of a row begins. */
  offsets: Uint32Array;
  /** Bytes of a cell at most, its comma included; for `LIST`, of one number. */
  longest: number;
}

/** An empty cell. */
export const NOTHING: RowCells = {
  form: FIXED,
  fixed: new Uint8Array(0),
  quads: new Uint32Array(0),
  commas: 1,
  numbers: new Float32Array(0),
  index: new Uint8Array(0),
  words: [],
  offsets: new Uint32Array(0),
  longest: 1,
};

/** Bytes that a row of these cells needs at most, its line end included and its lists left out, and what is written behind it. */
export function roomOf(cells: readonly RowCells[]): number {
  return cells.reduce((room, { form, longest }) => room + (form === LIST ? 1 : longest), 2 + BEHIND);
}

/** Bytes that the lists of row `i` need at most. */
export function listRoom(cells: readonly RowCells[], i: number): number {
  let room = 0;
  for (const { form, offsets } of cells)
    if (form === LIST) room += LONGEST_NUMBER * ((offsets[i + 1] ?? 0) - (offsets[i] ?? 0));
  return room;
}

/** Writes row `i` and its line end into bytes that are full of commas; answers the place behind it. */
export function writeCells(
  { bytes, view }: Room,
  from: number,
  cells: readonly RowCells[],
  i: number,
): number {
  let at = from;
  for (const cell of cells) {
    const { form } = cell;
    if (form === DECIMAL) {
      const value = cell.numbers[i] ?? Number.NaN;
      // What is usual is a whole number already when it is handed on: a float would get memory of its own.
      if (value >= 0 && value < MOST_SMALL) at = writeThousandths(view, at, (value * 1000 + 0.5) | 0);
      else if (!Number.isNaN(value)) at = writeNumber(view, at, value);
      at += 1;
    } else if (form === FIXED) {
      writeQuads(view, at, cell.quads);
      at += cell.fixed.length + cell.commas;
    } else if (form === WORD) {
      const word = cell.words[(cell.index[i] ?? 0) - 1];
      if (word !== undefined) {
        writeQuads(view, at, word.quads);
        at += word.bytes.length;
      }
      at += 1;
    } else if (form === WHOLE) {
      const value = cell.numbers[i] ?? Number.NaN;
      if (value >= 0 && value < MOST_INT) at = writeInt(view, at, (value + 0.5) | 0);
      else if (!Number.isNaN(value)) at = writeWhole(view, at, Math.round(Math.max(0, value)));
      at += 1;
    } else at = writeList(view, at, cell, i) + 1;
  }
  // The line end takes the place of the last comma.
  bytes[at - 1] = 13;
  bytes[at] = 10;
  return at + 1;
}

function writeNumber(view: DataView, at: number, value: number): number {
  if (Number.isFinite(value)) return writeDecimal3(view, at, value);
  if (value < 0) return at;
  for (let k = 0; k < INF.length; k++) view.setUint8(at + k, INF[k] ?? 0);
  return at + INF.length;
}

function writeList(view: DataView, from: number, { offsets, numbers }: RowCells, i: number): number {
  let at = from;
  const end = offsets[i + 1] ?? 0;
  for (let k = offsets[i] ?? 0; k < end; k++) {
    at = writeNumber(view, at, numbers[k] ?? Number.NaN);
    if (k + 1 < end) view.setUint8(at++, SPACE);
  }
  return at;
}
