import type { Millis } from '../core/units.ts';

const SILENCE_MS = 2000;
const KNOCK_EVERY_MS = 1000;

/**
 * Tells when to ask for a sign of life over a fresh connection. A standing TCP
 * connection answers long after the link is back (an 18 s blackout took a
 * standing WebSocket 30.3 s, fresh connections 18.7 s), so in a silence of more
 * than 2 s a fresh one is tried every second: the link's outage and the
 * application's recovery are then both known. One answer does not end the asking
 * while others still wait: it may have been under way since before the silence.
 */
export class SilenceWatch {
  #lastArrivalMs: Millis;
  #lastStandingMs: Millis;
  #lostSince = false;
  #inSilence = false;
  /** When the first standing answer after a silence came. */
  #recoveredMs: Millis | undefined;
  #lastKnockMs = Number.NEGATIVE_INFINITY;

  constructor(nowMs: Millis) {
    this.#lastArrivalMs = nowMs;
    this.#lastStandingMs = nowMs;
  }

  /** An answer of a probe (`fresh` false) or to a knock (`fresh` true). */
  arrived(nowMs: Millis, fresh = false): void {
    this.#lastArrivalMs = nowMs;
    if (fresh) return;
    if (this.#inSilence) this.#recoveredMs ??= nowMs;
    this.#lastStandingMs = nowMs;
    this.#lostSince = false;
  }

  /** A probe timed out or failed without an answer. */
  lost(): void {
    this.#lostSince = true;
  }

  /** Since when nothing at all has answered, if that is over 2 s and something was asked. */
  silentSince(nowMs: Millis, oldestInFlightMs: Millis | undefined): Millis | undefined {
    return this.#asked(nowMs, oldestInFlightMs) && nowMs - this.#lastArrivalMs > SILENCE_MS
      ? this.#lastArrivalMs
      : undefined;
  }

  /** True once a second while the standing probes are silent; fresh answers do not stop the asking. */
  knockDue(nowMs: Millis, oldestInFlightMs: Millis | undefined): boolean {
    if (!this.#asked(nowMs, oldestInFlightMs)) return false;
    if (nowMs - this.#lastStandingMs <= SILENCE_MS && !this.#isStuck(nowMs, oldestInFlightMs)) {
      this.#inSilence = false;
      this.#recoveredMs = undefined;
      return false;
    }
    this.#inSilence = true;
    if (nowMs - this.#lastKnockMs < KNOCK_EVERY_MS) return false;
    this.#lastKnockMs = nowMs;
    return true;
  }

  /** Shortly after the first answer of a silence, and what was sent in it is still not answered. */
  #isStuck(nowMs: Millis, oldestInFlightMs: Millis | undefined): boolean {
    const recent = this.#recoveredMs !== undefined && nowMs - this.#recoveredMs <= SILENCE_MS;
    return recent && oldestInFlightMs !== undefined && nowMs - oldestInFlightMs > SILENCE_MS;
  }

  #asked(nowMs: Millis, oldestInFlightMs: Millis | undefined): boolean {
    return this.#lostSince || (oldestInFlightMs !== undefined && nowMs - oldestInFlightMs > SILENCE_MS);
  }
}
