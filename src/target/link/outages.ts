import { exponential, uniform } from '../random.ts';
import { SLOT_MS, SLOT_PHASE_MS } from './slots.ts';

/**
 * Outages, one in each group of six slots: about one each 90 s, and seldom two minutes without,
 * so that a first run of two minutes has one to show. A dish well placed has none for days; this
 * one is placed badly (docs/target.md; durations p50/p90/p99 4.0/14.2/25.6 s).
 */
const SLOTS_A_GROUP = 6;
const GROUP_MS = SLOTS_A_GROUP * SLOT_MS;
/** An exponential with the recorded median has p90 13.3 and p99 26.6 s: near enough, with one parameter. */
const MEAN_MS = 4000 / Math.LN2;
/** Shorter than a group, so that only the group before can still be out when one begins. */
const LONGEST_MS = 45_000;
/** The link is up at least this long between two outages, else they would merge into one. */
const LEAST_UP_MS = 2_000;

/**
 * 46 % of the recorded outages start within a second of the slot boundary, 13 % would by chance:
 * this share is drawn there, the rest anywhere in the slot (0.38 + 0.62 * 2 / 15 = 0.46).
 */
const BOUNDARY_SHARE = 0.38;
const BOUNDARY_MS = 1_000;

const STREAM = { slot: 21, nearBoundary: 22, offset: 23, duration: 24 };

/** A time without any passage; Unix times in ms, the end not part of it. */
export interface Outage {
  startEpochMs: number;
  endEpochMs: number;
}

/** The outage that covers a Unix time in ms, or `undefined` while the link is up. */
export function outageAt(seed: number, epochMs: number): Outage | undefined {
  const group = Math.floor((epochMs - SLOT_PHASE_MS) / GROUP_MS);
  // An outage may begin up to a second before its group, and may last into the next one.
  return [group - 1, group, group + 1]
    .map((each) => outageOf(seed, each))
    .find((outage) => outage !== undefined && outage.startEpochMs <= epochMs && epochMs < outage.endEpochMs);
}

/** Outages that begin from one Unix time in ms up to another, in order. */
export function outagesBetween(seed: number, fromEpochMs: number, toEpochMs: number): Outage[] {
  const first = Math.floor((fromEpochMs - SLOT_PHASE_MS) / GROUP_MS);
  const last = Math.floor((toEpochMs - SLOT_PHASE_MS) / GROUP_MS) + 1;
  const found: Outage[] = [];
  for (let group = first; group <= last; group += 1) {
    const outage = outageOf(seed, group);
    if (outage && outage.startEpochMs >= fromEpochMs && outage.startEpochMs < toEpochMs) found.push(outage);
  }
  return found;
}

/** The outage of a group, unless the one drawn before it is still going on or has just ended. */
function outageOf(seed: number, group: number): Outage | undefined {
  const outage = draw(seed, group);
  return draw(seed, group - 1).endEpochMs + LEAST_UP_MS > outage.startEpochMs ? undefined : outage;
}

function draw(seed: number, group: number): Outage {
  const slot = Math.floor(uniform(seed, group, STREAM.slot) * SLOTS_A_GROUP);
  const place = uniform(seed, group, STREAM.offset);
  const near = uniform(seed, group, STREAM.nearBoundary) < BOUNDARY_SHARE;
  const offsetMs = near ? (place * 2 - 1) * BOUNDARY_MS : place * SLOT_MS;
  const startEpochMs = group * GROUP_MS + SLOT_PHASE_MS + slot * SLOT_MS + offsetMs;
  const durationMs = Math.min(LONGEST_MS, exponential(MEAN_MS, seed, group, STREAM.duration));
  return { startEpochMs, endEpochMs: startEpochMs + durationMs };
}
