import { CAMPAIGN_LOCK, door, pageLockName } from '../store/door.ts';

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

/** This window, for others that have no Web Locks to see it by. */
const owner = crypto.getRandomValues(new Uint32Array(2)).join('-');

/**
 * Rejects with a sentence where the browser has no Web Locks, as over plain http, and another window measured
 * something a moment ago: it must be stopped first, or have gone.
 */
export async function refuseSecondWindow(campaignId: string): Promise<void> {
  if (navigator.locks !== undefined) return;
  const other = await door.claimCampaign({ campaignId, owner, starts: true });
  if (other === undefined) return;
  const name = (await door.getCampaign(other))?.plan.name ?? other;
  throw new Error(
    `Nothing was started, because another window may be measuring "${name}": it wrote less than 15 s ago. Stop it there; where no other window is open, try again in 15 s. Over https, or from localhost, the browser tells for sure.`,
  );
}

/** After a run that came to its end, and not one that broke down: this window may go on with that at once. */
export async function admitSecondWindow(campaignId: string): Promise<void> {
  if (navigator.locks === undefined) await door.deleteSetting(`claim:${campaignId}`);
}

/**
 * Runs `task` while no page measures the campaign; false, and nothing is run, where one does, or may where
 * there are no Web Locks.
 */
export async function unlessMeasured(campaignId: string, task: () => Promise<void>): Promise<boolean> {
  const run = async (isFree: boolean) => {
    if (isFree) await task();
    return isFree;
  };
  if (navigator.locks === undefined) {
    const other = await door.claimCampaign({ campaignId, owner, starts: false });
    return await run(other === undefined);
  }
  return await navigator.locks.request(pageLockName(campaignId), { ifAvailable: true }, (lock) =>
    run(lock !== null),
  );
}

/** Runs `task`, and lets no campaign start meanwhile. Where another campaign is measured, none can anyway. */
export async function whileNoneStarts(task: () => Promise<void>): Promise<void> {
  if (navigator.locks === undefined) await task();
  else await navigator.locks.request(CAMPAIGN_LOCK, { mode: 'shared', ifAvailable: true }, task);
}
