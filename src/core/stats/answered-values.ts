import { readAll, rowsIn } from '../batch-pass.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';

const LATE = OUTCOMES.indexOf('late') + 1;

/** The values of a column over `ok` and `late` samples that have it, in the order of `seq`. */
export function answeredValues(
  columnOf: (batch: SampleBatch) => Float32Array | undefined,
  batches: readonly SampleBatch[],
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(rowsIn(batches));
  let n = 0;
  const read = (batch: SampleBatch) => {
    const column = columnOf(batch);
    if (column === undefined) return;
    const { count, outcome } = batch;
    for (let i = 0; i < count; i++) {
      const value = column[i] ?? Number.NaN;
      if ((outcome[i] ?? 0) <= LATE && !Number.isNaN(value)) values[n++] = value;
    }
  };
  readAll(batches, [{ read }]);
  return values.subarray(0, n);
}
