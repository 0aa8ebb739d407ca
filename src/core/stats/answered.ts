import { isApart } from '../batch-rows.ts';
import type { NumericKey } from '../columns.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/**
 * The first `count` places of both arrays: wall-clock times of sending (epoch ms)
 * and readings, NaN in both where nobody was looking or due times are not there. The
 * next call overwrites them.
 */
export type VisitRun = (sentEpochMs: Float64Array, values: Float32Array, count: number) => void;

/** Runs are this long at most. */
export const RUN = 4096;

/**
 * Calls back, in the order of `seq` and run by run, with when each answered sample
 * was sent that has the reading, and with the reading. What lies on both sides of a
 * NaN is not consecutive. Of each `every` blocks of 4096 rows only the first is read.
 */
export function eachAnswered(
  batches: readonly SampleBatch[],
  key: NumericKey,
  visit: VisitRun,
  every = 1,
): void {
  const times = new Float64Array(RUN);
  const values = new Float32Array(RUN);
  let n = 0;
  let row = 0;
  let before: SampleBatch | undefined;
  for (const batch of batches) {
    if (isApart(before, batch)) {
      if (n === RUN) {
        visit(times, values, n);
        n = 0;
      }
      times[n] = Number.NaN;
      values[n++] = Number.NaN;
    }
    before = batch;
    const { count, dueEpochMs, lateMs, outcome, numbers } = batch;
    const column = numbers[key];
    for (let i = 0; i < count; ) {
      const stop = Math.min(count, i + RUN - (row % RUN));
      const isUsed = Math.floor(row / RUN) % every === 0;
      row += stop - i;
      if (n + stop - i > RUN) {
        visit(times, values, n);
        n = 0;
      }
      if (!isUsed) {
        times[n] = Number.NaN;
        values[n++] = Number.NaN;
        i = stop;
      }
      for (; i < stop; i++) {
        const what = outcome[i] ?? 0;
        if (what === UNMEASURED) {
          times[n] = Number.NaN;
          values[n++] = Number.NaN;
        } else if (what <= LATE && column !== undefined) {
          const value = column[i] ?? Number.NaN;
          if (Number.isNaN(value)) continue;
          times[n] = (dueEpochMs[i] ?? 0) + (lateMs[i] || 0);
          values[n++] = value;
        }
      }
    }
  }
  if (n > 0) visit(times, values, n);
}

/** How many blocks apart to read, so that at most about `most` rows are read. */
export function thinning(batches: readonly SampleBatch[], most: number): number {
  return Math.max(1, Math.ceil(batches.reduce((n, batch) => n + batch.count, 0) / most));
}
