import type { NumericKey } from '../core/columns.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { Lists, SampleBatch } from '../core/sample-batch.ts';

/** An answered request whose first token was timed. */
export interface Answer {
  ttftMs: number;
  ttfoMs?: number | undefined;
  /** When its first chunk came, on the wall clock. */
  firstEpochMs: number;
  iclMs: readonly number[];
  tokensOut?: number | undefined;
}

const LATE = OUTCOMES.indexOf('late') + 1;

/** The answered rows of one batch, and its readings; `undefined` where nothing was measured. */
export interface AnsweredBatch {
  batch: SampleBatch;
  rows: readonly number[];
  read(key: NumericKey, row: number): number | undefined;
}

/** Each batch with its answered rows. A batch may decode a column whenever it is asked for one: each is taken once. */
export function* answeredBatches(batches: readonly SampleBatch[]): Generator<AnsweredBatch> {
  for (const batch of batches) {
    const { count, outcome, numbers } = batch;
    const rows: number[] = [];
    for (let row = 0; row < count; row++) if ((outcome[row] ?? 0) <= LATE) rows.push(row);
    const taken = new Map<NumericKey, Float32Array | undefined>();
    const columnOf = (key: NumericKey) => {
      if (!taken.has(key)) taken.set(key, numbers[key]);
      return taken.get(key);
    };
    yield {
      batch,
      rows,
      read: (key, row) => {
        const value = columnOf(key)?.[row] ?? Number.NaN;
        return Number.isNaN(value) ? undefined : value;
      },
    };
  }
}

/** The answers of a chat probe with their gaps, one at a time: weeks of them need not stand in memory at once. */
export function* answersOf(batches: readonly SampleBatch[]): Generator<Answer> {
  for (const { batch, rows, read } of answeredBatches(batches)) {
    const { dueEpochMs, lateMs, icl } = batch;
    for (const row of rows) {
      const ttftMs = read('ttftMs', row);
      if (ttftMs === undefined) continue;
      yield {
        ttftMs,
        ttfoMs: read('ttfoMs', row),
        firstEpochMs: (dueEpochMs[row] ?? 0) + (lateMs[row] || 0) + ttftMs,
        iclMs: [...gapsAt(icl, row)],
        tokensOut: read('tokensOut', row),
      };
    }
  }
}

/** The gaps between the chunks of one answer. */
export function gapsAt(icl: Lists | undefined, row: number): Float32Array<ArrayBuffer> {
  return icl === undefined ? NONE : icl.values.subarray(icl.offsets[row], icl.offsets[row + 1]);
}

const NONE = new Float32Array(0);
