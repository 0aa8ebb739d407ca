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
 * of two consecutive round trips, so that both directions are in it. `take` those
 * that were measured, in the order of `seq`; losses (NaN among the first `count`) are passed
 * over, as a receiver would. Same unit as the values.
 */
export class InterarrivalJitterMeter {
  /** Values that were taken. */
  n = 0;
  #last = 0;
  #highest = 0;
  #before = Number.NaN;

  take(values: ArrayLike<number>, count = values.length): void {
    let [n, last, highest, before] = [this.n, this.#last, this.#highest, this.#before];
    for (let i = 0; i < count; i++) {
      const value = values[i] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      if (n > 0) last += (Math.abs(value - before) - last) / 16;
      if (last > highest) highest = last;
      before = value;
      n += 1;
    }
    this.n = n;
    this.#last = last;
    this.#highest = highest;
    this.#before = before;
  }

  /** `undefined` for fewer than two values. */
  result(): InterarrivalJitter | undefined {
    return this.n < 2 ? undefined : { last: this.#last, highest: this.#highest };
  }
}
