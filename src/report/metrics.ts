import { METRICS, type NumericColumn } from '../core/columns.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { jitter } from '../core/stats/jitter.ts';
import { mean } from '../core/stats/mean.ts';
import { percentile } from '../core/stats/percentile.ts';
import { sortFloats } from '../core/stats/sort.ts';
import { type IntervalSource, percentileIntervals } from './intervals.ts';
import type { MetricRow, Population } from './types.ts';

export interface Metric {
  /** The name in tables and exports: the CSV column without its unit. */
  name: string;
  unit: NumericColumn['unit'];
  meaning: string;
  column(batch: SampleBatch): Float32Array | undefined;
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

const LATE = OUTCOMES.indexOf('late') + 1;

/** The values of a metric over `ok` and `late` samples that have it, in the order of `seq`. */
export function answeredValues(metric: Metric, batches: readonly SampleBatch[]): Float32Array<ArrayBuffer> {
  const room = batches.reduce((n, batch) => n + (metric.column(batch) === undefined ? 0 : batch.count), 0);
  const values = new Float32Array(room);
  let n = 0;
  for (const batch of batches) {
    const column = metric.column(batch);
    if (column === undefined) continue;
    for (let i = 0; i < batch.count; i++) {
      const value = column[i] ?? Number.NaN;
      if ((batch.outcome[i] ?? 0) <= LATE && !Number.isNaN(value)) values[n++] = value;
    }
  }
  return values.subarray(0, n);
}

/**
 * The two rows of a metric. `values` are in the order of `seq` on entry and
 * sorted on return. In the population `scheduled`, `lostCount` more requests are
 * infinitely slow: with any of them, maximum and mean are infinite, and the
 * jitter is empty, as infinity less infinity has no meaning. `source` holds the same
 * values where they were measured: their dependence in time makes the intervals.
 */
export function metricRows(
  metric: Metric,
  values: Float32Array<ArrayBuffer>,
  lostCount: number,
  source: IntervalSource,
): MetricRow[] {
  const meanMs = mean(values);
  const jitterMs = jitter(values);
  sortFloats(values);
  const intervals = percentileIntervals(metric.column, values, lostCount, source);
  const row = (population: Population, lost: number): MetricRow => ({
    metric: metric.name,
    unit: metric.unit,
    meaning: metric.meaning,
    population,
    n: values.length + lost,
    min: values[0] ?? (lost > 0 ? Number.POSITIVE_INFINITY : undefined),
    p50: percentile(values, 0.5, lost),
    p75: percentile(values, 0.75, lost),
    p90: percentile(values, 0.9, lost),
    p95: percentile(values, 0.95, lost),
    p99: percentile(values, 0.99, lost),
    p99_9: percentile(values, 0.999, lost),
    ...intervals[population],
    max: lost > 0 ? Number.POSITIVE_INFINITY : values.at(-1),
    mean: lost > 0 ? Number.POSITIVE_INFINITY : meanMs,
    jitter: lost > 0 ? undefined : jitterMs,
  });
  return [row('ok', 0), row('scheduled', lostCount)];
}
