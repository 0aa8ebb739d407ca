import type { Span } from './spans.ts';
import { firstAtOrAfter } from './spans.ts';
import type { Track } from './track.ts';

export type SilenceCause = 'link' | 'endpoint' | 'local' | 'unknown';

/** An answer within this time, half of the silence at most (or three times the usual one), came through the silence. */
const PROMPT_MS = 1000;
/** An answer this shortly before the silence ended may have come with its end, and tells nothing. */
const BESIDE_END_MS = 250;

interface Votes {
  went: number;
  failed: number;
}

/**
 * Why all probes were silent, told by the control probes that were due between
 * the first unanswered due time and the end of the silence. Most of them decide,
 * not one: when a link comes back, a control probe may well be the first to know.
 *
 * - `endpoint`: the controls went on. Where some lie beyond the link, those alone decide.
 * - `local`: those beyond the link did not (or there are none), nor did those to the router.
 * - `link`: the controls beyond the link failed and no router is known to have failed.
 * - `unknown`: no control probe was due, or none of them can be decided.
 */
export function causeOf(silence: Span, controls: readonly Track[]): SilenceCause {
  const far = poll(
    silence,
    controls.filter((track) => !track.local),
  );
  const near = poll(
    silence,
    controls.filter((track) => track.local),
  );
  const deciding = far ?? near;
  if (deciding === undefined) return 'unknown';
  if (deciding) return 'endpoint';
  return near === false ? 'local' : 'link';
}

/** True: most went on; false: most did not; undefined: nothing is known. */
function poll(silence: Span, tracks: readonly Track[]): boolean | undefined {
  const votes: Votes = { went: 0, failed: 0 };
  for (const track of tracks) count(silence, track, votes);
  return votes.went + votes.failed === 0 ? undefined : votes.went >= votes.failed;
}

function count({ start, end }: Span, track: Track, votes: Votes): void {
  const { dueEpochMs, waitMs, unmeasured } = track;
  const prompt = Math.max(Math.min(PROMPT_MS, (end - start) / 2), 3 * track.usualMs);
  for (let i = firstAtOrAfter(dueEpochMs, start); i < dueEpochMs.length; i++) {
    const due = dueEpochMs[i] ?? 0;
    if (due >= end) break;
    if (unmeasured[i] === 1) continue;
    const arrival = due + (waitMs[i] ?? Number.NaN);
    if (Number.isNaN(arrival) || Math.min(arrival, end) - due > prompt) votes.failed += 1;
    else if (arrival < end - BESIDE_END_MS) votes.went += 1;
  }
}
