import type { CampaignEvent, GapCause } from '../campaign.ts';
import { wasSent } from './in-flight.ts';
import { type Span, union } from './spans.ts';
import type { Track } from './track.ts';

/** An interval in which nobody was looking. */
export interface Unobserved extends Span {
  cause: GapCause;
}

/** The gaps that the engine recorded, in order of time, each with the cause that was known of it in the end. */
export function gapsOf(events: readonly CampaignEvent[]): Unobserved[] {
  const named = new Map(events.filter(({ kind }) => kind === 'gap-cause').map((e) => [e.epochMs, e.cause]));
  return events
    .filter((event) => event.kind === 'gap')
    .map(({ epochMs, durationMs = 0, cause = 'frozen' }) => ({
      start: epochMs,
      end: epochMs + Math.max(0, durationMs),
      cause: named.get(epochMs) ?? cause,
    }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start);
}

/**
 * Runs of neighbouring unmeasured samples that were not sent, or not on time, each
 * from its first due time to when its last was sent (or due, where it was not).
 * They cover what a record whose gap event was lost still knows.
 */
export function unmeasuredRuns(tracks: readonly Track[]): Span[] {
  const runs: Span[] = [];
  for (const track of tracks) {
    const { unmeasured, dueEpochMs, lateMs } = track;
    let run: Span | undefined;
    const { length } = unmeasured;
    for (let i = 0; i < length; i++) {
      if (unmeasured[i] !== 1 || wasSent(track, i)) {
        run = undefined;
        continue;
      }
      const due = dueEpochMs[i] ?? 0;
      if (run === undefined) {
        run = { start: due, end: due };
        runs.push(run);
      }
      run.end = Math.max(run.end, due + Math.max(0, lateMs[i] || 0));
    }
  }
  return union(runs.filter(({ start, end }) => end > start));
}

/**
 * The unmeasured intervals to report, without overlap: the gaps (where two
 * overlap, the later one gives way; equal causes merge), and runs of unmeasured
 * samples that touch no gap, as `frozen`: the page was not running on time.
 */
export function unobservedRows(gaps: readonly Unobserved[], runs: readonly Span[]): Unobserved[] {
  const lone = runs.filter((run) => !gaps.some((gap) => gap.start <= run.end && gap.end >= run.start));
  const all = [...gaps, ...lone.map((run): Unobserved => ({ ...run, cause: 'frozen' }))];
  const rows: Unobserved[] = [];
  for (const next of all.sort((a, b) => a.start - b.start)) {
    const last = rows.at(-1);
    if (last !== undefined && next.start <= last.end && next.cause === last.cause) {
      last.end = Math.max(last.end, next.end);
      continue;
    }
    const start = Math.max(next.start, last?.end ?? next.start);
    if (next.end > start) rows.push({ ...next, start });
  }
  return rows;
}
