/** ISO 8601 in UTC with milliseconds and Z, truncated to the millisecond. */
export function utcText(epochMs: number): string {
  return new Date(wholeMs(epochMs)).toISOString();
}

/**
 * The whole milliseconds of a time as it reads with three decimals: rounded to
 * the microsecond first, so that `due_utc` and `due_epoch_ms` never disagree.
 */
export function wholeMs(epochMs: number): number {
  return Math.floor(Math.round(epochMs * 1000) / 1000);
}
