import { METRICS, type NumericColumn } from '../core/columns.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { type BlockValues, blockValues } from '../core/stats/block-counts.ts';
import { jitter } from '../core/stats/jitter.ts';
import { mean } from '../core/stats/mean.ts';
import { percentile, type Sorted } from '../core/stats/percentile.ts';
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

/** The values of a column over `ok` and `late` samples that have it, in the order of `seq`. */
export function answeredValues(
  column: Metric['column'],
  batches: readonly SampleBatch[],
): Float32Array<ArrayBuffer> {
  return blockValues(batches, column, NO_BLOCKS).values;
}

const NO_BLOCKS = { ends: new Uint32Array(0), lost: new Uint32Array(0) };

/** The answered values of a metric, in the order of `seq` and ascending. */
export interface MetricValues extends BlockValues {
  sorted: Sorted;
}

/**
 * The two rows of a metric. In the population `scheduled`, the lost ones of `blocks`
 * are infinitely slow: with any of them, maximum and mean are infinite, and the
 * jitter is empty, as infinity less infinity has no meaning. The values in the order
 * of time make the intervals, by their dependence.
 */
export function metricRows(
  { name, unit, meaning }: Metric,
  found: MetricValues,
  lostCount: number,
  blocks: TimeBlocks,
): MetricRow[] {
  const { values, sorted } = found;
  const meanMs = mean(values);
  const jitterMs = jitter(values);
  const intervals = percentileIntervals(found, lostCount, blocks);
  const row = (population: Population, lost: number): MetricRow => ({
    metric: name,
    unit,
    meaning,
    population,
    n: sorted.length + lost,
    min: sorted.at(0) ?? (lost > 0 ? Number.POSITIVE_INFINITY : undefined),
    p50: percentile(sorted, 0.5, lost),
    p75: percentile(sorted, 0.75, lost),
    p90: percentile(sorted, 0.9, lost),
    p95: percentile(sorted, 0.95, lost),
    p99: percentile(sorted, 0.99, lost),
    p99_9: percentile(sorted, 0.999, lost),
    ...intervals[population],
    max: lost > 0 ? Number.POSITIVE_INFINITY : sorted.at(sorted.length - 1),
    mean: lost > 0 ? Number.POSITIVE_INFINITY : meanMs,
    jitter: lost > 0 ? undefined : jitterMs,
  });
  return [row('ok', 0), row('scheduled', lostCount)];
}
