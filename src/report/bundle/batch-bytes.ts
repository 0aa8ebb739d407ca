import { checkBatch } from '../../core/batch-check.ts';
import { NUMERIC_COLUMNS } from '../../core/columns.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { isTimeOfDay, MOST_READING } from '../time-of-day.ts';

type Form = 'f64' | 'f32' | 'u32' | 'u8';
type Column = Float64Array | Float32Array | Uint32Array | Uint8Array;

const WIDTH: Record<Form, number> = { f64: 8, f32: 4, u32: 4, u8: 1 };
const BYTE_COLUMNS = [
  'error',
  'timingSource',
  'newConnection',
  'preflight',
  'reordered',
  'protocol',
  'finishReason',
  'serverSource',
] as const;
const NUMBER_KEYS = NUMERIC_COLUMNS.map(({ key }) => key);

/** Every column that a part may hold, in the order in which they are written. */
const FORMS = new Map<string, Form>([
  ['dueEpochMs', 'f64'],
  ['dueMonoMs', 'f64'],
  ['lateMs', 'f32'],
  ['outcome', 'u8'],
  ...BYTE_COLUMNS.map((name): [string, Form] => [name, 'u8']),
  ...NUMBER_KEYS.map((key): [string, Form] => [key, 'f32']),
  ['iclOffsets', 'u32'],
  ['iclMs', 'f32'],
]);

/** The columns of a batch that are there, by name. */
function columnsOf(batch: SampleBatch): [string, Column][] {
  const { dueEpochMs, dueMonoMs, lateMs, outcome, numbers, icl } = batch;
  const all: [string, Column | undefined][] = [
    ['dueEpochMs', dueEpochMs],
    ['dueMonoMs', dueMonoMs],
    ['lateMs', lateMs],
    ['outcome', outcome],
    ...BYTE_COLUMNS.map((name): [string, Column | undefined] => [name, batch[name]]),
    ...NUMBER_KEYS.map((key): [string, Column | undefined] => [key, numbers[key]]),
    ['iclOffsets', icl?.offsets],
    ['iclMs', icl?.values],
  ];
  return all.filter((pair): pair is [string, Column] => pair[1] !== undefined);
}

/** What stands before the columns. */
export interface BatchHead {
  count: number;
  firstSeq: number;
  words: string[];
  columns: string[];
  /** Of `iclMs`. */
  gaps: number;
}

/** The columns of a batch as bytes, and what is needed to read them. */
export function batchBytes(batch: SampleBatch): { head: BatchHead; bytes: Uint8Array<ArrayBuffer> } {
  const columns = columnsOf(batch);
  const { count, firstSeq, words, icl } = batch;
  const bytes = new Uint8Array(columns.reduce((sum, [, { byteLength }]) => sum + byteLength, 0));
  let at = 0;
  for (const [, column] of columns) {
    split(column, bytes.subarray(at, at + column.byteLength));
    at += column.byteLength;
  }
  const names = columns.map(([name]) => name);
  return { head: { count, firstSeq, words, columns: names, gaps: icl?.values.length ?? 0 }, bytes };
}

/** Reads `batchBytes` back, as a batch that `checkBatch` has found good; a text says what is wrong. */
export function readBatchBytes(head: BatchHead, bytes: Uint8Array): SampleBatch | string {
  const { count, firstSeq, words, gaps } = head;
  const columns = new Map<string, Column>();
  let at = 0;
  for (const name of head.columns) {
    const form = FORMS.get(name);
    if (form === undefined) return `holds a column ${JSON.stringify(name)} that this version does not know`;
    if (columns.has(name)) return `holds its column ${name} twice`;
    const length = name === 'iclOffsets' ? count + 1 : name === 'iclMs' ? gaps : count;
    const end = at + length * WIDTH[form];
    if (end > bytes.length) return 'is shorter than its columns';
    columns.set(name, joined(form, bytes.subarray(at, end), length));
    at = end;
  }
  if (at !== bytes.length) return 'is longer than its columns';
  const numbers = Object.fromEntries(NUMBER_KEYS.map((key) => [key, columns.get(key)]));
  const offsets = columns.get('iclOffsets');
  const icl = offsets && { offsets, values: columns.get('iclMs') };
  const batch = checkBatch({ ...Object.fromEntries(columns), count, firstSeq, words, numbers, icl });
  if (batch === undefined || !isPlausible(batch)) return 'holds samples that cannot be';
  return batch;
}

/** NaN stands for what was not measured; nothing takes for ages, and nothing was due before 1970. */
function isPlausible({ dueEpochMs, lateMs, numbers, icl, dueMonoMs }: SampleBatch): boolean {
  const floats = [lateMs, dueMonoMs, icl?.values, ...Object.values(numbers)];
  const isNumber = (value: number) => Math.abs(value) <= MOST_READING || Number.isNaN(value);
  return dueEpochMs.every(isTimeOfDay) && floats.every((column) => column?.every(isNumber) ?? true);
}

/**
 * All first bytes of the values, then all second ones: what changes slowly comes
 * together and packs well. Of doubles each is taken as its bits XOR those of the one before.
 */
function split(column: Column, into: Uint8Array): void {
  const width = column.BYTES_PER_ELEMENT;
  const from = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const count = column.length;
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < count; i++) {
      const before = width === 8 && i > 0 ? (from[(i - 1) * width + byte] ?? 0) : 0;
      into[byte * count + i] = (from[i * width + byte] ?? 0) ^ before;
    }
  }
}

function joined(form: Form, bytes: Uint8Array, count: number): Column {
  const width = WIDTH[form];
  const whole = new Uint8Array(bytes.length);
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < count; i++) {
      const before = width === 8 && i > 0 ? (whole[(i - 1) * width + byte] ?? 0) : 0;
      whole[i * width + byte] = (bytes[byte * count + i] ?? 0) ^ before;
    }
  }
  if (form === 'f64') return new Float64Array(whole.buffer);
  if (form === 'f32') return new Float32Array(whole.buffer);
  return form === 'u32' ? new Uint32Array(whole.buffer) : whole;
}
