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
import { TrafficReader } from './cost-report.ts';
import type { ProbeTraffic } from './cost-types.ts';
import { decidedBy } from './decided-by.ts';
import { dishReport } from './dish-report.ts';
import { cutBatches, cutIntervals } from './filter/cut.ts';
import { type ReportCut, reportCut } from './filter/report-cut.ts';
import type { TimeFilter } from './filter/time-filter.ts';
import { asRecorded } from './imported-report.ts';
import { inferenceReport } from './inference-report.ts';
import { type DrawnProbe, drawnMetric } from './limit-distributions.ts';
import { ExclusionReader } from './methods-report.ts';
import type { Exclusions } from './methods-types.ts';
import { isEcho, probeReport } from './probe-report.ts';
import { rhythmReader } from './rhythm-report.ts';
import { siteZone } from './site-zone.ts';
import { isSky } from './sky.ts';
import { trainingReport } from './training-report.ts';
import type { ProbeReport, Report } from './types.ts';
import { type CountedLimit, countedLimits, verdictReport } from './verdict-report.ts';

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
  const { start, end } = range ?? { start: campaign.createdEpochMs, end: campaign.createdEpochMs };
  const axis = { startEpochMs: start, endEpochMs: end };
  const counted = countedLimits(judgedPlan(campaign));
  const read = probes.map((input) => readProbe(input, { campaign, counted, zone: zone?.name, axis }));
  addInference(read, outages, axis);
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
    probes: asRecorded(
      campaign,
      read.map(({ report }) => report),
    ),
    damaged: input.damaged?.map(({ detail }) => detail),
    dish: dishReport(dish, [...outages, ...holes.map(unlooked)], { start, end }),
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
    traffic: read.flatMap(({ spec, traffic }) => (spec.role === 'control' ? [] : [traffic])),
    exclusions: read.map(({ exclusions }) => exclusions),
    verdict: verdictReport(
      { ...campaign, filtered: cut?.told.label },
      counted,
      observedS,
      availability?.link,
      read,
    ),
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
      by: decidedBy({ ...campaign, filtered: cut?.told.label }),
      leftOut: cut?.holes,
    });
  return { range, outages, availability, cut };
}

function cutProbes(probes: ReportInput['probes'], cut: ReportCut | undefined): ReportInput['probes'] {
  if (cut === undefined) return probes;
  return probes.map(({ spec, batches }) => ({ spec, batches: cutBatches(batches, cut.open) }));
}

/** What is said of one probe. */
interface ReadProbe extends DrawnProbe {
  report: ProbeReport;
  traffic: ProbeTraffic;
  exclusions: Exclusions;
}

interface Frame {
  campaign: Campaign;
  counted: readonly CountedLimit[];
  /** IANA name of the zone whose hours are the site's; absent where times of day are a guess. */
  zone: string | undefined;
  axis: { startEpochMs: number; endEpochMs: number };
}

/** Reads the batches of a probe once for all that is said of it, and once more for its percentiles. */
function readProbe({ spec, batches: all }: ReportInput['probes'][number], frame: Frame): ReadProbe {
  const { campaign, counted, zone, axis } = frame;
  const batches = withoutWarmUp(spec, all);
  const warmUp = rowsIn(all) - rowsIn(batches);
  const limits = counted.filter(({ judges }) => judges.some((judge) => judge.spec.name === spec.name));
  const counters = counted.flatMap(({ judges }) => judges.filter((judge) => judge.spec.name === spec.name));
  const traffic = new TrafficReader(spec.name);
  const exclusion = new ExclusionReader(spec.name, warmUp);
  const rhythm = rhythmReader({ spec, batches, link: campaign.plan.site.link, zone });
  const { report, drawn } = probeReport({
    spec,
    batches,
    range: axis,
    drawn: limits.flatMap(({ limit }) => drawnMetric(limit, spec) ?? []),
    readers: [rhythm, traffic, exclusion, ...counters.map(({ counter }) => counter)],
  });
  report.rhythm = rhythm.result(report.rows);
  return { spec, batches, report, drawn, traffic: traffic.traffic, exclusions: exclusion.exclusions };
}

const rowsIn = (batches: readonly SampleBatch[]) => batches.reduce((rows, { count }) => rows + count, 0);

/** What the answers of a chat probe say, the other probes help to tell: it is made last. */
function addInference(read: readonly ReadProbe[], outages: readonly Interval[], range: Frame['axis']): void {
  if (read.every(({ spec }) => spec.kind !== 'chat')) return;
  const echoes = read.filter(({ spec }) => isEcho(spec) && spec.role !== 'control');
  const evidence = linkEvidence(
    echoes.map(({ batches }) => batches),
    outages,
  );
  const probes = read.map(({ report }) => report);
  for (const { spec, batches, report } of read)
    if (spec.kind === 'chat') report.inference = inferenceReport({ batches, evidence, probes, range });
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
