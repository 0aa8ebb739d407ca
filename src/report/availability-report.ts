import { type AvailabilityEstimate, availability, LEAST_NEXT_S } from '../core/link/availability.ts';
import { judge, type TargetVerdict } from '../core/link/availability-target.ts';
import { blindMs } from '../core/link/blind.ts';
import { COMPOUND_METHOD } from '../core/link/compound-interval.ts';
import type { EndpointFaults } from '../core/link/endpoint-faults.ts';
import { outageRhythm } from '../core/link/outage-rhythm.ts';
import type { Interval } from '../core/link/outages.ts';
import { firstAtOrAfter, lengthOf, type Span, subtract, union } from '../core/link/spans.ts';
import type { Track } from '../core/link/track.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { AvailabilityReport, FaultReport } from './availability-types.ts';
import { observed } from './observed-outages.ts';
import { causeSums, countsAgainstLink, durationBins, durationPercentiles, longestOf } from './outage-sums.ts';
import { recoveryReport } from './recovery-report.ts';
import type { VerdictReport } from './verdict-types.ts';

export interface AvailabilityInput {
  probes: readonly { spec: ProbeSpec; faults: EndpointFaults }[];
  /** Of the same probes, in the same order. */
  tracks: readonly Track[];
  /** As `findOutages` returns them. */
  rows: readonly Interval[];
  /** From the start to the end of the campaign. */
  range: Span;
  /** The link goes, or may go, by satellites that move over the sky. */
  sky?: boolean | undefined;
  /** A share from 0 to 1. */
  target?: number | undefined;
  /** When it is decided whether the target is met. */
  by?: VerdictReport['by'];
  /** Within the range, and not looked at. */
  leftOut?: readonly Span[] | undefined;
}

/** Makes the availability of a campaign out of its outages: of the link, and of the service as a whole. */
export function availabilityReport({
  probes,
  tracks,
  rows,
  range,
  sky = false,
  target,
  by = 'planned-end',
  leftOut = [],
}: AvailabilityInput): AvailabilityReport {
  const outages = rows.filter(({ kind }) => kind === 'outage');
  const linkOutages = outages.filter(countsAgainstLink);
  const against = linkOutages.map(spanOf);
  const uncut = linkOutages.filter(({ cut }) => cut === undefined).map(spanOf);
  const further = new Set(
    outages.flatMap(({ cut, startEpochMs }) => (cut === 'further' ? [startEpochMs] : [])),
  );
  const unmeasured = union(rows.filter(({ kind }) => kind === 'unmeasured').map(spanOf));
  const holes = union([...unmeasured, ...leftOut]);
  const local = outages.filter(({ cause }) => cause === 'local').map(spanOf);
  const faults = probes
    .filter(({ spec }) => spec.role !== 'control')
    .map((probe) => ({ probe: probe.spec.name, ...probe.faults }));
  const blind = blindMs(tracks, subtract(range, holes));
  const told = blind === undefined ? (estimate: AvailabilityEstimate) => estimate : seenAlone;
  const link = told(availability(...observed(against, union([...holes, ...local]), range, further)));
  const down = union([...outages.map(spanOf), ...faults.flatMap(({ spells }) => spells)]);
  return {
    link,
    service: told(availability(...observed(down, holes, range, further))),
    blindS: blind === undefined ? undefined : blind / 1000,
    localS: lengthOf(local) / 1000,
    unmeasuredS: lengthOf(within(unmeasured, range)) / 1000,
    cutShort: uncut.filter((outage) => isCutShort(outage, tracks, holes, range)).length,
    cutByFilter: linkOutages.filter(({ cut }) => cut === 'first').length,
    causes: causeSums(rows),
    durations: durationPercentiles(uncut),
    bins: durationBins(rows),
    faults: faults.flatMap(faultReport),
    recoveries: tracks
      .filter((_, i) => isStanding(probes[i]?.spec))
      .map((track) => recoveryReport(track, uncut, holes)),
    rhythm: sky ? rhythmOf(rows, range, holes) : undefined,
    target: target === undefined ? undefined : judgedBy(by, judge(link, target)),
    method: COMPOUND_METHOD,
    leastNextS: LEAST_NEXT_S,
  };
}

/** What was seen, of a record that may have missed outages. */
const seenAlone = ({ observedS, downS, outages, longestS }: AvailabilityEstimate): AvailabilityEstimate => ({
  observedS,
  downS,
  outages,
  longestS,
});

/** The interval is made for one look: where the moment of the end may have been chosen, it decides nothing. */
function judgedBy(by: VerdictReport['by'], verdict: TargetVerdict): TargetVerdict {
  if (by === 'planned-end') return verdict;
  return { target: verdict.target, decision: 'not-enough-data', atEndAlone: true };
}

/** Interruptions count here as well: a satellite may be hidden for a second. */
function rhythmOf(rows: readonly Interval[], range: Span, holes: readonly Span[]) {
  const starts = rows
    // A border of a filter is no start, and comes in a rhythm of its own.
    .filter((row) => row.kind !== 'unmeasured' && countsAgainstLink(row) && row.cut === undefined)
    .map(({ startEpochMs }) => startEpochMs)
    .sort((a, b) => a - b);
  return outageRhythm(starts, range, lengthOf(within(holes, range)));
}

const spanOf = ({ startEpochMs, endEpochMs }: Interval): Span => ({ start: startEpochMs, end: endEpochMs });

/** An outage begins with an answer, or with a due time where nobody knows how long it had lasted. */
function isCutShort(
  { start, end }: Span,
  tracks: readonly Track[],
  holes: readonly Span[],
  range: Span,
): boolean {
  if (start <= range.start || end >= range.end) return true;
  if (holes.some((hole) => hole.start === end || hole.end === start)) return true;
  return tracks.some(({ dueEpochMs }) => dueEpochMs[firstAtOrAfter(dueEpochMs, start)] === start);
}

function within(spans: readonly Span[], { start, end }: Span): Span[] {
  return spans
    .map((span) => ({ start: Math.max(start, span.start), end: Math.min(end, span.end) }))
    .filter((span) => span.end > span.start);
}

/** It keeps a connection open, over which it sends messages. */
const isStanding = (spec: ProbeSpec | undefined) =>
  spec?.kind === 'websocket' && spec.expect === undefined && spec.role !== 'control';

function faultReport({ probe, counts, spells }: { probe: string } & EndpointFaults): FaultReport[] {
  const { 'http-status': httpStatus = 0, throttled = 0, 'stream-error': streamError = 0 } = counts;
  if (httpStatus + throttled + streamError === 0) return [];
  const seconds = spells.map(({ start, end }) => (end - start) / 1000);
  return [
    {
      probe,
      httpStatus,
      throttled,
      streamError,
      spells: spells.length,
      spellS: seconds.reduce((sum, s) => sum + s, 0),
      longestS: longestOf(seconds),
    },
  ];
}
