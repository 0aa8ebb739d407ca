import type { Clock } from '../../src/core/probe.ts';
import { epochMillis, type Millis, millis } from '../../src/core/units.ts';

/** Two clocks that move only when told: sleep, freezes and steps happen in microseconds and exactly. */
export class VirtualClock implements Clock {
  #mono = 1000;
  #epoch = 1_790_000_000_000;
  #timers: { due: number; task: () => void }[] = [];

  now(): Millis {
    return millis(this.#mono);
  }

  epochNow() {
    return epochMillis(this.#epoch);
  }

  at(due: Millis, task: () => void): () => void {
    const timer = { due, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Time passes and timers run on time; promises get their turn in between. */
  async run(ms: number): Promise<void> {
    const end = this.#mono + ms;
    for (;;) {
      await settle();
      const next = this.#next();
      if (next === undefined || next.due > end) break;
      this.#move(Math.max(0, next.due - this.#mono));
      this.#fire(next);
    }
    this.#move(end - this.#mono);
    await settle();
  }

  /** The page is frozen: both clocks go on, no timer runs until it is over. */
  freeze(ms: number): void {
    this.#move(ms);
  }

  /** The laptop sleeps where the monotonic clock stands still, or somebody sets the clock. */
  jumpWall(ms: number): void {
    this.#epoch += ms;
  }

  #move(ms: number): void {
    this.#mono += ms;
    this.#epoch += ms;
  }

  #next() {
    return this.#timers.reduce<{ due: number; task: () => void } | undefined>(
      (first, timer) => (first === undefined || timer.due < first.due ? timer : first),
      undefined,
    );
  }

  #fire(timer: { due: number; task: () => void }): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    timer.task();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 8; i += 1) await Promise.resolve();
}
