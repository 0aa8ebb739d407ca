import { NUMERIC_COLUMNS } from './columns.ts';
import {
  type Due,
  OUTCOMES,
  type Outcome,
  PROBE_ERRORS,
  type ProbeError,
  type Readings,
  type Sample,
  TIMING_SOURCES,
} from './sample.ts';
import type { Lists, SampleBatch } from './sample-batch.ts';

/** Every field that any sample may carry. */
interface Flat extends Due, Readings {
  outcome: Outcome;
  lateMs?: number | undefined;
  error?: ProbeError | undefined;
}

/** Stands for every word after the 254th of a batch: a dictionary index has one byte, and 0 means none. */
const OTHER_WORD = 'other';
const MAX_WORDS = 255;

/** `encodeInSteps` in one go. */
export function encodeBatch(samples: readonly Sample[]): SampleBatch {
  const steps = encodeInSteps(samples);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Turns samples of one probe into columns, and yields between one column and the
 * next: thousands of samples take tens of milliseconds, in which no probe could
 * be sent. The order on entry does not matter;
 * the `seq` must then run without gap or repeat. Durations are rounded to
 * float32, due times are kept exactly. Of a `skipped` or `unmeasured` sample no
 * readings are kept: there can be no true ones.
 * @throws RangeError naming the `seq` that is missing or there twice.
 */
export function* encodeInSteps(samples: readonly Sample[]): Generator<void, SampleBatch> {
  const sorted: Flat[] = [...samples].sort((a, b) => a.seq - b.seq);
  const firstSeq = sorted[0]?.seq ?? 0;
  refuseHoles(sorted, firstSeq);
  const count = sorted.length;
  const dueEpochMs = Float64Array.from(sorted, (s) => s.dueEpochMs);
  yield;
  const dueMonoMs = Float64Array.from(sorted, (s) => s.dueMonoMs);
  yield;
  const lateMs = Float32Array.from(
    sorted,
    (s) => (s.outcome === 'skipped' ? undefined : s.lateMs) ?? Number.NaN,
  );
  yield;
  const outcome = Uint8Array.from(sorted, (s) => OUTCOMES.indexOf(s.outcome) + 1);
  yield;
  const batch: SampleBatch = {
    count,
    firstSeq,
    dueEpochMs,
    dueMonoMs,
    lateMs,
    outcome,
    words: [],
    numbers: {},
  };
  const read = sorted.map((s): Flat | undefined =>
    s.outcome === 'skipped' || s.outcome === 'unmeasured' ? undefined : s,
  );
  for (const { key } of NUMERIC_COLUMNS) {
    const column = numberColumn(read, (s) => s[key]);
    if (column !== undefined) batch.numbers[key] = column;
    yield;
  }
  const bool = (value: boolean | undefined) => (value === undefined ? 0 : value ? 2 : 1);
  const word = wordIndexer(batch.words);
  const small: { [name: string]: (s: Flat) => number } = {
    error: (s) => listIndex(PROBE_ERRORS, s.error),
    timingSource: (s) => listIndex(TIMING_SOURCES, s.timingSource),
    newConnection: (s) => bool(s.newConnection),
    preflight: (s) => bool(s.preflight),
    reordered: (s) => bool(s.reordered),
    protocol: (s) => word(s.protocol),
    finishReason: (s) => word(s.finishReason),
    serverSource: (s) => word(s.serverSource),
  };
  for (const [name, pick] of Object.entries(small)) {
    const column = byteColumn(read, pick);
    if (column !== undefined) Object.assign(batch, { [name]: column });
    yield;
  }
  batch.icl = listColumn(read, (s) => s.iclMs);
  return batch;
}

/** Absent where no row has a list. */
function listColumn(
  read: readonly (Flat | undefined)[],
  pick: (s: Flat) => readonly number[] | undefined,
): Lists | undefined {
  const offsets = new Uint32Array(read.length + 1);
  read.forEach((s, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + ((s && pick(s)?.length) ?? 0);
  });
  if (offsets.at(-1) === 0) return undefined;
  const values = new Float32Array(offsets.at(-1) ?? 0);
  read.forEach((s, i) => {
    const list = s && pick(s);
    if (list !== undefined) values.set(list, offsets[i]);
  });
  return { offsets, values };
}

function refuseHoles(sorted: readonly Flat[], firstSeq: number): void {
  sorted.forEach(({ seq }, i) => {
    const expected = firstSeq + i;
    if (seq === expected) return;
    throw new RangeError(
      seq < expected
        ? `Sample ${seq} is there twice. Keep one sample for each due time of a probe.`
        : `Sample ${expected} is missing: ${seq} follows ${expected - 1}. Add the sample, as skipped or unmeasured if need be.`,
    );
  });
}

function numberColumn(
  read: readonly (Flat | undefined)[],
  pick: (s: Flat) => number | undefined,
): Float32Array<ArrayBuffer> | undefined {
  let column: Float32Array<ArrayBuffer> | undefined;
  read.forEach((s, i) => {
    const value = s === undefined ? undefined : pick(s);
    if (value === undefined || Number.isNaN(value)) return;
    column ??= new Float32Array(read.length).fill(Number.NaN);
    column[i] = value;
  });
  return column;
}

function byteColumn(
  read: readonly (Flat | undefined)[],
  pick: (s: Flat) => number,
): Uint8Array<ArrayBuffer> | undefined {
  const column = Uint8Array.from(read, (s) => (s === undefined ? 0 : pick(s)));
  return column.some((value) => value !== 0) ? column : undefined;
}

function listIndex<T>(list: readonly T[], value: T | undefined): number {
  return value === undefined ? 0 : list.indexOf(value) + 1;
}

function wordIndexer(words: string[]): (word: string | undefined) => number {
  const known = new Map<string, number>();
  return (word) => {
    if (word === undefined) return 0;
    const kept = known.has(word) || known.size < MAX_WORDS - 1 ? word : OTHER_WORD;
    let index = known.get(kept);
    if (index === undefined) {
      index = words.push(kept);
      known.set(kept, index);
    }
    return index;
  };
}
