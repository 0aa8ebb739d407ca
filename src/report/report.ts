import { type Campaign, type CampaignEvent, exportName } from '../core/campaign.ts';
import { findOutages, type Interval } from '../core/link/outages.ts';
import { lengthOf, type Span, subtract, union } from '../core/link/spans.ts';
import { type Track, trackOf } from '../core/link/track.ts';
import { gapsOf } from '../core/link/unobserved.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { QUANTILE_METHOD } from '../core/stats/percentile.ts';
import { epochMillis } from '../core/units.ts';
import { probeReport } from './probe-report.ts';
import type { Report } from './types.ts';

export interface ReportInput {
  campaign: Campaign;
  events: CampaignEvent[];
  /** Probes in the order of the plan; the batches of each in the order of `seq`. */
  probes: { spec: ProbeSpec; batches: SampleBatch[] }[];
}

/**
 * Makes the report of a campaign, finished or not: pure, so that the same record
 * gives the same report. A campaign that still runs ends, for the report, with
 * what was last heard of it.
 */
export function buildReport({ campaign, events, probes }: ReportInput): Report {
  const tracks = probes.map(({ spec, batches }) => trackOf(spec, batches));
  const range = rangeOf(campaign, tracks);
  const controls = new Set(tracks.filter((track) => track.control).map((track) => track.name));
  const outages =
    range === undefined
      ? []
      : findOutages({
          tracks,
          freshEpochMs: events
            .filter((e) => e.kind === 'fresh-connection' && !controls.has(e.probe ?? ''))
            .map((e) => e.epochMs),
          gaps: gapsOf(events),
          endEpochMs: range.end,
        });
  const unmeasuredMs = range === undefined ? 0 : spanOf(outages, 'unmeasured', range);
  const wholeMs = range === undefined ? 0 : range.end - range.start;
  const axis = range ?? { start: campaign.createdEpochMs, end: campaign.createdEpochMs };
  return {
    campaignId: campaign.id,
    campaign: exportName(campaign),
    site: campaign.plan.site.name,
    simulated: [...campaign.simulated],
    startEpochMs: range === undefined ? undefined : epochMillis(range.start),
    endEpochMs: range === undefined ? undefined : epochMillis(range.end),
    observedS: (wholeMs - unmeasuredMs) / 1000,
    outageS: range === undefined ? 0 : spanOf(outages, 'outage', range) / 1000,
    unmeasuredS: unmeasuredMs / 1000,
    outages,
    probes: probes.map(({ spec, batches }) =>
      probeReport(spec, batches, { startEpochMs: axis.start, endEpochMs: axis.end }),
    ),
    quantileMethod: QUANTILE_METHOD,
    intervalMethod: 'none',
  };
}

/** From the start to the end of the campaign; samples beyond (a clock that was set back) widen it. */
function rangeOf({ startedEpochMs, endedEpochMs }: Campaign, tracks: readonly Track[]): Span | undefined {
  let start = startedEpochMs ?? Number.POSITIVE_INFINITY;
  let end = endedEpochMs ?? Number.NEGATIVE_INFINITY;
  for (const { dueEpochMs, arrivalEpochMs } of tracks) {
    for (let i = 0; i < dueEpochMs.length; i++) {
      const due = dueEpochMs[i] ?? 0;
      if (due < start) start = due;
      if (due > end) end = due;
      const arrival = arrivalEpochMs[i] ?? Number.NaN;
      if (endedEpochMs === undefined && arrival > end) end = arrival;
    }
  }
  return start <= end ? { start, end } : undefined;
}

/** Time in ms that rows of one kind cover within the range. */
function spanOf(rows: readonly Interval[], kind: Interval['kind'], range: Span): number {
  const spans = union(
    rows.filter((row) => row.kind === kind).map((row) => ({ start: row.startEpochMs, end: row.endEpochMs })),
  );
  return range.end - range.start - lengthOf(subtract(range, spans));
}
