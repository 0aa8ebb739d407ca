/** When a worker that gets nowhere counts as stalled. Counted in looks, not by the clock: a laptop that sleeps takes none. */
export interface Patience {
  /** From one look to the next. */
  lookMs: number;
  /** The worker answers, but what it was asked for does not get on: it waits for the database. */
  idleMs: number;
  /** Likewise while it writes: a slow disk, or another tab that imports, may hold it up. */
  writingMs: number;
  /** The worker does not answer: it computes, which takes seconds for ten million samples. */
  busyMs: number;
}

export const PATIENCE: Patience = { lookMs: 2000, idleMs: 20_000, writingMs: 300_000, busyMs: 180_000 };

export interface Watched {
  /** Resolves as soon as the worker gets to answer. */
  ping(): Promise<unknown>;
  /** Whether anything is written that must not be given up lightly. */
  isWriting(): boolean;
  /** Called once; nothing is watched after it. */
  stalled(): void;
}

/**
 * Watches a worker as long as it is asked for something, and tells when it gets nowhere. Browsers now and
 * then leave a request to IndexedDB, or all of a worker, without an answer for ever, which a page would
 * show as progress without an end (https://github.com/element-hq/element-web/issues/17891).
 */
export class StallWatch {
  readonly #watched: Watched;
  readonly #patience: Patience;
  #calls = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isPinging = false;
  #idleLooks = 0;
  #busyLooks = 0;

  constructor(watched: Watched, patience = PATIENCE) {
    this.#watched = watched;
    this.#patience = patience;
  }

  /** A call was made; `end` follows. */
  begin(): void {
    this.heard();
    this.#calls += 1;
    this.#timer ??= setInterval(() => this.#look(), this.#patience.lookMs);
  }

  /** What was asked for got on. */
  heard(): void {
    this.#idleLooks = 0;
    this.#busyLooks = 0;
  }

  end(): void {
    this.heard();
    this.#calls -= 1;
    if (this.#calls === 0) this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const { lookMs, busyMs } = this.#patience;
    const idleMs = this.#watched.isWriting() ? this.#patience.writingMs : this.#patience.idleMs;
    if (this.#isPinging) this.#busyLooks += 1;
    else this.#idleLooks += 1;
    if (this.#idleLooks * lookMs > idleMs || this.#busyLooks * lookMs > busyMs) {
      this.#stop();
      this.#watched.stalled();
    } else if (!this.#isPinging) void this.#ping();
  }

  async #ping(): Promise<void> {
    this.#isPinging = true;
    await this.#watched.ping();
    this.#isPinging = false;
    this.#busyLooks = 0;
  }
}
