/** How long to wait for the clean worker's script before the copy at hand is taken. */
const PATIENCE_MS = 8000;
/** A script that takes longer than this is not on its way. */
const GIVE_UP_MS = 25_000;

/** A worker that says that it runs. `clean`: no service worker stands in the way of its requests. */
export interface StartedWorker {
  worker: Worker;
  clean: boolean;
}

/**
 * Starts the campaign worker. Its script lies in engine/, where an empty service
 * worker of a narrower scope keeps the main one's `fetch` listener out of the
 * probes' way. Where that script cannot be had, or not soon, the copy that the
 * main service worker holds takes its place. Rejects with a sentence where
 * neither loads.
 */
export async function startCampaignWorker(): Promise<StartedWorker> {
  const coming = startCleanWorker();
  const soon = await Promise.race([coming, patience()]);
  if (soon !== undefined) return { worker: soon, clean: true };
  const copy = await loaded(
    new Worker(new URL('../worker/campaign-fallback.ts', import.meta.url), { type: 'module' }),
  );
  if (copy !== undefined) {
    void coming.then((worker) => worker?.terminate());
    return { worker: copy, clean: false };
  }
  const late = await coming;
  if (late !== undefined) return { worker: late, clean: true };
  throw new Error(
    'The measuring part of the app could not be loaded. Connect once, reload the page and try again.',
  );
}

/** The clean worker alone; nothing where its script cannot be loaded. */
export function startCleanWorker(): Promise<Worker | undefined> {
  return loaded(new Worker(new URL('../worker/campaign.ts', import.meta.url), { type: 'module' }));
}

/**
 * Starts and ends the clean worker, so that the browser's HTTP cache holds its
 * script and what that imports: a campaign can then start without a network. It
 * heals a cache that was evicted, and costs nothing while everything is there.
 */
export async function keepCleanWorkerAtHand(): Promise<void> {
  (await startCleanWorker())?.terminate();
}

/** The worker once it says that it runs; nothing if its script cannot be loaded. */
function loaded(worker: Worker): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    const fail = () => {
      clearTimeout(timer);
      worker.terminate();
      resolve(undefined);
    };
    const timer = setTimeout(fail, GIVE_UP_MS);
    const ready = () => {
      clearTimeout(timer);
      worker.removeEventListener('error', failed);
      resolve(worker);
    };
    const failed = (event: ErrorEvent) => {
      event.preventDefault();
      fail();
    };
    worker.addEventListener('message', ready, { once: true });
    worker.addEventListener('error', failed, { once: true });
  });
}

function patience(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS));
}
