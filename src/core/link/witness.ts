import { firstAtOrAfter, type Span } from './spans.ts';
import type { Track } from './track.ts';

/**
 * Due times that may testify to a silence, sorted by due time: those that were
 * never answered, and those whose answer took far longer than usual.
 */
export interface Witness {
  dueEpochMs: Float64Array;
  /** 1 where no answer came at all. */
  lost: Uint8Array;
  /** The wait from which an answer counts as slow, in ms. */
  slowMs: Float64Array;
}

export interface Evidence {
  kind: 'outage' | 'interruption';
  /** The first due time that was not answered in normal time. */
  sinceEpochMs: number;
}

const OUTAGE_MS = 2000;
const INTERRUPTION_MS = 500;
/** An answer that took longer than this many times the probe's median was late. */
const SLOW_TIMES = 3;

/** Picks out the witnesses among the due times of the probes that are not control probes. */
export function witnesses(main: readonly Track[]): Witness {
  const found: { due: number; lost: number; slow: number }[] = [];
  for (const { dueEpochMs, arrivalEpochMs, unmeasured, usualMs, patient } of main) {
    const slow = Math.max(INTERRUPTION_MS / 2, SLOW_TIMES * usualMs);
    for (let i = 0; i < dueEpochMs.length; i++) {
      if (unmeasured[i] === 1) continue;
      const due = dueEpochMs[i] ?? 0;
      const arrival = arrivalEpochMs[i] ?? Number.NaN;
      if (Number.isNaN(arrival)) found.push({ due, lost: 1, slow: 0 });
      else if (!patient && arrival - due > slow) found.push({ due, lost: 0, slow });
    }
  }
  found.sort((a, b) => a.due - b.due);
  return {
    dueEpochMs: Float64Array.from(found, (w) => w.due),
    lost: Uint8Array.from(found, (w) => w.lost),
    slowMs: Float64Array.from(found, (w) => w.slow),
  };
}

/**
 * Judges a silence. No arrival lies inside it, so that a due time inside either
 * was lost or waited up to its end at least. A lost one testifies. An answered
 * one testifies if, when the silence ended, it had waited longer than is usual
 * for the probe and for half of the silence or 2 s, whichever is less: a slow
 * answer proves only its own wait, and the time before it, when nobody asked,
 * must not be most of what is called an outage.
 *
 * Over 2 s one witness makes an `outage`. From 0.5 to 2 s it takes a probing
 * dense enough to see it: two witnesses, the first due in the first half.
 */
export function evidence({ start, end }: Span, asked: Witness): Evidence | undefined {
  const lengthMs = end - start;
  if (lengthMs < INTERRUPTION_MS) return undefined;
  const half = Math.min(OUTAGE_MS, lengthMs / 2);
  let first: number | undefined;
  let count = 0;
  for (let i = firstAtOrAfter(asked.dueEpochMs, start); i < asked.dueEpochMs.length; i++) {
    const due = asked.dueEpochMs[i] ?? 0;
    if (due >= end || (count >= 2 && first !== undefined)) break;
    const waited = end - due;
    const lost = asked.lost[i] === 1;
    if (!lost && waited <= (asked.slowMs[i] ?? 0)) continue;
    count += 1;
    if (first === undefined && (lost || waited >= half)) first = due;
  }
  if (first === undefined) return undefined;
  if (lengthMs > OUTAGE_MS) return { kind: 'outage', sinceEpochMs: first };
  return count >= 2 && end - first >= half ? { kind: 'interruption', sinceEpochMs: first } : undefined;
}
