import { type Millis, millis } from '../units.ts';

/** A gap is a stall when it is this many times the answer's usual gap, and this much longer, in ms. */
const TIMES_USUAL = 3;
const MORE_THAN_USUAL_MS = 150;
/** Fewer gaps do not say what is usual. */
const LEAST_GAPS = 3;

/** The usual gap of an answer in ms: the median of those in which time passed, as chunks of one read have a gap of 0. */
export function usualGapMs(iclMs: readonly number[]): number | undefined {
  const passed = iclMs.filter((ms) => ms > 0).sort((a, b) => a - b);
  return passed[Math.ceil(passed.length / 2) - 1];
}

/** Whether an answer has gaps enough to tell a stall from its pace. */
export const hasPace = (iclMs: readonly number[]) => iclMs.length >= LEAST_GAPS;

/**
 * Which gaps of one answer are stalls, by their places: those that a reader
 * notices (150 ms more than usual) and that do not belong to the answer's own
 * pace (three times the usual gap). Nothing where an answer is too short to have a pace.
 */
export function stallsIn(iclMs: readonly number[]): number[] {
  const usual = usualGapMs(iclMs);
  if (usual === undefined || !hasPace(iclMs)) return [];
  const least = Math.max(TIMES_USUAL * usual, usual + MORE_THAN_USUAL_MS);
  return iclMs.flatMap((ms, i) => (ms >= least ? [i] : []));
}

export interface StreamHealth {
  iclMs?: readonly Millis[] | undefined;
  longestGapMs?: Millis | undefined;
  stalls?: number | undefined;
}

/** What the gaps of one answer say; nothing where it came in one chunk. */
export function healthOf(iclMs: readonly Millis[]): StreamHealth {
  if (iclMs.length === 0) return {};
  const longestGapMs = iclMs.reduce((longest, ms) => millis(Math.max(longest, ms)));
  const stalls = hasPace(iclMs) ? stallsIn(iclMs).length : undefined;
  return { iclMs, longestGapMs, stalls };
}
