import { type Remote, wrap } from 'comlink';

/** A worker and the calls to it. */
export interface Link<Api> {
  api: Remote<Api>;
  /** Calls under way: they are rejected when the worker breaks; comlink alone would leave them unanswered for ever. */
  waiting: Set<(error: Error) => void>;
  /** Ends the worker and rejects all calls under way. */
  fail(error: Error): void;
  end(): void;
}

/** Wraps a worker; `what` names it in the sentence that its calls are rejected with when it breaks, after `drop`. */
export function linkTo<Api>(worker: Worker, what: string, drop: () => void): Link<Api> {
  const waiting = new Set<(error: Error) => void>();
  const fail = (error: Error) => {
    worker.terminate();
    drop();
    for (const reject of waiting) reject(error);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const detail = event.message === '' || event.message === undefined ? '' : ` (${event.message})`;
    fail(new Error(`The ${what} could not go on${detail}. Reload the page and try again.`));
  });
  return { api: wrap<Api>(worker), waiting, fail, end: () => worker.terminate() };
}

/** Asks a worker; rejects when it breaks meanwhile, and keeps nothing of the answer once it is given. */
export function ask<Api, T>(link: Link<Api>, call: (api: Remote<Api>) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    link.waiting.add(reject);
    call(link.api)
      .then(resolve, reject)
      .finally(() => link.waiting.delete(reject));
  });
}
