import { overdueAnswers, type SlowAnswer } from './held-up.ts';
import { firstAtOrAfter, type Span } from './spans.ts';
import type { Track } from './track.ts';

/**
 * Due times that may testify to a silence, sorted by due time: those that were
 * never answered, and those whose answer took far longer than usual.
 */
export interface Witness {
  dueEpochMs: Float64Array;
  /** The wait from which an answer counts as slow, in ms; 0 where none came at all. */
  slowMs: Float64Array;
  /** Whose due time it is, as an index into `owes`. */
  probe: Uint32Array;
  /** Whether the probe owed an answer at that time in epoch ms that was overdue by then. */
  owes: readonly ((epochMs: number) => boolean)[];
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

/**
 * Picks out the witnesses among the due times of the probes that are not control
 * probes. A mute one says nothing of the link while others are answered.
 */
export function witnesses(main: readonly Track[]): Witness {
  const heard = main.filter((track) => !track.mute);
  const found: { due: number; slow: number; probe: number }[] = [];
  const owes = (heard.length > 0 ? heard : main).map((track, probe) => {
    const { dueEpochMs, waitMs, unmeasured, usualMs, patient } = track;
    const slow = Math.max(INTERRUPTION_MS / 2, SLOW_TIMES * usualMs);
    const slowly: SlowAnswer[] = [];
    for (let i = 0; i < dueEpochMs.length; i++) {
      if (unmeasured[i] === 1) continue;
      const due = dueEpochMs[i] ?? 0;
      const arrival = due + (waitMs[i] ?? Number.NaN);
      if (Number.isNaN(arrival)) found.push({ due, slow: 0, probe });
      else if (!patient && arrival - due > slow) {
        found.push({ due, slow, probe });
        slowly.push({ dueEpochMs: due, arrivalEpochMs: arrival });
      }
    }
    return overdueAnswers(slowly, slow);
  });
  found.sort((a, b) => a.due - b.due);
  return {
    dueEpochMs: Float64Array.from(found, (w) => w.due),
    slowMs: Float64Array.from(found, (w) => w.slow),
    probe: Uint32Array.from(found, (w) => w.probe),
    owes,
  };
}

/**
 * Judges a silence. No arrival lies inside it, so that a due time inside either
 * was lost or waited up to its end at least. It testifies if, when the silence
 * ended, it had waited longer than is usual for the probe and for half of the
 * silence or 2 s, whichever is less: a request proves only its own wait, and the
 * time before it, when nobody asked, must not be most of what is called an
 * outage. So one lost request beside a good answer makes none, however rarely
 * the probes ask.
 *
 * Over 2 s one witness makes an `outage`. From 0.5 to 2 s it takes a probing
 * dense enough to see it: two witnesses, the first due in the first half. And they
 * are no witnesses where their probe owed an answer that was overdue when the
 * silence began: on a standing connection they wait behind it for TCP's next
 * retransmission, though the link is back. What was lost holds up nothing.
 */
export function evidence({ start, end }: Span, asked: Witness): Evidence | undefined {
  const lengthMs = end - start;
  if (lengthMs < INTERRUPTION_MS) return undefined;
  const half = Math.min(OUTAGE_MS, lengthMs / 2);
  const isOutage = lengthMs > OUTAGE_MS;
  const heldUp = isOutage ? [] : asked.owes.map((owes) => owes(start));
  let first: number | undefined;
  let count = 0;
  for (let i = firstAtOrAfter(asked.dueEpochMs, start); i < asked.dueEpochMs.length; i++) {
    const due = asked.dueEpochMs[i] ?? 0;
    const waited = end - due;
    if (waited <= 0 || count >= 2 || (first === undefined && waited < half)) break;
    if (waited <= (asked.slowMs[i] ?? 0) || heldUp[asked.probe[i] ?? 0] === true) continue;
    first ??= due;
    count += 1;
  }
  if (first === undefined) return undefined;
  if (isOutage) return { kind: 'outage', sinceEpochMs: first };
  return count >= 2 ? { kind: 'interruption', sinceEpochMs: first } : undefined;
}
