import type { Remote } from 'comlink';
import { PATIENCE, type Patience, StallWatch } from './stall-watch.ts';
import { ask, type Link } from './worker-link.ts';

/** What calls are rejected with whose worker got nowhere; its sentence is for what was read. */
class Stalled extends Error {}

type Progress = (share: number) => void;
type Call<Api, T> = (api: Remote<Api>, heard: (onProgress: Progress) => Progress) => Promise<T>;

/** Where a worker comes from. */
export interface Source<Api> {
  /** Starts it; it calls `drop` when the worker has broken. */
  start(drop: () => void): Link<Api>;
  /** Asks for an answer that takes no work. */
  ping(api: Remote<Api>): Promise<unknown>;
}

interface Kept<Api> {
  link: Link<Api>;
  watch: StallWatch;
}

/**
 * A worker that is started when it is first asked for something, and started anew where it gets nowhere
 * with what may be asked twice.
 */
export class PatientReader<Api> {
  readonly #source: Source<Api>;
  readonly #patience: Patience;
  #kept: Kept<Api> | undefined;
  /** Calls under way that write. */
  #writing = 0;

  constructor(source: Source<Api>, patience = PATIENCE) {
    this.#source = source;
    this.#patience = patience;
  }

  /**
   * Asks for what only reads: where the worker stalls, another one is asked, once. `heard` wraps the
   * listener to progress that goes along. Rejects with a sentence where the second stalls too, and once
   * the first did where the caller `cancelled` meanwhile.
   */
  async read<T>(call: Call<Api, T>, cancelled?: AbortSignal): Promise<T> {
    try {
      return await this.#ask(call);
    } catch (error) {
      if (!(error instanceof Stalled)) throw error;
      cancelled?.throwIfAborted();
      return await this.#ask(call);
    }
  }

  /** Asks for what writes, once, and with more patience. Rejects with a sentence where it stalls. */
  async write<T>(call: Call<Api, T>): Promise<T> {
    this.#writing += 1;
    try {
      return await this.#ask(call);
    } catch (error) {
      throw error instanceof Stalled ? new Error(GIVEN_UP) : error;
    } finally {
      this.#writing -= 1;
    }
  }

  async #ask<T>(call: Call<Api, T>): Promise<T> {
    const { link, watch } = this.#worker();
    const heard = (onProgress: Progress) => (share: number) => {
      watch.heard();
      onProgress(share);
    };
    watch.begin();
    try {
      return await ask(link, (api) => call(api, heard));
    } finally {
      watch.end();
    }
  }

  #worker(): Kept<Api> {
    if (this.#kept !== undefined) return this.#kept;
    const link = this.#source.start(() => {
      if (this.#kept === kept) this.#kept = undefined;
    });
    const watch = new StallWatch(
      {
        ping: () => this.#source.ping(link.api),
        isWriting: () => this.#writing > 0,
        stalled: () => link.fail(new Stalled(STALLED)),
      },
      this.#patience,
    );
    const kept = { link, watch };
    this.#kept = kept;
    return kept;
  }
}

const GIVEN_UP =
  'The browser has not answered for some minutes, so this was given up. Nothing half done is kept. Reload this page and try again.';
const STALLED =
  'What reads the stored samples gets no answer from the browser, and a second attempt got none either. Nothing is lost. Reload this page; where that does not help, close the browser and open it again.';
