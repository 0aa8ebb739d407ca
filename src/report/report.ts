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
import { availabilityReport } from './availability-report.ts';
import type { AvailabilityReport } from './availability-types.ts';
import { decidedBy } from './decided-by.ts';
import { dishReport } from './dish-report.ts';
import { cutBatches, cutIntervals } from './filter/cut.ts';
import { type ReportCut, reportCut } from './filter/report-cut.ts';
import type { TimeFilter } from './filter/time-filter.ts';
import { asRecorded } from './imported-report.ts';
import { inferenceReport } from './inference-report.ts';
import { isEcho, timelineOf } from './probe-report.ts';
import { type Frame, type ReadProbe, readProbe } from './read-probe.ts';
import { siteZone } from './site-zone.ts';
import { isSky } from './sky.ts';
import { trainingReport } from './training-report.ts';
import type { Report } from './types.ts';
import { countedLimits, verdictReport } from './verdict-report.ts';

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
  const zone = siteZone(campaign, timeZone);
  const counted = countedLimits(judgedPlan(campaign));
  const { probes, read, whole, cut } = readProbes(input, { campaign, counted, zone: zone?.name });
  const { range, outages, availability } = linkOf(input, read, whole, cut);
  const unmeasuredMs = range === undefined ? 0 : spanOf(outages, 'unmeasured', range);
  const holes = cut?.holes ?? [];
  const lookedMs = range === undefined ? 0 : range.end - range.start - lengthOf(holes);
  const observedS = (lookedMs - unmeasuredMs) / 1000;
  const { start, end } = rangeOr(range, campaign);
  addInference(read, outages, { startEpochMs: start, endEpochMs: end });
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
      campaign,
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

interface Whole {
  probes: ReportInput['probes'];
  read: ReadProbe[];
  /** From the start to the end of the campaign, whatever of it is looked at. */
  whole: Span | undefined;
  cut: ReportCut | undefined;
}

/**
 * Reads what is looked at of each probe, all of it at once. How long the campaign was is known only
 * after that, but its first and last batches mostly tell. Where there is a filter, that has to be
 * known before, and the tracks are read first.
 */
function readProbes({ campaign, probes: all, filter }: ReportInput, frame: Omit<Frame, 'axis'>): Whole {
  const tracks = filter === undefined ? [] : all.map(({ spec, batches }) => trackOf(spec, batches));
  const guess = rangeOf(campaign, filter === undefined ? all.map(endsOf) : tracks);
  const cut = filter === undefined || guess === undefined ? undefined : reportCut(filter, guess);
  const probes = cutProbes(all, cut);
  const looked = cut === undefined ? guess : cut.range;
  const axis = axisOf(rangeOr(looked, campaign));
  const read = probes.map((probe, i) => readProbe(probe, { ...frame, axis }, tracks[i]));
  if (filter !== undefined) return { probes, read, whole: guess, cut };
  const whole = rangeOf(
    campaign,
    read.map(({ track }) => track),
  );
  if (whole?.start !== guess?.start || whole?.end !== guess?.end)
    for (const { spec, batches, report } of read)
      report.timeline = timelineOf({ spec, batches, range: axisOf(rangeOr(whole, campaign)) });
  return { probes, read, whole, cut };
}

/** The track of the first and the last batch alone. */
function endsOf({ spec, batches }: ReportInput['probes'][number]): Track {
  return trackOf(spec, batches.length < 2 ? batches : [...batches.slice(0, 1), ...batches.slice(-1)]);
}

const axisOf = ({ start, end }: Span) => ({ startEpochMs: start, endEpochMs: end });

const rangeOr = (range: Span | undefined, { createdEpochMs }: Campaign): Span =>
  range ?? { start: createdEpochMs, end: createdEpochMs };

/** The outages and what they come to. */
function linkOf(
  { campaign, events, damaged = [] }: ReportInput,
  read: readonly ReadProbe[],
  whole: Span | undefined,
  cut: ReportCut | undefined,
): { range?: Span | undefined; outages: Interval[]; availability?: AvailabilityReport | undefined } {
  if (whole === undefined) return { outages: [] };
  const range = cut === undefined ? whole : cut.range;
  const tracks = read.map(({ track }) => track);
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
      probes: read,
      tracks,
      rows: outages,
      range,
      sky: isSky(campaign.plan.site.link),
      target: judgedPlan(campaign).availabilityTarget,
      by: decidedBy({ ...campaign, filtered: cut?.told.label }),
      leftOut: cut?.holes,
    });
  return { range, outages, availability };
}

function cutProbes(probes: ReportInput['probes'], cut: ReportCut | undefined): ReportInput['probes'] {
  if (cut === undefined) return probes;
  return probes.map(({ spec, batches }) => ({ spec, batches: cutBatches(batches, cut.open) }));
}

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
  for (const { dueEpochMs, waitMs } of tracks) {
    for (let i = 0; i < dueEpochMs.length; i++) {
      const due = dueEpochMs[i] ?? 0;
      if (due < start) start = due;
      if (due > end) end = due;
      const arrival = due + (waitMs[i] ?? Number.NaN);
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
