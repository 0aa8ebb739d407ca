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
 * One that was never answered, however often it was asked, tells nothing: its
 * address may be wrong, or blocked.
 *
 * - `endpoint`: the controls beyond the link went on.
 * - `local`: those to the router did not, nor are any beyond the link known to have.
 * - `link`: the controls beyond the link failed and no router is known to have failed.
 * - `unknown`: no control beyond the link was due, or they were divided. A router
 *   that went on lies on this side of the link, and tells that from the endpoint no better.
 */
export function causeOf(silence: Span, controls: readonly Track[]): SilenceCause {
  const heard = controls.filter((track) => !track.mute);
  const beyond = heard.filter((track) => !track.local);
  // Behind a port of this computer may be a tunnel to anywhere: alone, it stands for a host beyond the link.
  const deciding = beyond.length > 0 ? beyond : heard.filter((track) => track.loopback);
  const far = poll(silence, deciding);
  const near = poll(
    silence,
    heard.filter((track) => track.local && !deciding.includes(track)),
  );
  if (far === true) return 'endpoint';
  if (near === false) return 'local';
  return far === false ? 'link' : 'unknown';
}

/** True: most went on; false: most did not; undefined: nothing is known, or as many did as did not. */
function poll(silence: Span, tracks: readonly Track[]): boolean | undefined {
  const votes: Votes = { went: 0, failed: 0 };
  for (const track of tracks) count(silence, track, votes);
  return votes.went === votes.failed ? undefined : votes.went > votes.failed;
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
