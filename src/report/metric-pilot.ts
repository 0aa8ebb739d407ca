import { readAll } from '../core/batch-pass.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { BucketRange } from '../core/stats/regions.ts';
import { TimeBlocks } from '../core/stats/time-blocks.ts';
import { ValueCounts } from '../core/stats/value-counts.ts';
import { expectedBuckets } from './intervals.ts';
import type { Metric } from './metrics.ts';

/** Of no more rows all values can be kept. */
const FEW = 1 << 17;
/** One row in so many is read, but for a record that is just too long. */
const STRIDE = 16;

/**
 * Reads a part of a long record, in batches that are spread over it, for where the percentiles of
 * each metric will be found; undefined where all values are to be kept.
 */
export function pilotOf(
  batches: readonly SampleBatch[],
  rows: number,
  metrics: readonly Metric[],
): (BucketRange[] | undefined)[] {
  if (rows <= FEW) return metrics.map(() => undefined);
  const all = metrics.map((metric) => ({ metric, counts: new ValueCounts(true) }));
  const blocks = new TimeBlocks();
  let seen = 0;
  const read = (batch: SampleBatch) => {
    const { outcome, count } = batch;
    seen += count;
    for (const { metric, counts } of all) {
      const column = metric.column(batch);
      if (column !== undefined) counts.add(column, outcome);
    }
  };
  readAll(spread(batches, Math.min(STRIDE, rows / FEW)), [blocks, { read }]);
  const lost = Array.from(blocks.lost).reduce((sum, n) => sum + n, 0);
  const allBlocks = (blocks.count * rows) / seen;
  return all.map(({ counts }) => expectedBuckets(counts, lost, blocks.count, allBlocks));
}

/** Batches that hold one row in so many of all, as evenly as they come. */
function* spread(batches: readonly SampleBatch[], stride: number): Generator<SampleBatch> {
  let row = 0;
  let next = 0;
  for (const batch of batches) {
    if (row >= next) {
      yield batch;
      next += batch.count * stride;
    }
    row += batch.count;
  }
}
