import type { BatchReader } from '../core/batch-pass.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { VisitRun } from '../core/stats/answered.ts';
import { mean } from '../core/stats/mean.ts';
import { percentile, samplesNeeded } from '../core/stats/percentile.ts';
import { sortFloats } from '../core/stats/sort.ts';
import { Windows } from '../core/stats/windows.ts';
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
 * felt. `read` all batches, and `take` the round trips that an `AnsweredReader` hands over.
 */
export class ClaimsMeter implements BatchReader {
  readonly #averages: number[] = [];
  readonly #peakAverages: number[] = [];
  readonly #windows: Windows;
  readonly #within = { rttMs: 0, responseMs: 0 };

  /** `zone`: an IANA name; absent where times of day are a guess. */
  constructor(zone: string | undefined) {
    const hourOf = zone === undefined ? undefined : localHours(zone);
    this.#windows = new Windows({ widthMs: WINDOW_MS }, (index, values) => {
      const averageMs = mean(values);
      if (averageMs === undefined || values.length < LEAST_IN_WINDOW) return;
      this.#averages.push(averageMs);
      if (hourOf !== undefined && isPeak(hourOf(index * WINDOW_MS).hour)) this.#peakAverages.push(averageMs);
    });
  }

  readonly take: VisitRun = (times, values, n) => this.#windows.take(times, values, n);

  read({ outcome, numbers: { rttMs, responseMs } }: SampleBatch): void {
    this.#within.rttMs += countWithin(rttMs, outcome);
    this.#within.responseMs += countWithin(responseMs, outcome);
  }

  /** `rows`: the percentile table of the probe, which has round trips. */
  result(rows: readonly MetricRow[]): ClaimsReport {
    this.#windows.end();
    const rowOf = (name: string, of: MetricRow['population']) =>
      rows.find(({ metric, population }) => metric === name && population === of);
    return {
      averages: averageFigures(this.#averages),
      peakAverages: averageFigures(this.#peakAverages),
      roundTrips: requestFigures(rowOf('rtt', 'ok'), this.#within.rttMs),
      requests: requestFigures(rowOf('response', 'scheduled'), this.#within.responseMs),
    };
  }
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

function countWithin(column: Float32Array | undefined, outcome: Uint8Array): number {
  if (column === undefined) return 0;
  let within = 0;
  for (let i = 0; i < column.length; i++)
    if ((outcome[i] ?? 0) <= LATE && (column[i] ?? Number.NaN) <= CLAIMED_MS) within += 1;
  return within;
}

/** What the row counts beyond the answered ones was lost, and is above any limit. */
function requestFigures(row: MetricRow | undefined, within: number): ClaimFigures {
  if (row === undefined) return { n: 0 };
  const { n, p50, p95, p99 } = row;
  return { n, p50, p95, p99, over55: n < samplesNeeded(0.99) ? undefined : (n - within) / n };
}
