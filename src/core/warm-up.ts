import { rowsOf } from './batch-rows.ts';
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
    return drop === batch.count ? [] : [rowsOf(batch, drop)];
  });
}
