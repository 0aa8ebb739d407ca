import type { Clock } from '../core/probe.ts';
import { type Millis, millis } from '../core/units.ts';

/** Shorter than this before the next due time, other work would make it late. */
const CLEAR_MS = 15;

/**
 * Finds moments for work that is not measuring. An echo that arrives while this
 * worker writes to disk or draws up figures is read late, and that would count as
 * the link's: so such work waits until nothing is in flight and nothing is due.
 */
export class QuietMoments {
  readonly #clock: Clock;
  readonly #inFlight: () => number;
  #nextDueMs = Number.POSITIVE_INFINITY;
  #waiting: (() => void)[] = [];

  constructor(clock: Clock, inFlight: () => number) {
    this.#clock = clock;
    this.#inFlight = inFlight;
  }

  /** Everything that was due is sent; this is when more is. */
  nextDue(dueMs: number): void {
    this.#nextDueMs = dueMs;
    this.look();
  }

  /** Call when something came in. */
  look(): void {
    if (this.#waiting.length === 0 || !this.#isQuiet()) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Resolves at the next quiet moment, and after `atMostMs` in any case. */
  wait(atMostMs: Millis): Promise<void> {
    if (this.#isQuiet()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        resolve();
      };
      const cancel = this.#clock.at(millis(this.#clock.now() + atMostMs), () => {
        this.#waiting = this.#waiting.filter((other) => other !== done);
        resolve();
      });
      this.#waiting.push(done);
    });
  }

  #isQuiet(): boolean {
    return this.#inFlight() === 0 && this.#nextDueMs - this.#clock.now() > CLEAR_MS;
  }
}
