import { lossyAt } from './loss.ts';
import { outageAt } from './outages.ts';
import { roundTrip, slotAt, slotMedian } from './slots.ts';

/** The synthetic dish at one moment. */
export interface LinkState {
  /** Number of the 15 s slot; slot 0 began at 12 s past the Unix epoch. */
  slot: number;
  /** Typical round trip of the slot, ms. */
  slotMedianMs: number;
  /** Round trip of a packet that gets through, ms. */
  rttMs: number;
  /** Outage: nothing passes. */
  down: boolean;
  /** When the outage ends, Unix time in ms; only while `down`. */
  downUntilEpochMs: number | undefined;
  /** Packets sent now are lost, in a burst or in an outage. */
  lossy: boolean;
}

/**
 * State of a synthetic Starlink link at a Unix time in ms. Pure and with random access: the same
 * seed and time give the same state on every machine. Parameters come from the recordings that
 * docs/target.md names (Seattle for delay, a badly placed dish for outages); they are a likeness,
 * not a recording, and whatever runs through it must say `simulated`.
 */
export function linkAt(seed: number, epochMs: number): LinkState {
  const slot = slotAt(epochMs);
  const outage = outageAt(seed, epochMs);
  return {
    slot,
    slotMedianMs: slotMedian(seed, slot),
    rttMs: roundTrip(seed, epochMs),
    down: outage !== undefined,
    downUntilEpochMs: outage?.endEpochMs,
    lossy: outage !== undefined || lossyAt(seed, epochMs),
  };
}
