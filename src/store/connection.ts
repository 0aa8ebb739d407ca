import { openStore, type Store } from './database.ts';

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

  /** Runs `task` on an open store; once more on a fresh connection if this one turns out to be dead. */
  async use<T>(task: (store: Store) => Promise<T>): Promise<T> {
    const opening = this.#open();
    try {
      return await task(await opening);
    } catch (error) {
      // A connection that is dropped under a transaction aborts it, as a failure of its own would.
      const dropped = this.#store !== opening;
      if (!dropped && !isDeadConnection(error)) throw error;
      if (!dropped) await this.close();
      await this.#options.dropped?.();
      return await task(await this.#open());
    }
  }

  async close(): Promise<void> {
    const closing = this.#store;
    this.#store = undefined;
    (await closing?.catch(() => undefined))?.close();
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
