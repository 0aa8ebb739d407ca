import type { SampleBatch } from './sample-batch.ts';

/** Rows `from` up to `to` of a batch, as a batch. The columns are shared, not copied. */
export function rowsOf(batch: SampleBatch, from: number, to = batch.count): SampleBatch {
  if (from === 0 && to === batch.count) return batch;
  const bytes = (column: Uint8Array<ArrayBuffer> | undefined) => column?.subarray(from, to);
  return {
    ...batch,
    count: to - from,
    firstSeq: batch.firstSeq + from,
    dueEpochMs: batch.dueEpochMs.subarray(from, to),
    dueMonoMs: batch.dueMonoMs.subarray(from, to),
    lateMs: batch.lateMs.subarray(from, to),
    outcome: batch.outcome.subarray(from, to),
    error: bytes(batch.error),
    timingSource: bytes(batch.timingSource),
    newConnection: bytes(batch.newConnection),
    preflight: bytes(batch.preflight),
    reordered: bytes(batch.reordered),
    protocol: bytes(batch.protocol),
    finishReason: bytes(batch.finishReason),
    serverSource: bytes(batch.serverSource),
    icl: batch.icl && { offsets: batch.icl.offsets.subarray(from, to + 1), values: batch.icl.values },
    numbers: Object.fromEntries(
      Object.entries(batch.numbers).map(([key, column]) => [key, column?.subarray(from, to)]),
    ),
  };
}

/**
 * True where due times are missing between two batches of one probe: they were cut
 * away, or were in flight. What lies on both sides is not consecutive.
 */
export function isApart(before: SampleBatch | undefined, after: SampleBatch | undefined): boolean {
  return before !== undefined && after !== undefined && before.firstSeq + before.count !== after.firstSeq;
}
