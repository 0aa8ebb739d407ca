import { NUMERIC_COLUMNS } from './columns.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from './sample.ts';
import type { Lists, SampleBatch } from './sample-batch.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Checks a batch that comes from a disk or a file. Returns a batch that every
 * reader can rely on (columns of one length, indexes inside their lists, the
 * readings that an outcome requires), or `undefined`. Columns that this version
 * does not know are left out. The columns are shared with `value`, not copied.
 */
export function checkBatch(value: unknown): SampleBatch | undefined {
  if (!isRecord(value)) return undefined;
  const { count, firstSeq, dueEpochMs, dueMonoMs, lateMs, outcome, words, numbers } = value;
  if (!isWhole(count) || !isWhole(firstSeq) || !isRecord(numbers) || !isTexts(words)) return undefined;
  if (!isDoubles(dueEpochMs, count) || !isDoubles(dueMonoMs, count) || !isFloats(lateMs, count))
    return undefined;
  if (!areFinite(dueEpochMs) || !isBytes(outcome, count, OUTCOMES.length) || outcome.includes(0)) {
    return undefined;
  }
  const batch: SampleBatch = {
    count,
    firstSeq,
    dueEpochMs,
    dueMonoMs,
    lateMs,
    outcome,
    words: [...words],
    numbers: {},
  };
  for (const { key } of NUMERIC_COLUMNS) {
    const column = numbers[key];
    if (column === undefined) continue;
    if (!isFloats(column, count)) return undefined;
    batch.numbers[key] = column;
  }
  const limits = {
    error: PROBE_ERRORS.length,
    timingSource: TIMING_SOURCES.length,
    newConnection: 2,
    preflight: 2,
    reordered: 2,
    protocol: words.length,
    finishReason: words.length,
    serverSource: words.length,
  };
  for (const [name, limit] of Object.entries(limits)) {
    const column = value[name];
    if (column === undefined) continue;
    if (!isBytes(column, count, limit)) return undefined;
    Object.assign(batch, { [name]: column });
  }
  if (value.icl !== undefined) {
    if (!isLists(value.icl, count)) return undefined;
    batch.icl = value.icl;
  }
  return hasRequired(batch) ? batch : undefined;
}

const TIMEOUT = OUTCOMES.indexOf('timeout') + 1;
const OK = OUTCOMES.indexOf('ok') + 1;
const LATE = OUTCOMES.indexOf('late') + 1;

function hasRequired({ count, outcome, lateMs, numbers }: SampleBatch): boolean {
  const { responseMs, serviceMs } = numbers;
  for (let i = 0; i < count; i++) {
    const what = outcome[i] ?? 0;
    const arrived = what === OK || what === LATE;
    if (!arrived && what !== TIMEOUT) continue;
    if (Number.isNaN(lateMs[i] ?? Number.NaN)) return false;
    if (!arrived) continue;
    if (!Number.isFinite(responseMs?.[i] ?? Number.NaN)) return false;
    if (!Number.isFinite(serviceMs?.[i] ?? Number.NaN)) return false;
  }
  return true;
}

// Plain loops below: a callback for each of millions of values takes longer than reading them from the disk.

function areFinite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i] ?? Number.NaN)) return false;
  return true;
}

function areAtMost(values: Uint8Array, limit: number): boolean {
  for (let i = 0; i < values.length; i++) if ((values[i] ?? 0) > limit) return false;
  return true;
}

function neverFall(values: Uint32Array): boolean {
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) < (values[i - 1] ?? 0)) return false;
  return true;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= 255 && value.every((word) => typeof word === 'string');
}

function isDoubles(value: unknown, count: number): value is Float64Array<ArrayBuffer> {
  return value instanceof Float64Array && value.buffer instanceof ArrayBuffer && value.length === count;
}

function isFloats(value: unknown, count: number): value is Float32Array<ArrayBuffer> {
  return value instanceof Float32Array && value.buffer instanceof ArrayBuffer && value.length === count;
}

function isLists(value: unknown, count: number): value is Lists {
  if (!isRecord(value)) return false;
  const { offsets, values } = value;
  return (
    offsets instanceof Uint32Array &&
    offsets.buffer instanceof ArrayBuffer &&
    offsets.length === count + 1 &&
    neverFall(offsets) &&
    isFloats(values, offsets[count] ?? 0)
  );
}

function isBytes(value: unknown, count: number, limit: number): value is Bytes {
  if (!(value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.length === count))
    return false;
  return areAtMost(value, limit);
}
