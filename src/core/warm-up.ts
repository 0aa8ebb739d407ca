import type { ProbeSpec } from './plan.ts';
import type { SampleBatch } from './sample-batch.ts';

/** How many due times of a probe, counted from the first, only warm the model up. */
export function warmUpOf(spec: ProbeSpec): number {
  return spec.kind === 'chat' ? spec.warmUp : 0;
}

/**
 * The batches of a probe without its warm-up requests, which load a model and
 * fill its caches: they are kept and exported, and are part of no figure. The
 * columns are shared, not copied.
 */
export function withoutWarmUp(spec: ProbeSpec, batches: readonly SampleBatch[]): readonly SampleBatch[] {
  const first = warmUpOf(spec);
  if (first === 0) return batches;
  return batches.flatMap((batch) => {
    const drop = Math.min(batch.count, Math.max(0, first - batch.firstSeq));
    return drop === batch.count ? [] : [drop === 0 ? batch : from(batch, drop)];
  });
}

function from(batch: SampleBatch, row: number): SampleBatch {
  const bytes = (column: Uint8Array<ArrayBuffer> | undefined) => column?.subarray(row);
  return {
    ...batch,
    count: batch.count - row,
    firstSeq: batch.firstSeq + row,
    dueEpochMs: batch.dueEpochMs.subarray(row),
    dueMonoMs: batch.dueMonoMs.subarray(row),
    lateMs: batch.lateMs.subarray(row),
    outcome: batch.outcome.subarray(row),
    error: bytes(batch.error),
    timingSource: bytes(batch.timingSource),
    newConnection: bytes(batch.newConnection),
    preflight: bytes(batch.preflight),
    reordered: bytes(batch.reordered),
    protocol: bytes(batch.protocol),
    finishReason: bytes(batch.finishReason),
    serverSource: bytes(batch.serverSource),
    icl: batch.icl && { offsets: batch.icl.offsets.subarray(row), values: batch.icl.values },
    numbers: Object.fromEntries(
      Object.entries(batch.numbers).map(([key, column]) => [key, column?.subarray(row)]),
    ),
  };
}
