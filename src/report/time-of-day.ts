/** 9999-12-31T23:59:59.999Z: later ones have more digits, and dates end some time after. */
const LAST_EPOCH_MS = 253_402_300_799_999;

/** What a reading from a file may be at most, of whatever unit: added to a time of day it still has a date. */
export const MOST_READING = 1e15;

/** Whether a time from a file can be one: views and files that show it rely on that. */
export function isTimeOfDay(epochMs: number | undefined): boolean {
  return epochMs === undefined || (epochMs >= 0 && epochMs <= LAST_EPOCH_MS);
}
