import { METRICS, type NumericColumn } from '../core/columns.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { BlockDistribution } from '../core/stats/block-distribution.ts';
import { percentile } from '../core/stats/percentile.ts';
import type { TimeBlocks } from '../core/stats/time-blocks.ts';
import { percentileIntervals } from './intervals.ts';
import type { MetricRow, Population } from './types.ts';

export interface Metric {
  /** The name in tables and exports: the CSV column without its unit. */
  name: string;
  unit: NumericColumn['unit'];
  meaning: string;
  column(batch: SampleBatch): Float32Array<ArrayBuffer> | undefined;
}

/** What percentiles are made of, in the order of the samples CSV. */
export const REPORT_METRICS: readonly Metric[] = [
  {
    name: 'late',
    unit: 'ms',
    meaning: 'Moment of sending less the due time: how punctual the measuring laptop was.',
    column: (batch) => batch.lateMs,
  },
  ...METRICS.map(
    ({ key, csv, unit, meaning }): Metric => ({
      name: csv.replace(/_ms$/, ''),
      unit,
      meaning,
      column: (batch) => batch.numbers[key],
    }),
  ),
];

/**
 * The two rows of a metric. In the population `scheduled`, the lost ones of `blocks`
 * are infinitely slow: with any of them, maximum and mean are infinite, and the
 * jitter is empty, as infinity less infinity has no meaning. How the values lie in time
 * makes the intervals.
 */
export function metricRows(
  { name, unit, meaning }: Metric,
  found: BlockDistribution,
  lostCount: number,
  blocks: Pick<TimeBlocks, 'lost'>,
): MetricRow[] {
  const { length, counts } = found;
  const intervals = percentileIntervals(found, lostCount, blocks);
  const row = (population: Population, lost: number): MetricRow => ({
    metric: name,
    unit,
    meaning,
    population,
    n: length + lost,
    min: length > 0 ? counts.min : lost > 0 ? Number.POSITIVE_INFINITY : undefined,
    p50: percentile(found, 0.5, lost),
    p75: percentile(found, 0.75, lost),
    p90: percentile(found, 0.9, lost),
    p95: percentile(found, 0.95, lost),
    p99: percentile(found, 0.99, lost),
    p99_9: percentile(found, 0.999, lost),
    ...intervals[population],
    max: lost > 0 ? Number.POSITIVE_INFINITY : length > 0 ? counts.max : undefined,
    mean: lost > 0 ? Number.POSITIVE_INFINITY : counts.mean,
    jitter: lost > 0 ? undefined : counts.jitter,
  });
  return [row('ok', 0), row('scheduled', lostCount)];
}
