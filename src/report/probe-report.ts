import type { ProbeSpec } from '../core/plan.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { cdf } from '../core/stats/cdf.ts';
import { timeBlocks } from '../core/stats/time-blocks.ts';
import { timeline } from '../core/stats/timeline.ts';
import { echoReport } from './echo-report.ts';
import { headlineOf } from './headline.ts';
import { answeredValues, metricRows, REPORT_METRICS } from './metrics.ts';
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
  const source = { batches, blocks: timeBlocks(batches) };
  const rows: MetricRow[] = [];
  let steps: CdfPoint[] = [];
  for (const metric of REPORT_METRICS) {
    const values = answeredValues(metric, batches);
    const isHeadline = metric.name === headline.metric;
    // A probe that never got an answer still says so, in the row of its headline.
    if (values.length === 0 && !(isHeadline && lost > 0)) continue;
    rows.push(...metricRows(metric, values, lost, source));
    if (isHeadline) steps = cdf(values);
  }
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
    timingSources: shares(tally(TIMING_SOURCES, batches, (batch) => batch.timingSource, isAnswer)),
    echo: isEcho(spec) ? echoReport(counts, batches) : undefined,
  };
}

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

function isAnswer(batch: SampleBatch, i: number): boolean {
  return (batch.outcome[i] ?? 0) <= LATE;
}

/** How often each word of a closed list occurs; words that do not occur are left out. */
function tally(
  list: readonly string[],
  batches: readonly SampleBatch[],
  pick: (batch: SampleBatch) => Uint8Array | undefined,
  counts: (batch: SampleBatch, i: number) => boolean = () => true,
): Record<string, number> {
  const found = new Array<number>(list.length + 1).fill(0);
  for (const batch of batches) {
    const column = pick(batch);
    if (column === undefined) continue;
    for (let i = 0; i < batch.count; i++) {
      const index = column[i] ?? 0;
      if (counts(batch, i)) found[index] = (found[index] ?? 0) + 1;
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
