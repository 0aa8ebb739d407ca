/**
 * Starts the campaign worker. Its script lies in engine/, where an empty service
 * worker of a narrower scope keeps the main one's `fetch` listener out of the
 * probes' way. Where that script cannot be had, the copy that the main service
 * worker holds takes its place. Rejects with a sentence where neither loads.
 */
export async function startCampaignWorker(): Promise<Worker> {
  const worker =
    (await loaded(new Worker(new URL('../worker/campaign.ts', import.meta.url), { type: 'module' }))) ??
    (await loaded(
      new Worker(new URL('../worker/campaign-fallback.ts', import.meta.url), { type: 'module' }),
    ));
  if (worker !== undefined) return worker;
  throw new Error(
    'The measuring part of the app could not be loaded. Connect once, reload the page and try again.',
  );
}

/** The worker once it says that it runs; nothing if its script cannot be loaded. */
function loaded(worker: Worker): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    worker.addEventListener('message', () => resolve(worker), { once: true });
    worker.addEventListener(
      'error',
      (event) => {
        event.preventDefault();
        worker.terminate();
        resolve(undefined);
      },
      { once: true },
    );
  });
}
