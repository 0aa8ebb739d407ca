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
import { judgedPlan } from '../core/verdict/judgement.ts';
import { withoutWarmUp } from '../core/warm-up.ts';
import { availabilityReport } from './availability-report.ts';
import type { AvailabilityReport } from './availability-types.ts';
import { costReport } from './cost-report.ts';
import { dishReport } from './dish-report.ts';
import { cutBatches, cutIntervals } from './filter/cut.ts';
import { type ReportCut, reportCut } from './filter/report-cut.ts';
import type { TimeFilter } from './filter/time-filter.ts';
import { asRecorded } from './imported-report.ts';
import { inferenceReport } from './inference-report.ts';
import { exclusions } from './methods-report.ts';
import { isEcho, probeReport } from './probe-report.ts';
import { rhythmReport } from './rhythm-report.ts';
import { siteZone } from './site-zone.ts';
import { isSky } from './sky.ts';
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
  /** IANA name of the reader's zone, whose hours count where the campaign knows none of its own; UTC where none is given. */
  timeZone?: string | undefined;
  /** What of the campaign to look at; all of it where there is none. */
  filter?: TimeFilter | undefined;
}

/**
 * Makes the report of a campaign, finished or not: pure, so that the same record
 * gives the same report. A campaign that still runs ends, for the report, with
 * what was last heard of it. With a filter, outages are found in the whole record,
 * which knows how long they lasted, and then cut as the samples are.
 */
export function buildReport(input: ReportInput): Report {
  const { campaign, dish = [], timeZone = 'UTC' } = input;
  const { range, outages, availability, cut } = linkOf(input);
  const zone = siteZone(campaign, timeZone);
  const probes = cutProbes(input.probes, cut);
  const unmeasuredMs = range === undefined ? 0 : spanOf(outages, 'unmeasured', range);
  const holes = cut?.holes ?? [];
  const lookedMs = range === undefined ? 0 : range.end - range.start - lengthOf(holes);
  const observedS = (lookedMs - unmeasuredMs) / 1000;
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
        zone: zone?.name,
      });
  });
  return {
    campaignId: campaign.id,
    campaign: exportName({ ...campaign, filtered: cut?.told.label }),
    site: campaign.plan.site.name,
    simulated: [...campaign.simulated],
    imported: campaign.imported,
    filter: cut?.told,
    zone,
    startEpochMs: range === undefined ? undefined : epochMillis(range.start),
    endEpochMs: range === undefined ? undefined : epochMillis(range.end),
    observedS,
    outageS: range === undefined ? 0 : spanOf(outages, 'outage', range) / 1000,
    unmeasuredS: unmeasuredMs / 1000,
    outages,
    availability,
    probes: asRecorded(campaign, probeRows),
    damaged: input.damaged?.map(({ detail }) => detail),
    dish: dishReport(dish, [...outages, ...holes.map(unlooked)], axis),
    quantileMethod: QUANTILE_METHOD,
    intervalMethod: INTERVAL_METHOD,
    clockResolutionMs: campaign.environment?.clockResolutionMs,
    crossOriginIsolated: campaign.environment?.crossOriginIsolated,
    training: trainingReport(
      probes,
      outages
        .filter(({ kind }) => kind === 'unmeasured')
        .map(({ startEpochMs, endEpochMs }) => ({ start: startEpochMs, end: endEpochMs })),
    ),
    traffic: costReport(probes.map(({ spec, batches }) => ({ spec, batches: withoutWarmUp(spec, batches) }))),
    exclusions: probes.map(({ spec, batches }) => exclusions(spec, batches)),
    verdict: verdictReport({ ...campaign, filtered: cut?.told.label }, probes, observedS, availability?.link),
  };
}

/**
 * The outages and what they come to. The tracks that they are made of take as much memory as
 * several metrics, and are let go before the first of those is looked at.
 */
function linkOf({ campaign, events, probes, filter, damaged = [] }: ReportInput): {
  range?: Span | undefined;
  outages: Interval[];
  availability?: AvailabilityReport | undefined;
  cut?: ReportCut | undefined;
} {
  const tracks = probes.map(({ spec, batches }) => trackOf(spec, batches));
  const whole = rangeOf(campaign, tracks);
  if (whole === undefined) return { outages: [] };
  const cut = filter === undefined ? undefined : reportCut(filter, whole);
  const range = cut === undefined ? whole : cut.range;
  const controls = new Set(tracks.filter((track) => track.control).map((track) => track.name));
  const found = findOutages({
    tracks,
    freshEpochMs: events
      .filter((e) => e.kind === 'fresh-connection' && !controls.has(e.probe ?? ''))
      .map((e) => e.epochMs),
    gaps: gapsOf([...events, ...damaged]),
    endEpochMs: whole.end,
  });
  const outages = cut === undefined ? found : cutIntervals(found, cut.told.looked);
  const availability =
    range &&
    availabilityReport({
      probes: cutProbes(probes, cut),
      tracks,
      rows: outages,
      range,
      sky: isSky(campaign.plan.site.link),
      target: judgedPlan(campaign).availabilityTarget,
      leftOut: cut?.holes,
    });
  return { range, outages, availability, cut };
}

function cutProbes(probes: ReportInput['probes'], cut: ReportCut | undefined): ReportInput['probes'] {
  if (cut === undefined) return probes;
  return probes.map(({ spec, batches }) => ({ spec, batches: cutBatches(batches, cut.open) }));
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

/** For whoever asks only when somebody was looking. */
const unlooked = ({ start, end }: Span): Interval => ({
  startEpochMs: epochMillis(start),
  endEpochMs: epochMillis(end),
  kind: 'unmeasured',
  cause: 'closed',
  probes: [],
});

/** Time in ms that rows of one kind cover within the range. */
function spanOf(rows: readonly Interval[], kind: Interval['kind'], range: Span): number {
  const spans = union(
    rows.filter((row) => row.kind === kind).map((row) => ({ start: row.startEpochMs, end: row.endEpochMs })),
  );
  return range.end - range.start - lengthOf(subtract(range, spans));
}
