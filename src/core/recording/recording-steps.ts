import type { Span } from '../link/spans.ts';
import { nearestRank } from '../stats/percentile.ts';
import { sortFloats } from '../stats/sort.ts';
import type { RecordedRows } from './recording-reader.ts';

/** Median steps from one row to the next, in ms. */
export interface UsualSteps {
  stepMs: number;
  /** From a lost probe on: a recorder that waits for its answers stands still until its timeout. */
  afterLossMs: number;
}

/** As long a pause is a gap in a campaign of the app's own, too. */
const SHORTEST_GAP_MS = 1000;
/** A step of over so many usual ones is no irregularity any more. */
const GAP_TIMES = 4;
/** So much longer than usual may a recorder have waited for an answer that did not come. */
const WAIT_TIMES = 2;

/** The median step of a recording and that after losses; nothing for under two rows. */
export function usualSteps({
  timesMs,
  rttMs,
}: Pick<RecordedRows, 'timesMs' | 'rttMs'>): UsualSteps | undefined {
  const n = timesMs.length - 1;
  if (n < 1) return undefined;
  const all = new Float32Array(n);
  const lost = new Float32Array(n);
  let losses = 0;
  for (let i = 0; i < n; i++) {
    const step = (timesMs[i + 1] ?? 0) - (timesMs[i] ?? 0);
    all[i] = step;
    if (Number.isNaN(rttMs[i])) lost[losses++] = step;
  }
  const stepMs = median(all) ?? 0;
  return { stepMs, afterLossMs: Math.max(stepMs, median(lost.subarray(0, losses)) ?? 0) };
}

function median(values: Float32Array<ArrayBuffer>): number | undefined {
  sortFloats(values);
  return values[nearestRank(values.length, 0.5) - 1];
}

/**
 * Times in which the recorder asked nothing: in ms on the clock of `timesMs`.
 *
 * A step of over a second and over four usual ones is a gap, from when the next
 * row was due (or the answer was there) to the next row. Silence, and no gap, is
 * such a step beside a run of lost probes alone: the recorder asked twice or more in
 * vain and waited in between as long as it usually waits. After a single lost probe
 * it stood still until its timeout and nobody knows what the link did: one packet
 * may be lost on a good link, and five seconds of standing still are no outage.
 */
export function recordingGaps(
  { timesMs, rttMs }: Pick<RecordedRows, 'timesMs' | 'rttMs'>,
  { stepMs, afterLossMs }: UsualSteps,
): Span[] {
  const gaps: Span[] = [];
  const limitMs = Math.max(SHORTEST_GAP_MS, GAP_TIMES * stepMs);
  for (let i = 0; i + 1 < timesMs.length; i++) {
    const at = timesMs[i] ?? 0;
    const next = timesMs[i + 1] ?? 0;
    const step = next - at;
    if (step <= limitMs) continue;
    const rtt = rttMs[i] ?? Number.NaN;
    if (Number.isNaN(rtt)) {
      const inRun = (i > 0 && Number.isNaN(rttMs[i - 1])) || Number.isNaN(rttMs[i + 1]);
      if (inRun && step <= Math.max(limitMs, WAIT_TIMES * afterLossMs)) continue;
      gaps.push({ start: at + stepMs, end: next });
    } else if (step - rtt > limitMs) gaps.push({ start: at + Math.max(rtt, stepMs), end: next });
  }
  return gaps;
}
