import type { NumericKey } from '../core/columns.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { mean } from '../core/stats/mean.ts';
import { percentile, samplesNeeded } from '../core/stats/percentile.ts';
import { sortFloats } from '../core/stats/sort.ts';
import { eachWindow } from '../core/stats/windows.ts';
import { isPeak, localHours } from './local-hours.ts';
import type { ClaimFigures, ClaimsReport } from './rhythm-types.ts';
import type { MetricRow } from './types.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const WINDOW_MS = 15_000;
const LEAST_IN_WINDOW = 5;
/** What "under 1 % above" is said of, in ms. */
const CLAIMED_MS = 55;

/**
 * Our samples as the operator counts, averages of 15 s, beside what each request
 * felt. `rows`: the percentile table of the probe, which has round trips.
 */
export function claimsReport(
  batches: readonly SampleBatch[],
  rows: readonly MetricRow[],
  zone: string | undefined,
): ClaimsReport {
  const hourOf = zone === undefined ? undefined : localHours(zone);
  const averages: number[] = [];
  const peakAverages: number[] = [];
  eachWindow(batches, 'rttMs', { widthMs: WINDOW_MS }, (index, values) => {
    const averageMs = mean(values);
    if (averageMs === undefined || values.length < LEAST_IN_WINDOW) return;
    averages.push(averageMs);
    if (hourOf !== undefined && isPeak(hourOf(index * WINDOW_MS).hour)) peakAverages.push(averageMs);
  });
  const rowOf = (name: string, of: MetricRow['population']) =>
    rows.find(({ metric, population }) => metric === name && population === of);
  return {
    averages: averageFigures(averages),
    peakAverages: averageFigures(peakAverages),
    roundTrips: requestFigures(rowOf('rtt', 'ok'), batches, 'rttMs'),
    requests: requestFigures(rowOf('response', 'scheduled'), batches, 'responseMs'),
  };
}

function averageFigures(averagesMs: readonly number[]): ClaimFigures {
  const values = Float32Array.from(averagesMs);
  sortFloats(values);
  const n = values.length;
  const over = values.reduce((count, ms) => count + (ms > CLAIMED_MS ? 1 : 0), 0);
  return {
    n,
    p50: percentile(values, 0.5),
    p95: percentile(values, 0.95),
    p99: percentile(values, 0.99),
    over55: n < samplesNeeded(0.99) ? undefined : over / n,
  };
}

/** What the row counts beyond the answered ones was lost, and is above any limit. */
function requestFigures(
  row: MetricRow | undefined,
  batches: readonly SampleBatch[],
  key: NumericKey,
): ClaimFigures {
  if (row === undefined) return { n: 0 };
  const { n, p50, p95, p99 } = row;
  let within = 0;
  for (const { count, outcome, numbers } of batches) {
    const column = numbers[key];
    if (column === undefined) continue;
    for (let i = 0; i < count; i++)
      if ((outcome[i] ?? 0) <= LATE && (column[i] ?? Number.NaN) <= CLAIMED_MS) within += 1;
  }
  return { n, p50, p95, p99, over55: n < samplesNeeded(0.99) ? undefined : (n - within) / n };
}
