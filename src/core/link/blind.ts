import { firstAtOrAfter, lengthOf, type Span } from './spans.ts';
import type { Track } from './track.ts';

/** An outage is a silence over 2 s: of probes that ask at least this often, in ms, each one meets a due time. */
const DENSE_MS = 2100;

/**
 * How short outages may pass unseen, in ms; undefined where the probes ask often enough for none to.
 * A probe that asks each five minutes meets most outages by chance alone. A model may think for as long
 * as its timeout, so that its silence says nothing before (witness.ts). The probe that asks most
 * often tells. `looked`: when somebody was looking.
 */
export function blindMs(tracks: readonly Track[], looked: readonly Span[]): number | undefined {
  const main = tracks.filter((track) => !track.control);
  const heard = main.filter((track) => !track.mute);
  const noticed = (heard.length > 0 ? heard : main).map((track) => noticedAfterMs(track, looked));
  const leastMs = Math.min(...noticed);
  return leastMs > DENSE_MS ? leastMs : undefined;
}

function noticedAfterMs(
  { dueEpochMs, unmeasured, patient, timeoutMs }: Track,
  looked: readonly Span[],
): number {
  let asked = 0;
  for (const { start, end } of looked) {
    for (let i = firstAtOrAfter(dueEpochMs, start); (dueEpochMs[i] ?? Number.NaN) < end; i++)
      if (unmeasured[i] !== 1) asked += 1;
  }
  // Between a start and an end lies one interval more than due times.
  const spacingMs = asked === 0 ? Number.POSITIVE_INFINITY : lengthOf(looked) / (asked + 1);
  return patient ? Math.max(spacingMs, timeoutMs) : spacingMs;
}
