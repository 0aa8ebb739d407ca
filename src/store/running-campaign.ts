/** The Web Lock under which one tab of a browser probes; every version of the app takes it. */
export const CAMPAIGN_LOCK = 'dishprobe-campaign';
const PAGE_LOCK = 'dishprobe-page-';

/** The Web Lock that the page of a campaign holds, also while one of its workers hands over to another. */
export const pageLockName = (campaignId: string) => PAGE_LOCK + campaignId;

/**
 * Runs `task` at a moment at which no tab of this browser measures, and keeps one from starting
 * meanwhile; `onWait` is called where that moment is not now. Web Locks exist in secure contexts
 * only: elsewhere the task runs at once.
 */
export async function whenNothingRuns<T>(task: () => Promise<T>, onWait: () => void): Promise<T> {
  const { locks } = navigator;
  if (locks === undefined) return await task();
  for (;;) {
    const running = await runningLock(locks);
    if (running === undefined) break;
    onWait();
    await locks.request(running, { mode: 'shared' }, () => {});
  }
  return await locks.request(CAMPAIGN_LOCK, { mode: 'shared' }, task);
}

/** A page's lock first: while it hands over, nobody may stand in the queue for the other. */
async function runningLock(locks: LockManager): Promise<string | undefined> {
  const held = ((await locks.query()).held ?? []).filter((lock) => lock.mode === 'exclusive');
  const names = held.map(({ name = '' }) => name);
  return names.find((name) => name.startsWith(PAGE_LOCK)) ?? names.find((name) => name === CAMPAIGN_LOCK);
}
