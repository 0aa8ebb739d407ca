import { openStore, type Store } from './database.ts';

/**
 * A connection that is opened when needed and opened again after the browser
 * dropped it: IndexedDB connections die in the field ("connection lost",
 * "backing store" errors), and the next one usually works.
 */
export class Connection {
  readonly #name: string | undefined;
  #store: Promise<Store> | undefined;

  constructor(name?: string) {
    this.#name = name;
  }

  /** Runs `task` on an open store; once more on a fresh connection if this one turns out to be dead. */
  async use<T>(task: (store: Store) => Promise<T>): Promise<T> {
    try {
      return await task(await this.#open());
    } catch (error) {
      if (!isDeadConnection(error)) throw error;
      this.#store = undefined;
      return await task(await this.#open());
    }
  }

  async close(): Promise<void> {
    const store = await this.#store?.catch(() => undefined);
    this.#store = undefined;
    store?.close();
  }

  #open(): Promise<Store> {
    this.#store ??= openStore(this.#name, () => {
      this.#store = undefined;
    });
    this.#store.catch(() => {
      this.#store = undefined;
    });
    return this.#store;
  }
}

function isDeadConnection(error: unknown): boolean {
  return (
    error instanceof DOMException && (error.name === 'InvalidStateError' || error.name === 'UnknownError')
  );
}
