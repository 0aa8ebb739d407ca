import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';

const LATE = OUTCOMES.indexOf('late') + 1;

/** The values of a column over `ok` and `late` samples that have it, in the order of `seq`. */
export function answeredValues(
  columnOf: (batch: SampleBatch) => Float32Array | undefined,
  batches: readonly SampleBatch[],
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(batches.reduce((rows, { count }) => rows + count, 0));
  let n = 0;
  for (const batch of batches) {
    const column = columnOf(batch);
    if (column === undefined) continue;
    const { count, outcome } = batch;
    for (let i = 0; i < count; i++) {
      const value = column[i] ?? Number.NaN;
      if ((outcome[i] ?? 0) <= LATE && !Number.isNaN(value)) values[n++] = value;
    }
  }
  return values.subarray(0, n);
}
