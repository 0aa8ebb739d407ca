/** The running estimate of RFC 3550. */
export interface InterarrivalJitter {
  /** After the last sample: what an RTCP report at that moment would carry. */
  last: number;
  /** The highest that it reached. */
  highest: number;
}

/**
 * Interarrival jitter of RFC 3550, section 6.4.1: J += (|D| - J) / 16 from J = 0.
 * There D is the difference of two packets' one-way transit times; here it is that
 * of two consecutive round trips, so that both directions are in it. `values` are
 * those that were measured, in the order of `seq`, without NaN; losses are passed
 * over, as a receiver would. `undefined` for fewer than two. Same unit as the values.
 */
export function interarrivalJitter(values: ArrayLike<number>): InterarrivalJitter | undefined {
  if (values.length < 2) return undefined;
  let last = 0;
  let highest = 0;
  for (let i = 1; i < values.length; i++) {
    last += (Math.abs((values[i] ?? 0) - (values[i - 1] ?? 0)) - last) / 16;
    if (last > highest) highest = last;
  }
  return { last, highest };
}
