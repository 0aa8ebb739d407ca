/**
 * Branded numbers: the compiler then refuses to add a duration to a date or to
 * hand one clock's reading to the other. The brand has no cost at run time.
 */
declare const unit: unique symbol;

/** A duration in milliseconds, or a reading of a monotonic clock. */
export type Millis = number & { readonly [unit]: 'ms' };

/** A wall-clock instant: milliseconds since 1970-01-01T00:00:00Z, as `Date.now()` counts. */
export type EpochMillis = number & { readonly [unit]: 'epoch ms' };

/** Marks a number as a duration in ms, or as a reading of a monotonic clock; nothing is checked. */
export const millis = (value: number): Millis => value as Millis;

/** Marks a number as a wall-clock instant in ms since the epoch; nothing is checked. */
export const epochMillis = (value: number): EpochMillis => value as EpochMillis;
