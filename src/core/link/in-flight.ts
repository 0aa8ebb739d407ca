import { firstAtOrAfter } from './spans.ts';
import type { Track } from './track.ts';

/** What is due is sent within this time, or not at all (engine), in ms. */
const SENT_WITHIN_MS = 1000;

/**
 * True where an unmeasured due time was sent on time: a gap or the end of the run
 * cut the wait for its answer. That nobody was looking when it was due, only the
 * others say.
 */
export function wasSent({ lateMs }: Pick<Track, 'lateMs'>, i: number): boolean {
  return (lateMs[i] ?? Number.NaN) <= SENT_WITHIN_MS;
}

/**
 * The track with what was in flight when the record ended as just that: asked,
 * and not answered so far. A stop by hand writes it off as unmeasured, and an
 * outage may be why it was stopped.
 */
export function withInFlight(track: Track, endEpochMs: number): Track {
  const { dueEpochMs, timeoutMs } = track;
  let changed: { waitMs: Track['waitMs']; unmeasured: Uint8Array } | undefined;
  const from = firstAtOrAfter(dueEpochMs, endEpochMs - timeoutMs - SENT_WITHIN_MS);
  for (let i = from; i < dueEpochMs.length; i++) {
    if (track.unmeasured[i] !== 1 || !wasSent(track, i)) continue;
    changed ??= {
      waitMs: track.waitMs.slice(),
      unmeasured: Uint8Array.from(track.unmeasured),
    };
    changed.waitMs[i] = Number.POSITIVE_INFINITY;
    changed.unmeasured[i] = 0;
  }
  return changed === undefined ? track : { ...track, ...changed };
}
