import { listAt } from '../core/batch-reader.ts';
import type { NumericKey } from '../core/columns.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';

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

/** Each answered row of the batches. */
export function* answeredRows(
  batches: readonly SampleBatch[],
): Generator<{ batch: SampleBatch; row: number; read: (key: NumericKey) => number | undefined }> {
  for (const batch of batches) {
    for (let row = 0; row < batch.count; row++) {
      if ((batch.outcome[row] ?? 0) > LATE) continue;
      // Columns hold NaN where nothing was measured.
      const read = (key: NumericKey) => {
        const value = batch.numbers[key]?.[row] ?? Number.NaN;
        return Number.isNaN(value) ? undefined : value;
      };
      yield { batch, row, read };
    }
  }
}

/** The answers of a chat probe with their gaps, one at a time: weeks of them need not stand in memory at once. */
export function* answersOf(batches: readonly SampleBatch[]): Generator<Answer> {
  for (const { batch, row, read } of answeredRows(batches)) {
    const ttftMs = read('ttftMs');
    if (ttftMs === undefined) continue;
    yield {
      ttftMs,
      ttfoMs: read('ttfoMs'),
      firstEpochMs: (batch.dueEpochMs[row] ?? 0) + (batch.lateMs[row] || 0) + ttftMs,
      iclMs: listAt(batch.icl, row) ?? [],
      tokensOut: read('tokensOut'),
    };
  }
}
