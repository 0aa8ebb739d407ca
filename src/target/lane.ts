import { epochNow, monoNow, runAt } from './clock.ts';
import type { Transit } from './link/transit.ts';

/** The delay of a link for a message handed over at a Unix time in ms. */
export type Delay = (epochMs: number) => Transit;

/** Bytes held in one lane beyond which whoever fills it should wait. */
const ROOM_BYTES = 4 * 1024 * 1024;

interface Held {
  dueMonoMs: number;
  bytes: number;
  task: () => void;
}

/**
 * One direction of one connection. Tasks run in the order in which they were handed over; over a
 * link each runs when its bytes would have arrived, and waits for what was sent before it, as in a
 * TCP stream. Without a link each runs at once.
 */
export class Lane {
  readonly #delay: Delay | undefined;
  readonly #queue: Held[] = [];
  #cancel: (() => void) | undefined;
  #heldBytes = 0;
  #lastDueMonoMs = 0;
  #lastSentMonoMs = 0;
  #waiting: (() => void)[] = [];
  #closed = false;

  constructor(delay: Delay | undefined) {
    this.#delay = delay;
  }

  /** Hands over a task that stands for so many bytes. After `close` it is dropped. */
  pass(bytes: number, task: () => void): void {
    if (this.#closed) return;
    if (!this.#delay) {
      task();
      return;
    }
    const now = monoNow();
    // What follows a lost message leaves together with its repetition, it is not lost a second time.
    const sent = Math.max(now, this.#lastSentMonoMs);
    const { heldMs, flightMs } = this.#delay(epochNow() + sent - now);
    this.#lastSentMonoMs = sent + heldMs;
    this.#lastDueMonoMs = Math.max(this.#lastDueMonoMs, this.#lastSentMonoMs + flightMs);
    this.#heldBytes += bytes;
    this.#queue.push({ dueMonoMs: this.#lastDueMonoMs, bytes, task });
    if (this.#queue.length === 1) this.#arm();
  }

  /** Nothing that is handed over leaves before this reading of the monotonic clock. */
  holdUntil(monoMs: number): void {
    this.#lastSentMonoMs = Math.max(this.#lastSentMonoMs, monoMs);
  }

  get full(): boolean {
    return this.#heldBytes > ROOM_BYTES;
  }

  /** Resolves once less than 4 MiB is held, at once in most cases, and when the lane is closed. */
  room(): Promise<void> {
    if (this.#closed || !this.full) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Drops all that is held, with its timer. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#queue.length = 0;
    this.#heldBytes = 0;
    this.#wake();
  }

  #arm(): void {
    this.#cancel?.();
    const head = this.#queue[0];
    if (head) this.#cancel = runAt(head.dueMonoMs, () => this.#deliver());
  }

  #deliver(): void {
    const now = monoNow();
    for (let head = this.#queue[0]; head && head.dueMonoMs <= now; head = this.#queue[0]) {
      this.#queue.shift();
      this.#heldBytes -= head.bytes;
      head.task();
    }
    this.#arm();
    if (!this.full) this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
