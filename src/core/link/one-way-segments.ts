/** One echo as the segmentation sees it; times in ms. */
export interface OneWayEcho {
  /** Monotonic time of sending. */
  sentMs: number;
  /** Wall clock less monotonic clock at the due time. */
  leadMs: number;
  upMs: number;
  downMs: number;
  /** Round trip without the server's dwell; NaN where unknown. */
  rttMs: number;
}

/** Two clocks that run freely drift apart by less: 100 ppm is much for quartz, 500 ppm the fastest slew of NTP (RFC 5905). */
export const MOST_DRIFT = 500e-6;
/** As in the engine: what the wall clock does beyond this against the monotonic one was a sleep or a step. */
const JUMP_MS = 500;
/** Coarse browser clocks (1 ms) and the rounding of stored values. */
const SLACK_MS = 2;

/**
 * Tells, echo by echo, where one pair of clocks ends and another begins: at a
 * run's end (the monotonic clock starts anew), a sleep, a step of the laptop's
 * wall clock, and a step of the server's clock.
 *
 * The last is found by interval intersection (K. Marzullo, 1984). Half the
 * difference of the two one-way readings is the clocks' offset, wrong by at most
 * half the round trip, however the delay is divided between the directions. An
 * echo whose interval does not meet what all before it leave open (widened by
 * 500 ppm of the time between) proves a step. A step smaller than the round trip
 * is not proven, and stays in the readings: no method can tell it from a change
 * of the way in one direction.
 */
export class OneWaySegments {
  #last: OneWayEcho | undefined;
  #low = Number.NEGATIVE_INFINITY;
  #high = Number.POSITIVE_INFINITY;

  /** True where a segment begins with this echo. Call in the order of sending. */
  begins(echo: OneWayEcho): boolean {
    const last = this.#last;
    this.#last = echo;
    const offset = (echo.upMs - echo.downMs) / 2;
    const reach = Number.isNaN(echo.rttMs) ? Number.POSITIVE_INFINITY : echo.rttMs / 2 + SLACK_MS;
    const low = offset - reach;
    const high = offset + reach;
    const goesOn =
      last !== undefined &&
      echo.sentMs >= last.sentMs &&
      Math.abs(echo.leadMs - last.leadMs) <= JUMP_MS &&
      this.#meets(low, high, MOST_DRIFT * (echo.sentMs - last.sentMs));
    if (goesOn) return false;
    this.#low = low;
    this.#high = high;
    return true;
  }

  #meets(low: number, high: number, drift: number): boolean {
    this.#low = Math.max(this.#low - drift, low);
    this.#high = Math.min(this.#high + drift, high);
    return this.#low <= this.#high;
  }
}
