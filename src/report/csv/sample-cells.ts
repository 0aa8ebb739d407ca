import { NUMERIC_COLUMNS } from '../../core/columns.ts';
import type { ProbeSpec } from '../../core/plan.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from '../../core/sample.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { warmUpOf } from '../../core/warm-up.ts';
import { csvText, utf8 } from './csv-cell.ts';
import {
  LONGEST_NUMBER,
  MOST_INT,
  MOST_SMALL,
  writeDecimal3,
  writeInt,
  writeThousandths,
  writeWhole,
} from './digits.ts';
import { SAMPLES_HEADER } from './samples-header.ts';

const COMMA = 44;
const SPACE = 32;
const INF = utf8('inf');
const BOOLEANS = ['false', 'true'];
const ENCODED_BOOLEANS = BOOLEANS.map(utf8);

/** Bytes full of commas, to write rows into. */
export interface Room {
  bytes: Uint8Array<ArrayBuffer>;
  /** Of the same bytes. */
  view: DataView;
}

/** What a column writes. */
const FIXED = 0;
const DECIMAL = 1;
const WHOLE = 2;
const WORD = 3;
const LIST = 4;

/**
 * How the cells of one column are written, each with its comma; columns beside
 * each other that are the same in every row are one. All have one shape, whatever
 * the form: the loop over them is several times as fast then.
 */
export interface RowCells {
  form: number;
  /** `FIXED`: these bytes; empty where they are commas, which are there already. */
  fixed: Uint8Array;
  /** `FIXED`: so many commas come after them. */
  commas: number;
  /** `DECIMAL`, `WHOLE`; `LIST`: those of all rows. */
  numbers: Float32Array;
  /** `WORD`: index into the words plus one, 0 for none. */
  index: Uint8Array;
  words: readonly Uint8Array[];
  /** `LIST`: where that of a row begins. */
  offsets: Uint32Array;
  /** Bytes of a cell at most, its comma included; for `LIST`, of one number. */
  longest: number;
}

const NOTHING: RowCells = {
  form: FIXED,
  fixed: new Uint8Array(0),
  commas: 1,
  numbers: new Float32Array(0),
  index: new Uint8Array(0),
  words: [],
  offsets: new Uint32Array(0),
  longest: 1,
};

/** In fewer rows it does not matter that all are the same. */
const WORTH_A_LOOK = 16;

type Column = (batch: SampleBatch, spec: ProbeSpec) => RowCells;

/** The cells after `due_epoch_ms` of a batch, in the order of the header. */
export function cellsOf(batch: SampleBatch, spec: ProbeSpec): RowCells[] {
  const cells: RowCells[] = [];
  for (const column of COLUMNS) {
    const made = column(batch, spec);
    const last = cells.at(-1);
    if (last?.form !== FIXED) cells.push(made === NOTHING ? { ...NOTHING } : made);
    else if (made === NOTHING) {
      last.commas += 1;
      last.longest += 1;
    } else if (made.form === FIXED) cells[cells.length - 1] = joined(last, made);
    else cells.push(made);
  }
  return cells;
}

/** Bytes that a row of these cells needs at most, its line end included and its lists left out. */
export function roomOf(cells: readonly RowCells[]): number {
  return cells.reduce((room, { form, longest }) => room + (form === LIST ? 1 : longest), 2);
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
      const { fixed, commas } = cell;
      if (fixed.length > 0) bytes.set(fixed, at);
      at += fixed.length + commas;
    } else if (form === WORD) {
      const word = cell.words[(cell.index[i] ?? 0) - 1];
      if (word !== undefined) {
        bytes.set(word, at);
        at += word.length;
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

function fixed(text: Uint8Array): RowCells {
  return { ...NOTHING, fixed: text, longest: text.length + 1 };
}

function joined(a: RowCells, b: RowCells): RowCells {
  const bytes = new Uint8Array(a.fixed.length + a.commas + b.fixed.length).fill(COMMA);
  bytes.set(a.fixed);
  bytes.set(b.fixed, a.fixed.length + a.commas);
  return { ...b, fixed: bytes, longest: a.longest + b.longest };
}

function words(list: readonly Uint8Array[], index: Uint8Array | undefined): RowCells {
  if (index === undefined) return NOTHING;
  const first = index[0] ?? 0;
  if (index.length >= WORTH_A_LOOK && index.every((other) => other === first))
    return fixed(list[first - 1] ?? NOTHING.fixed);
  const longest = 1 + list.reduce((most, { length }) => Math.max(most, length), 0);
  return { ...NOTHING, form: WORD, words: list, index, longest };
}

function numbers(column: Float32Array | undefined, form: number): RowCells {
  if (column === undefined) return NOTHING;
  return { ...NOTHING, form, numbers: column, longest: LONGEST_NUMBER + 1 };
}

function listed(list: readonly string[], pick: (batch: SampleBatch) => Uint8Array | undefined): Column {
  const encoded = list.map(utf8);
  return (batch) => words(encoded, pick(batch));
}

function worded(pick: (batch: SampleBatch) => Uint8Array | undefined): Column {
  return (batch) =>
    words(
      batch.words.map((word) => utf8(csvText(word))),
      pick(batch),
    );
}

const SPECIAL: Record<string, Column> = {
  late_ms: (batch) => numbers(batch.lateMs, DECIMAL),
  outcome: listed(OUTCOMES, (batch) => batch.outcome),
  error: listed(PROBE_ERRORS, (batch) => batch.error),
  new_connection: listed(BOOLEANS, (batch) => batch.newConnection),
  preflight: listed(BOOLEANS, (batch) => batch.preflight),
  reordered: listed(BOOLEANS, (batch) => batch.reordered),
  timing_source: listed(TIMING_SOURCES, (batch) => batch.timingSource),
  protocol: worded((batch) => batch.protocol),
  finish_reason: worded((batch) => batch.finishReason),
  server_source: worded((batch) => batch.serverSource),
  warm_up: ({ firstSeq, count }, spec) => {
    if (warmUpOf(spec) === 0) return NOTHING;
    const warmUp = warmUpOf(spec) - firstSeq;
    return words(
      ENCODED_BOOLEANS,
      Uint8Array.from({ length: count }, (_, i) => (i < warmUp ? 2 : 1)),
    );
  },
  icl_ms: ({ icl }) =>
    icl === undefined
      ? NOTHING
      : { ...NOTHING, form: LIST, numbers: icl.values, offsets: icl.offsets, longest: LONGEST_NUMBER },
};

const COLUMNS: readonly Column[] = SAMPLES_HEADER.split(',')
  .slice(7)
  .map((name) => {
    const number = NUMERIC_COLUMNS.find((column) => column.csv === name);
    if (number !== undefined) {
      const form = number.unit === 'ms' || number.unit === 'per-s' ? DECIMAL : WHOLE;
      return (batch) => numbers(batch.numbers[number.key], form);
    }
    const column = SPECIAL[name];
    if (column === undefined) throw new Error(`The samples CSV has no source for its column ${name}.`);
    return column;
  });
