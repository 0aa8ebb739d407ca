import { openStore, type Store } from './database.ts';
import { answerWithin, NoAnswer } from './no-answer.ts';

export interface ConnectionOptions {
  name?: string | undefined;
  /** Stays open whatever a newer version of the app wants: the owner measures, and closes it at the end. */
  keeps?: boolean | undefined;
  /** Awaited before a connection that was dropped is opened again. */
  dropped?: (() => Promise<void>) | undefined;
  /** Opening waits for another tab, or does not any more. */
  waits?: ((waiting: boolean) => void) | undefined;
}

/**
 * A connection that is opened when needed and opened again after the browser
 * dropped it: IndexedDB connections die in the field ("connection lost",
 * "backing store" errors), and the next one usually works.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  #store: Promise<Store> | undefined;

  constructor(options: ConnectionOptions = {}) {
    this.#options = options;
  }

  /**
   * Runs `task` on an open store; once more on a fresh connection if this one turns out to be dead. Where it
   * gets no answer for `patienceMs` the connection counts as dead as well: `over` is aborted, it rejects with
   * `NoAnswer`, and the next call opens another one.
   */
  async use<T>(
    task: (store: Store, over: AbortSignal) => Promise<T>,
    patienceMs = Number.POSITIVE_INFINITY,
  ): Promise<T> {
    const opening = this.#open();
    try {
      return await this.#ask(opening, task, patienceMs);
    } catch (error) {
      // A connection that is dropped under a transaction aborts it, as a failure of its own would.
      const dropped = this.#store !== opening;
      if (!dropped && !isDeadConnection(error)) throw error;
      if (!dropped) await this.close();
      await this.#options.dropped?.();
      if (error instanceof NoAnswer) throw error;
      return await this.#ask(this.#open(), task, patienceMs);
    }
  }

  async close(): Promise<void> {
    const closing = this.#store;
    this.#store = undefined;
    (await closing?.catch(() => undefined))?.close();
  }

  async #ask<T>(
    opening: Promise<Store>,
    task: (store: Store, over: AbortSignal) => Promise<T>,
    patienceMs: number,
  ): Promise<T> {
    const over = new AbortController();
    const asked = opening.then(async (store) => {
      // It was long in opening: what was to be done on it is done by others.
      over.signal.throwIfAborted();
      return await task(store, over.signal);
    });
    try {
      return await answerWithin(asked, patienceMs);
    } catch (error) {
      if (error instanceof NoAnswer) {
        over.abort();
        // Not awaited: it may never have been opened.
        if (this.#store === opening) void this.close();
      }
      throw error;
    }
  }

  #open(): Promise<Store> {
    if (this.#store !== undefined) return this.#store;
    const { name, keeps, waits } = this.#options;
    const forget = () => {
      if (this.#store === opening) this.#store = undefined;
    };
    const opening = openStore(name, { keeps, ...(waits === undefined ? {} : { waits }), closed: forget });
    opening.catch(forget);
    this.#store = opening;
    return opening;
  }
}

function isDeadConnection(error: unknown): boolean {
  return (
    error instanceof DOMException && (error.name === 'InvalidStateError' || error.name === 'UnknownError')
  );
}
