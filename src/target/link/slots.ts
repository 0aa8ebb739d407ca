import { exponential, normal, uniform } from '../random.ts';

/** The network reassigns each dish every 15 s, at seconds 12, 27, 42 and 57 of the minute (docs/target.md). */
export const SLOT_MS = 15_000;
export const SLOT_PHASE_MS = 12_000;

/** Round trips stay alike for about this long: queues drain over frames, not over single packets. */
const CELL_MS = 20;
/** Below this no packet went up to the satellite, down, and back. */
const FLOOR_MS = 19;

const MEDIAN = { typicalMs: 40, spread: 0.2, poorShare: 0.24, poorMeanMs: 21 };
const JITTER = { spread: 0.11, tailShare: 0.05, tailMeanMs: 29 };

/** Draws of different things at the same address must differ. */
const STREAM = { median: 11, poor: 12, poorSize: 13, jitter: 14, tail: 15, tailSize: 16 };

/** Number of the slot that holds a Unix time in ms; slot 0 began at 12 s past the epoch. */
export function slotAt(epochMs: number): number {
  return Math.floor((epochMs - SLOT_PHASE_MS) / SLOT_MS);
}

/** First millisecond of a slot, Unix time. */
export function slotStart(slot: number): number {
  return slot * SLOT_MS + SLOT_PHASE_MS;
}

/**
 * Typical round trip of a slot in ms. Most slots lie close together and a quarter is poorly served:
 * one bell curve cannot give steps with both p50 10 and p90 32 ms, as Seattle's recording has.
 */
export function slotMedian(seed: number, slot: number): number {
  const usual = MEDIAN.typicalMs * Math.exp(MEDIAN.spread * normal(seed, slot, STREAM.median));
  const poor = uniform(seed, slot, STREAM.poor) < MEDIAN.poorShare;
  return usual + (poor ? exponential(MEDIAN.poorMeanMs, seed, slot, STREAM.poorSize) : 0);
}

/** Round trip at a Unix time, in ms, of a packet that gets through: the slot's median, jitter and a right tail. */
export function roundTrip(seed: number, epochMs: number): number {
  const cell = Math.floor(epochMs / CELL_MS);
  const usual =
    slotMedian(seed, slotAt(epochMs)) * Math.exp(JITTER.spread * normal(seed, cell, STREAM.jitter));
  const late = uniform(seed, cell, STREAM.tail) < JITTER.tailShare;
  return Math.max(FLOOR_MS, usual + (late ? exponential(JITTER.tailMeanMs, seed, cell, STREAM.tailSize) : 0));
}
