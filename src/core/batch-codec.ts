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
import type { SampleBatch } from './sample-batch.ts';

/** Every field that any sample may carry. */
interface Flat extends Due, Readings {
  outcome: Outcome;
  lateMs?: number | undefined;
  error?: ProbeError | undefined;
}

/** Stands for every word after the 254th of a batch: a dictionary index has one byte, and 0 means none. */
const OTHER_WORD = 'other';
const MAX_WORDS = 255;

/**
 * Turns samples of one probe into columns. The order on entry does not matter;
 * the `seq` must then run without gap or repeat. Durations are rounded to
 * float32, due times are kept exactly. Of a `skipped` or `unmeasured` sample no
 * readings are kept: there can be no true ones.
 * @throws RangeError naming the `seq` that is missing or there twice.
 */
export function encodeBatch(samples: readonly Sample[]): SampleBatch {
  const sorted: Flat[] = [...samples].sort((a, b) => a.seq - b.seq);
  const firstSeq = sorted[0]?.seq ?? 0;
  refuseHoles(sorted, firstSeq);
  const count = sorted.length;
  const batch: SampleBatch = {
    count,
    firstSeq,
    dueEpochMs: Float64Array.from(sorted, (s) => s.dueEpochMs),
    dueMonoMs: Float64Array.from(sorted, (s) => s.dueMonoMs),
    lateMs: Float32Array.from(sorted, (s) => (s.outcome === 'skipped' ? undefined : s.lateMs) ?? Number.NaN),
    outcome: Uint8Array.from(sorted, (s) => OUTCOMES.indexOf(s.outcome) + 1),
    words: [],
    numbers: {},
  };
  const read = sorted.map((s): Flat | undefined =>
    s.outcome === 'skipped' || s.outcome === 'unmeasured' ? undefined : s,
  );
  for (const { key } of NUMERIC_COLUMNS) {
    const column = numberColumn(read, (s) => s[key]);
    if (column !== undefined) batch.numbers[key] = column;
  }
  const bool = (value: boolean | undefined) => (value === undefined ? 0 : value ? 2 : 1);
  const word = wordIndexer(batch.words);
  const small = {
    error: byteColumn(read, (s) => listIndex(PROBE_ERRORS, s.error)),
    timingSource: byteColumn(read, (s) => listIndex(TIMING_SOURCES, s.timingSource)),
    newConnection: byteColumn(read, (s) => bool(s.newConnection)),
    preflight: byteColumn(read, (s) => bool(s.preflight)),
    protocol: byteColumn(read, (s) => word(s.protocol)),
    finishReason: byteColumn(read, (s) => word(s.finishReason)),
  };
  for (const [name, column] of Object.entries(small)) {
    if (column !== undefined) Object.assign(batch, { [name]: column });
  }
  return batch;
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
