import { CAMPAIGN_LOCK } from '../store/running-campaign.ts';

/** Whether a campaign is measured in this browser now; false where the browser does not tell. */
export async function isCampaignRunning(): Promise<boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.some(({ name, mode }) => name === CAMPAIGN_LOCK && mode === 'exclusive');
}

/** How long a worker whose page was closed, or that handed over, may take to go, in ms. */
const PATIENCE_MS = 15_000;

/**
 * Runs `task` while holding the one lock under which this browser probes, so
 * that a second tab can never probe at the same time. A held Web Lock also keeps
 * browsers from freezing the page. Rejects with a sentence where another tab has it;
 * with `waits`, which is for a campaign whose page or worker has just gone, only after a while.
 */
export async function withCampaignLock<T>(task: () => Promise<T>, waits = false): Promise<T> {
  // Web Locks exist in secure contexts only. On http to another machine the
  // campaign goes on without one: nothing then holds a second tab back.
  if (navigator.locks === undefined) return await task();
  if (!waits)
    return await navigator.locks.request(CAMPAIGN_LOCK, { ifAvailable: true }, async (lock) => {
      if (lock === null) throw new Error(TAKEN);
      return await task();
    });
  const patience = AbortSignal.timeout(PATIENCE_MS);
  let hasBegun = false;
  try {
    return await navigator.locks.request(CAMPAIGN_LOCK, { signal: patience }, async () => {
      hasBegun = true;
      return await task();
    });
  } catch (error) {
    throw hasBegun || !patience.aborted ? error : new Error(TAKEN, { cause: error });
  }
}

const TAKEN = 'Another tab of this browser is measuring. Stop it there, or wait until it ends.';
