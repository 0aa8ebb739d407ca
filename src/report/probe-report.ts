import type { ProbeSpec } from '../core/plan.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { blockValues, rowsIn } from '../core/stats/block-counts.ts';
import { cdf } from '../core/stats/cdf.ts';
import { partitioned } from '../core/stats/partitioned.ts';
import { sortedFloats, sortRoom } from '../core/stats/sort.ts';
import { timeBlocks } from '../core/stats/time-blocks.ts';
import { timeline } from '../core/stats/timeline.ts';
import { echoReport } from './echo-report.ts';
import { headlineOf } from './headline.ts';
import { type Metric, metricRows, REPORT_METRICS } from './metrics.ts';
import type { CdfPoint, MetricRow, OutcomeCounts, ProbeReport } from './types.ts';

/** About this many columns fit a time line. */
const TIMELINE_BINS = 300;

/** Sums up one probe. `batches` are in the order of `seq`, one-way delays as `withoutDrift` makes them; the range is that of the campaign. */
export function probeReport(
  spec: ProbeSpec,
  batches: readonly SampleBatch[],
  range: { startEpochMs: number; endEpochMs: number },
): ProbeReport {
  const headline = headlineOf(spec.kind);
  const counts = countOutcomes(batches);
  const lost = counts.timeout + counts.failed + counts.skipped;
  const { rows, steps } = percentileTable(batches, headline.metric, lost);
  return {
    name: spec.name,
    kind: spec.kind,
    role: spec.role,
    url: spec.url,
    counts,
    errors: tally(PROBE_ERRORS, batches, (batch) => batch.error),
    headline: headline.metric,
    rows,
    timeline: timeline(batches, headline.key, range, TIMELINE_BINS),
    cdf: steps,
    timingSources: shares(tally(TIMING_SOURCES, batches, (batch) => batch.timingSource, true)),
    echo: isEcho(spec) ? echoReport(counts, batches) : undefined,
  };
}

/** The rows of all metrics, and the distribution of the headline. */
function percentileTable(
  batches: readonly SampleBatch[],
  headline: string,
  lost: number,
): { rows: MetricRow[]; steps: CdfPoint[] } {
  const blocks = timeBlocks(batches);
  const metrics = REPORT_METRICS.filter(
    (metric) => metric.name === headline || batches.some((batch) => metric.column(batch) !== undefined),
  );
  // One piece of memory for all metrics, one after the other.
  const room = new Float32Array(rowsIn(batches));
  const sorting = sortRoom(room.length);
  const rows: MetricRow[] = [];
  let steps: CdfPoint[] = [];
  for (const [index, metric] of metrics.entries()) {
    const isHeadline = metric.name === headline;
    // In a recording one column stands for several metrics.
    const twin = metrics.slice(0, index).find((other) => isSame(metric, other, batches));
    if (twin !== undefined && !isHeadline) {
      const { name, unit, meaning } = metric;
      const same = rows.filter((row) => row.metric === twin.name);
      const isMeasured = same.some(({ population, n }) => population === 'ok' && n > 0);
      if (isMeasured) rows.push(...same.map((row) => ({ ...row, metric: name, unit, meaning })));
      continue;
    }
    const found = blockValues(batches, metric.column, blocks, room);
    // A probe that never got an answer still says so, in the row of its headline.
    if (found.values.length === 0 && !(isHeadline && lost > 0)) continue;
    const whole = isHeadline ? sortedFloats(found.values, sorting) : undefined;
    const sorted = whole ?? partitioned(found.values, sorting);
    rows.push(...metricRows(metric, { ...found, sorted }, lost, blocks));
    if (whole !== undefined) steps = cdf(whole);
  }
  return { rows, steps };
}

/** Both say the same in every row. A batch may decode a column whenever it is asked, so that equal ones need not be one. */
function isSame(a: Metric, b: Metric, batches: readonly SampleBatch[]): boolean {
  return batches.every((batch) => isEqual(a.column(batch), b.column(batch)));
}

type Column = ReturnType<Metric['column']>;

function isEqual(a: Column, b: Column): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  const n = a.length;
  if (b.length !== n) return false;
  // By their bits: NaN, which stands for nothing, is not equal to itself.
  const [here, there] = [wordsOf(a), wordsOf(b)];
  for (let i = 0; i < n; i++) if (here[i] !== there[i]) return false;
  return true;
}

const wordsOf = ({ buffer, byteOffset, length }: Float32Array<ArrayBuffer>) =>
  new Uint32Array(buffer, byteOffset, length);

/** It sends messages over a standing connection. */
export function isEcho(spec: ProbeSpec): boolean {
  return spec.kind === 'websocket' && spec.expect === undefined;
}

function countOutcomes(batches: readonly SampleBatch[]): OutcomeCounts {
  const found = tally(OUTCOMES, batches, (batch) => batch.outcome);
  const of = (outcome: (typeof OUTCOMES)[number]) => found[outcome] ?? 0;
  const counts = {
    ok: of('ok'),
    late: of('late'),
    timeout: of('timeout'),
    failed: of('failed'),
    skipped: of('skipped'),
    unmeasured: of('unmeasured'),
  };
  return { ...counts, scheduled: counts.ok + counts.late + counts.timeout + counts.failed + counts.skipped };
}

const LATE = OUTCOMES.indexOf('late') + 1;

/** How often each word of a closed list occurs, in all rows or in the answered ones; words that do not occur are left out. */
function tally(
  list: readonly string[],
  batches: readonly SampleBatch[],
  pick: (batch: SampleBatch) => Uint8Array | undefined,
  answered = false,
): Record<string, number> {
  const found = new Float64Array(list.length + 1);
  const last = answered ? LATE : OUTCOMES.length;
  for (const batch of batches) {
    const column = pick(batch);
    if (column === undefined) continue;
    const { count, outcome } = batch;
    for (let i = 0; i < count; i++) {
      const index = column[i] ?? 0;
      if ((outcome[i] ?? 0) <= last) found[index] = (found[index] ?? 0) + 1;
    }
  }
  return Object.fromEntries(
    list.map((word, i) => [word, found[i + 1] ?? 0] as const).filter(([, n]) => n > 0),
  );
}

function shares(counts: Record<string, number>): Record<string, number> {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return Object.fromEntries(Object.entries(counts).map(([word, n]) => [word, n / total]));
}
