import { NUMERIC_COLUMNS, type NumericKey } from './columns.ts';
import type { SampleBatch } from './sample-batch.ts';

/**
 * Rows `from` up to `to` of a batch, as a batch. The columns are shared, not copied, and each is
 * taken from the batch when it is asked for: a batch may decode it then.
 */
export function rowsOf(batch: SampleBatch, from: number, to = batch.count): SampleBatch {
  if (from === 0 && to === batch.count) return batch;
  const bytes = (column: Uint8Array<ArrayBuffer> | undefined) => column?.subarray(from, to);
  const numbers: SampleBatch['numbers'] = {};
  for (const { key } of NUMERIC_COLUMNS) {
    if (!(key in batch.numbers)) continue;
    const get = () => batch.numbers[key]?.subarray(from, to);
    define(numbers, key, get);
  }
  return {
    count: to - from,
    firstSeq: batch.firstSeq + from,
    words: batch.words,
    numbers,
    get dueEpochMs() {
      return batch.dueEpochMs.subarray(from, to);
    },
    get dueMonoMs() {
      return batch.dueMonoMs.subarray(from, to);
    },
    get lateMs() {
      return batch.lateMs.subarray(from, to);
    },
    get outcome() {
      return batch.outcome.subarray(from, to);
    },
    get error() {
      return bytes(batch.error);
    },
    get timingSource() {
      return bytes(batch.timingSource);
    },
    get newConnection() {
      return bytes(batch.newConnection);
    },
    get preflight() {
      return bytes(batch.preflight);
    },
    get reordered() {
      return bytes(batch.reordered);
    },
    get protocol() {
      return bytes(batch.protocol);
    },
    get finishReason() {
      return bytes(batch.finishReason);
    },
    get serverSource() {
      return bytes(batch.serverSource);
    },
    get icl() {
      const { icl } = batch;
      return icl && { offsets: icl.offsets.subarray(from, to + 1), values: icl.values };
    },
  };
}

type NumberColumn = () => Float32Array<ArrayBuffer>;

/** A batch with other columns in the place of some of its numbers, or without those; the rest is taken from it when it is asked for. */
export function withNumbers(
  batch: SampleBatch,
  others: Partial<Record<NumericKey, NumberColumn | undefined>>,
): SampleBatch {
  const { count, firstSeq, words } = batch;
  const copy = { count, firstSeq, words, numbers: {} };
  for (const key of COLUMNS) if (key in batch) define(copy, key, () => batch[key]);
  for (const { key } of NUMERIC_COLUMNS) {
    const own = key in others ? others[key] : key in batch.numbers ? () => batch.numbers[key] : undefined;
    if (own !== undefined) define(copy.numbers, key, own);
  }
  return copy as SampleBatch;
}

const COLUMNS = [
  ...(['dueEpochMs', 'dueMonoMs', 'lateMs', 'outcome', 'error', 'timingSource', 'newConnection'] as const),
  ...(['preflight', 'reordered', 'protocol', 'finishReason', 'serverSource', 'icl'] as const),
];

function define(target: object, key: string, get: () => unknown): void {
  Object.defineProperty(target, key, { enumerable: true, configurable: true, get });
}

/**
 * True where due times are missing between two batches of one probe: they were cut
 * away, or were in flight. What lies on both sides is not consecutive.
 */
export function isApart(before: SampleBatch | undefined, after: SampleBatch | undefined): boolean {
  return before !== undefined && after !== undefined && before.firstSeq + before.count !== after.firstSeq;
}
