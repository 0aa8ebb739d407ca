import { type Campaign, type CampaignEvent, exportName } from '../core/campaign.ts';
import type { DishHistory } from '../core/dish/history-types.ts';
import { linkEvidence } from '../core/inference/gap-cause.ts';
import { findOutages, type Interval } from '../core/link/outages.ts';
import { lengthOf, type Span, subtract, union } from '../core/link/spans.ts';
import { type Track, trackOf } from '../core/link/track.ts';
import { gapsOf } from '../core/link/unobserved.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { QUANTILE_METHOD } from '../core/stats/percentile.ts';
import { INTERVAL_METHOD } from '../core/stats/quantile-interval.ts';
import { epochMillis } from '../core/units.ts';
import { withoutWarmUp } from '../core/warm-up.ts';
import { availabilityReport } from './availability-report.ts';
import { costReport } from './cost-report.ts';
import { dishReport } from './dish-report.ts';
import { asRecorded } from './imported-report.ts';
import { inferenceReport } from './inference-report.ts';
import { exclusions } from './methods-report.ts';
import { isEcho, probeReport } from './probe-report.ts';
import { rhythmReport } from './rhythm-report.ts';
import { trainingReport } from './training-report.ts';
import type { ProbeReport, Report } from './types.ts';
import { verdictReport } from './verdict-report.ts';

export interface ReportInput {
  campaign: Campaign;
  events: CampaignEvent[];
  /** Probes in the order of the plan; the batches of each in the order of `seq`, as `withoutDrift` (core/link/one-way.ts) returns them. */
  probes: { spec: ProbeSpec; batches: SampleBatch[] }[];
  /** Stored samples that could not be read: gaps like those of `events`, and told by name. */
  damaged?: readonly CampaignEvent[] | undefined;
  /** What a dish recorded itself. */
  dish?: readonly DishHistory[] | undefined;
  /** IANA name of the zone whose hours are the site's, UTC where none is given. */
  timeZone?: string | undefined;
}

/**
 * Makes the report of a campaign, finished or not: pure, so that the same record
 * gives the same report. A campaign that still runs ends, for the report, with
 * what was last heard of it.
 */
export function buildReport(input: ReportInput): Report {
  const { campaign, events, probes, damaged = [], dish = [], timeZone = 'UTC' } = input;
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
          gaps: gapsOf([...events, ...damaged]),
          endEpochMs: range.end,
        });
  const unmeasuredMs = range === undefined ? 0 : spanOf(outages, 'unmeasured', range);
  const wholeMs = range === undefined ? 0 : range.end - range.start;
  const observedS = (wholeMs - unmeasuredMs) / 1000;
  const axis = range ?? { start: campaign.createdEpochMs, end: campaign.createdEpochMs };
  const probeRows = probeReports(probes, outages, { startEpochMs: axis.start, endEpochMs: axis.end });
  probes.forEach(({ spec, batches }, i) => {
    const probe = probeRows[i];
    const { link } = campaign.plan.site;
    if (probe !== undefined)
      probe.rhythm = rhythmReport({
        spec,
        batches: withoutWarmUp(spec, batches),
        probe,
        link,
        zone: campaign.imported?.zeroEpochMs === undefined ? timeZone : undefined,
      });
  });
  return {
    campaignId: campaign.id,
    campaign: exportName(campaign),
    site: campaign.plan.site.name,
    simulated: [...campaign.simulated],
    imported: campaign.imported,
    startEpochMs: range === undefined ? undefined : epochMillis(range.start),
    endEpochMs: range === undefined ? undefined : epochMillis(range.end),
    observedS,
    outageS: range === undefined ? 0 : spanOf(outages, 'outage', range) / 1000,
    unmeasuredS: unmeasuredMs / 1000,
    outages,
    availability:
      range &&
      availabilityReport({ probes, tracks, rows: outages, range, target: campaign.plan.availabilityTarget }),
    probes: asRecorded(campaign, probeRows),
    damaged: damaged.map(({ detail }) => detail),
    dish: dishReport(dish, outages, axis),
    quantileMethod: QUANTILE_METHOD,
    intervalMethod: INTERVAL_METHOD,
    clockResolutionMs: campaign.environment?.clockResolutionMs,
    crossOriginIsolated: campaign.environment?.crossOriginIsolated,
    training: trainingReport(probes),
    traffic: costReport(probes.map(({ spec, batches }) => ({ spec, batches: withoutWarmUp(spec, batches) }))),
    exclusions: probes.map(({ spec, batches }) => exclusions(spec, batches)),
    verdict: verdictReport(campaign, probes, observedS),
  };
}

/** What the answers of a chat probe say, the other probes help to tell: it is made last. */
function probeReports(
  inputs: ReportInput['probes'],
  outages: readonly Interval[],
  range: { startEpochMs: number; endEpochMs: number },
): ProbeReport[] {
  const trimmed = inputs.map(({ spec, batches }) => ({ spec, batches: withoutWarmUp(spec, batches) }));
  const probes = trimmed.map(({ spec, batches }) => probeReport(spec, batches, range));
  if (probes.every(({ kind }) => kind !== 'chat')) return probes;
  const echoes = trimmed.filter(({ spec }) => isEcho(spec) && spec.role !== 'control');
  const evidence = linkEvidence(
    echoes.map(({ batches }) => batches),
    outages,
  );
  trimmed.forEach(({ batches }, i) => {
    const probe = probes[i];
    if (probe?.kind === 'chat') probe.inference = inferenceReport({ batches, evidence, probes, range });
  });
  return probes;
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
