import { isApart } from '../batch-rows.ts';
import type { NumericKey } from '../columns.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/**
 * Calls back, in the order of `seq`, with the wall-clock time of sending (epoch
 * ms) and the reading of each answered sample that has it. `visit` gets NaN twice
 * where nobody was looking or due times are not there: what lies on both sides is not consecutive. Of each
 * `every` blocks of 4096 rows only the first is read.
 */
export function eachAnswered(
  batches: readonly SampleBatch[],
  key: NumericKey,
  visit: (sentEpochMs: number, value: number) => void,
  every = 1,
): void {
  let row = 0;
  let before: SampleBatch | undefined;
  for (const batch of batches) {
    if (isApart(before, batch)) visit(Number.NaN, Number.NaN);
    before = batch;
    const { count, dueEpochMs, lateMs, outcome, numbers } = batch;
    const column = numbers[key];
    for (let i = 0; i < count; i++) {
      const isUsed = (row++ >>> BLOCK_BITS) % every === 0;
      const what = outcome[i] ?? 0;
      if (!isUsed || what === UNMEASURED) visit(Number.NaN, Number.NaN);
      else if (what <= LATE) {
        const value = column?.[i] ?? Number.NaN;
        if (!Number.isNaN(value)) visit((dueEpochMs[i] ?? 0) + (lateMs[i] || 0), value);
      }
    }
  }
}

const BLOCK_BITS = 12;

/** How many blocks apart to read, so that at most about `most` rows are read. */
export function thinning(batches: readonly SampleBatch[], most: number): number {
  return Math.max(1, Math.ceil(batches.reduce((n, batch) => n + batch.count, 0) / most));
}
