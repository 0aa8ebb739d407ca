import { type BatchReader, readAll } from '../core/batch-pass.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { type Bins, TimelineReader } from '../core/stats/timeline.ts';
import { echoReport } from './echo-report.ts';
import { headlineOf } from './headline.ts';
import { OutcomeTally } from './outcome-tally.ts';
import { type Drawn, PercentileTable } from './percentile-table.ts';
import type { ProbeReport } from './types.ts';

/** About this many columns fit a time line. */
const TIMELINE_BINS = 300;

export interface ProbeInput {
  spec: ProbeSpec;
  /** In the order of `seq`, without warm-up requests, one-way delays as `withoutDrift` makes them. */
  batches: readonly SampleBatch[];
  /** From the start to the end of the campaign. */
  range: { startEpochMs: number; endEpochMs: number };
  /** Metrics whose distribution is wanted, beside that of the headline. */
  drawn: readonly string[];
  /** They read along. */
  readers: readonly BatchReader[];
}

/** Sums up one probe, in one reading of its batches. */
export function probeReport({ spec, batches, range, drawn, readers }: ProbeInput): {
  report: ProbeReport;
  drawn: ReadonlyMap<string, Drawn>;
} {
  const headline = headlineOf(spec.kind);
  const tally = new OutcomeTally();
  const timeline = new TimelineReader(headline.key, range, TIMELINE_BINS);
  const table = new PercentileTable(batches, headline.metric, drawn);
  readAll(batches, [tally, timeline, table, ...readers]);
  const counts = tally.counts();
  const errors = tally.errors();
  const { rows, drawn: distributions } = table.end(counts.timeout + counts.failed + counts.skipped);
  const report = {
    name: spec.name,
    kind: spec.kind,
    role: spec.role,
    url: spec.url,
    counts,
    errors,
    headline: headline.metric,
    rows,
    timeline: timeline.result(batches),
    cdf: distributions.get(headline.metric)?.points ?? [],
    timingSources: tally.timingSources(),
    echo: isEcho(spec) ? echoReport(counts, errors.aborted ?? 0, batches) : undefined,
  };
  return { report, drawn: distributions };
}

/** The time line alone, where it has to be made of another range. */
export function timelineOf({ spec, batches, range }: Pick<ProbeInput, 'spec' | 'batches' | 'range'>): Bins {
  const timeline = new TimelineReader(headlineOf(spec.kind).key, range, TIMELINE_BINS);
  readAll(batches, [timeline]);
  return timeline.result(batches);
}

/** It sends messages over a standing connection. */
export function isEcho(spec: ProbeSpec): boolean {
  return spec.kind === 'websocket' && spec.expect === undefined;
}
