import { CAMPAIGN_LOCK } from '../store/running-campaign.ts';

/**
 * Runs `task` while holding the one lock under which this browser probes, so
 * that a second tab can never probe at the same time. A held Web Lock also keeps
 * browsers from freezing the page. Rejects with a sentence where another tab has it.
 */
export async function withCampaignLock<T>(task: () => Promise<T>): Promise<T> {
  // Web Locks exist in secure contexts only. On http to another machine the
  // campaign goes on without one: nothing then holds a second tab back.
  if (navigator.locks === undefined) return await task();
  return await navigator.locks.request(CAMPAIGN_LOCK, { ifAvailable: true }, async (lock) => {
    if (lock === null)
      throw new Error('Another tab of this browser is measuring. Stop it there, or wait until it ends.');
    return await task();
  });
}
