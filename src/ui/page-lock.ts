import { CAMPAIGN_LOCK, pageLockName } from '../store/door.ts';

/**
 * Takes the lock of the page that measures a campaign. `release` resolves once other pages, and this one,
 * see it gone, and gives up waiting where another page has it.
 */
export function holdPageLock(campaignId: string): { held: Promise<void>; release: () => Promise<void> } {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let tellHeld = () => {};
  const held = new Promise<void>((resolve) => {
    tellHeld = resolve;
  });
  const hold = () => {
    tellHeld();
    return until;
  };
  const queue = new AbortController();
  const released =
    navigator.locks?.request(pageLockName(campaignId), { signal: queue.signal }, hold).catch(() => {}) ??
    Promise.resolve();
  return {
    held,
    async release() {
      letGo();
      queue.abort();
      await released;
    },
  };
}

/** Runs `task` while no page measures the campaign; false, and nothing is run, where one does. */
export async function unlessMeasured(campaignId: string, task: () => Promise<void>): Promise<boolean> {
  const run = async (isFree: boolean) => {
    if (isFree) await task();
    return isFree;
  };
  if (navigator.locks === undefined) return await run(true);
  return await navigator.locks.request(pageLockName(campaignId), { ifAvailable: true }, (lock) =>
    run(lock !== null),
  );
}

/** Runs `task`, and lets no campaign start meanwhile. Where another campaign is measured, none can anyway. */
export async function whileNoneStarts(task: () => Promise<void>): Promise<void> {
  if (navigator.locks === undefined) await task();
  else await navigator.locks.request(CAMPAIGN_LOCK, { mode: 'shared', ifAvailable: true }, task);
}
