import type { GapCause } from '../campaign.ts';
import { mergeSorted, sortNearlySorted } from '../stats/nearly-sorted.ts';
import { type EpochMillis, epochMillis } from '../units.ts';
import { causeOf, type SilenceCause } from './cause.ts';
import { withInFlight } from './in-flight.ts';
import { firstAtOrAfter, type Span, subtract, union } from './spans.ts';
import type { Track } from './track.ts';
import { type Unobserved, unmeasuredRuns, unobservedRows } from './unobserved.ts';
import { evidence, witnesses } from './witness.ts';

/** One row of the outages table. */
export interface Interval {
  startEpochMs: EpochMillis;
  endEpochMs: EpochMillis;
  kind: 'outage' | 'interruption' | 'unmeasured';
  cause: SilenceCause | GapCause;
  /** Names of the probes that were due in it; all that count where none was. */
  probes: string[];
  /** A filter cut it: the first part of it that is looked at, or a further one of the same. */
  cut?: 'first' | 'further' | undefined;
}

export interface OutageInput {
  tracks: readonly Track[];
  /** Epoch ms at which connections opened that were asked for in a silence, to hosts of probes that are not controls. */
  freshEpochMs: readonly number[];
  gaps: readonly Unobserved[];
  /** The end of the campaign, or now. */
  endEpochMs: number;
  /** False where an earlier part of the record was dealt with already: then time before the first arrival is not judged. */
  fromStart?: boolean | undefined;
}

/**
 * Finds outages, interruptions and unmeasured time by the rule of the outages CSV.
 *
 * A silence runs from one arrival to the next over all probes that are not
 * control probes; error answers and fresh connections are arrivals. At the start
 * of the campaign, and after a gap, it runs from the first due time; at the end,
 * and before a gap, up to there. Nothing is known inside a gap, so that a silence
 * around one is judged in two parts. Silence counts where `evidence` (witness.ts)
 * says that somebody asked in vain: an `outage` over 2 s, an `interruption` from
 * 0.5 to 2 s, but not beside a fresh connection: while only those get through, one
 * a second, the probing is not dense. Rows come in order of time. O(n log n) in the samples.
 */
export function findOutages(input: OutageInput): Interval[] {
  const tracks = input.tracks.map((track) => withInFlight(track, input.endEpochMs));
  const main = tracks.filter((track) => !track.control);
  const controls = tracks.filter((track) => track.control);
  const runs = unmeasuredRuns(tracks);
  const holes = union([...input.gaps, ...runs]);
  const asked = witnesses(main);
  const fresh = new Set(input.freshEpochMs);
  const rows: Interval[] = unobservedRows(input.gaps, runs).map((gap) =>
    row(gap, 'unmeasured', gap.cause, tracks, true),
  );
  for (const silence of silences(main, input, holes)) {
    const found = evidence(silence, asked);
    if (found === undefined) continue;
    if (found.kind === 'interruption' && (fresh.has(silence.start) || fresh.has(silence.end))) continue;
    const cause = causeOf({ start: found.sinceEpochMs, end: silence.end }, controls);
    rows.push(row(silence, found.kind, cause, main, false));
  }
  return rows.sort((a, b) => a.startEpochMs - b.startEpochMs);
}

/** Shortest silence that is looked at, in ms. */
const SHORTEST_MS = 500;

function* silences(main: readonly Track[], input: OutageInput, holes: readonly Span[]): Generator<Span> {
  const arrivals = arrivalsOf(main, input);
  const firstDue = Math.min(...main.map((track) => firstAsked(track, Number.NEGATIVE_INFINITY)));
  let last = input.fromStart === false ? (arrivals[0] ?? Number.POSITIVE_INFINITY) : firstDue;
  for (let i = 0; i <= arrivals.length; i++) {
    i = nextPause(arrivals, i, last);
    last = Math.max(last, arrivals[i - 1] ?? last);
    const next = arrivals[i] ?? input.endEpochMs;
    if (next - last >= SHORTEST_MS) {
      for (const part of subtract({ start: last, end: next }, holes)) {
        const start =
          part.start === last ? last : Math.min(...main.map((track) => firstAsked(track, part.start)));
        if (part.end - start >= SHORTEST_MS) yield { start, end: part.end };
      }
    }
    last = Math.max(last, next);
  }
}

/** From `i` on, the first arrival that came long after the one before (for the first: after `last`); their number where none did. */
function nextPause(arrivals: Float64Array, i: number, last: number): number {
  let before = last;
  for (let at = i; at < arrivals.length; at++) {
    const arrival = arrivals[at] ?? 0;
    if (arrival - before >= SHORTEST_MS) return at;
    if (arrival > before) before = arrival;
  }
  return arrivals.length;
}

function arrivalsOf(main: readonly Track[], { freshEpochMs, endEpochMs }: OutageInput): Float64Array {
  const answers = main.map(({ dueEpochMs, waitMs }) => {
    const arrivals = new Float64Array(waitMs.length);
    for (let i = 0; i < arrivals.length; i++) arrivals[i] = (dueEpochMs[i] ?? 0) + (waitMs[i] ?? Number.NaN);
    return sortedUpTo(arrivals, endEpochMs);
  });
  return mergeSorted([...answers, sortedUpTo(Float64Array.from(freshEpochMs), endEpochMs)]);
}

/** Those that are at or before `endEpochMs`, ascending, in the place of `times`; NaN is not. */
function sortedUpTo(times: Float64Array, endEpochMs: number): Float64Array {
  let n = 0;
  for (let i = 0; i < times.length; i++) {
    const time = times[i] ?? Number.NaN;
    if (time <= endEpochMs) times[n++] = time;
  }
  const sorted = times.subarray(0, n);
  sortNearlySorted(sorted);
  return sorted;
}

/** The first due time from `epochMs` on at which somebody was looking; Infinity where there is none. */
function firstAsked({ dueEpochMs, unmeasured }: Track, epochMs: number): number {
  let i = firstAtOrAfter(dueEpochMs, epochMs);
  while (unmeasured[i] === 1) i += 1;
  return dueEpochMs[i] ?? Number.POSITIVE_INFINITY;
}

function row(
  span: Span,
  kind: Interval['kind'],
  cause: Interval['cause'],
  tracks: readonly Track[],
  unmeasured: boolean,
): Interval {
  const due = tracks.filter((track) => {
    let i = firstAtOrAfter(track.dueEpochMs, span.start);
    while (i < track.dueEpochMs.length && (track.unmeasured[i] === 1) !== unmeasured) i += 1;
    return (track.dueEpochMs[i] ?? Number.POSITIVE_INFINITY) < span.end;
  });
  return {
    startEpochMs: epochMillis(span.start),
    endEpochMs: epochMillis(span.end),
    kind,
    cause,
    probes: (due.length > 0 ? due : tracks).map((track) => track.name),
  };
}
