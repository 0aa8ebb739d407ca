import { firstAtOrAfter } from './spans.ts';

/** A due time of one probe whose answer took far longer than usual, or may still come. */
export interface SlowAnswer {
  dueEpochMs: number;
  /** Infinity while it is waited for. */
  arrivalEpochMs: number;
}

/**
 * Tells when one probe owed an answer that was overdue by then: one that was due
 * more than `slowMs` ago, and that came later, or may still come. `slow` is in the
 * order of due times. O(log n) a question.
 */
export function overdueAnswers(slow: readonly SlowAnswer[], slowMs: number): (epochMs: number) => boolean {
  const dueEpochMs = Float64Array.from(slow, (answer) => answer.dueEpochMs);
  let latest = Number.NEGATIVE_INFINITY;
  const latestOfThese = Float64Array.from(slow, (answer) => {
    latest = Math.max(latest, answer.arrivalEpochMs);
    return latest;
  });
  return (epochMs) => {
    const overdue = firstAtOrAfter(dueEpochMs, epochMs - slowMs);
    return (latestOfThese[overdue - 1] ?? Number.NEGATIVE_INFINITY) > epochMs;
  };
}
