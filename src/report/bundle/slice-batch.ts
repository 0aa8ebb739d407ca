import type { Lists, SampleBatch } from '../../core/sample-batch.ts';

/** Rows `from` (inclusive) to `to` (exclusive) of a batch, copied. */
export function sliceBatch(batch: SampleBatch, from: number, to: number): SampleBatch {
  const { numbers, icl } = batch;
  const bytes = (column: Uint8Array<ArrayBuffer> | undefined) => column?.slice(from, to);
  return {
    count: to - from,
    firstSeq: batch.firstSeq + from,
    dueEpochMs: batch.dueEpochMs.slice(from, to),
    dueMonoMs: batch.dueMonoMs.slice(from, to),
    lateMs: batch.lateMs.slice(from, to),
    outcome: batch.outcome.slice(from, to),
    error: bytes(batch.error),
    timingSource: bytes(batch.timingSource),
    newConnection: bytes(batch.newConnection),
    preflight: bytes(batch.preflight),
    reordered: bytes(batch.reordered),
    protocol: bytes(batch.protocol),
    finishReason: bytes(batch.finishReason),
    serverSource: bytes(batch.serverSource),
    icl: icl && sliceLists(icl, from, to),
    words: [...batch.words],
    numbers: Object.fromEntries(
      Object.entries(numbers).map(([key, column]) => [key, column?.slice(from, to)]),
    ),
  };
}

function sliceLists({ offsets, values }: Lists, from: number, to: number): Lists {
  const first = offsets[from] ?? 0;
  return {
    offsets: offsets.slice(from, to + 1).map((at) => at - first),
    values: values.slice(first, offsets[to]),
  };
}
