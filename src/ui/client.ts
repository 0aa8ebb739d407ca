import { signal } from '@preact/signals';
import { proxy } from 'comlink';
import type { CampaignEvent } from '../core/campaign.ts';
import type { CheckFacts, CheckProgress } from '../core/check-facts.ts';
import type { ProbeSpec } from '../core/plan.ts';
import { pageLockName } from '../store/door.ts';
import type { LiveSnapshot, Secrets } from '../worker/protocol.ts';
import {
  campaignEnded,
  campaignLink,
  lookForCleanWorker,
  startedCampaignLink,
  takeNext,
} from './campaign-link.ts';
import { isWatched, tellChanged, tellSnapshot, tellStopping } from './other-tabs.ts';
import { admitSecondWindow, holdPageLock, refuseSecondWindow } from './page-lock.ts';
import { ask } from './worker-link.ts';

/** The newest snapshot of the campaign that runs, or ran last, in this tab. */
export const liveSnapshot = signal<LiveSnapshot | undefined>(undefined);
/** The campaign that this tab is measuring. */
export const runningId = signal<string | undefined>(undefined);
/** Campaigns whose measuring broke down in this tab. */
export const failedHere = new Set<string>();
/** Set between the order to stop and the end. */
export const stopping = signal(false);

/** How many other tabs stand by to go on with a campaign; undefined where the browser cannot say. */
export async function standingBy(id: string): Promise<number | undefined> {
  const locks = await navigator.locks?.query();
  return locks?.pending?.filter(({ name, mode }) => name === pageLockName(id) && mode === 'exclusive').length;
}

const FIRST_SNAPSHOTS = 3;

/**
 * Measures a stored campaign until it ends; resolves once its last state is
 * stored. Rejects with a sentence where it cannot start. `takenOver`: from a tab that
 * was closed, and the caller holds the lock of `pageLockName`. `atEnd` is awaited before another tab
 * may take the store over, with a newer version of the app.
 */
export async function runCampaign(
  id: string,
  secrets: Secrets,
  { takenOver = false, atEnd = async () => {} }: { takenOver?: boolean; atEnd?: () => Promise<unknown> } = {},
): Promise<void> {
  if (runningId.value !== undefined)
    throw new Error('Another campaign is running in this tab. Stop it first.');
  runningId.value = id;
  liveSnapshot.value = undefined;
  let first = FIRST_SNAPSHOTS;
  const onSnapshot = (snapshot: LiveSnapshot) => {
    liveSnapshot.value = snapshot;
    // By then the record says that it runs, whatever it said before.
    if (first-- > 0) tellChanged();
    tellSnapshot(snapshot);
    // Once more, for tabs that were opened since: while the store is away, snapshots come all the same.
    if (stopping.value && snapshot.state === 'draining') tellStopping(id);
    // Who looked on may have gone without a word.
    if (document.hidden && !isWatched()) tellVisibility();
  };
  const lock = takenOver ? undefined : holdPageLock(id);
  const endSearch = lookForCleanWorker();
  document.addEventListener('visibilitychange', tellVisibility);
  try {
    await refuseSecondWindow(id);
    let link = await startedCampaignLink();
    tellVisibility();
    void lock?.held.then(tellChanged);
    let end = await ask(link, (api) => api.run(id, secrets, proxy(onSnapshot), { takenOver }));
    while (end === 'handed-over') {
      link = takeNext();
      tellVisibility();
      end = await ask(link, (api) => api.run(id, secrets, proxy(onSnapshot), { handedOver: true }));
    }
    failedHere.delete(id);
    await admitSecondWindow(id).catch(() => {});
  } catch (error) {
    failedHere.add(id);
    throw error;
  } finally {
    document.removeEventListener('visibilitychange', tellVisibility);
    endSearch();
    campaignEnded();
    await atEnd().catch(() => {});
    await lock?.release();
    stopping.value = false;
    runningId.value = undefined;
  }
}

/** Spares a page that nobody sees, here or in another tab, the snapshots. A worker that is just being exchanged or breaks is told elsewhere. */
export function tellVisibility(): void {
  const tell = async () => {
    const link = await campaignLink();
    if (link !== undefined) await ask(link, (api) => api.watch(!document.hidden || isWatched()));
  };
  tell().catch(() => {});
}

/** Stops the running campaign in order. */
export async function stopCampaign(): Promise<void> {
  if (stopping.value) return;
  stopping.value = true;
  if (runningId.value !== undefined) tellStopping(runningId.value);
  const link = await campaignLink();
  if (link === undefined) stopping.value = false;
  else await ask(link, (api) => api.stop());
}

/** Adds an event to the running campaign; nothing happens where none runs. */
export async function addEvent(kind: CampaignEvent['kind'], detail: string): Promise<void> {
  const link = await campaignLink();
  if (link === undefined || runningId.value === undefined) return;
  await ask(link, (api) => api.event(kind, detail));
}

/**
 * Tries the addresses of these probes from the worker that will probe. Resolves
 * with nothing where it was cancelled; rejects with a sentence where it cannot be made.
 */
export async function checkEndpoint(
  probes: ProbeSpec[],
  secrets: Secrets,
  onProgress: (progress: CheckProgress) => void,
): Promise<CheckFacts | undefined> {
  try {
    const link = await startedCampaignLink();
    return await ask(link, (api) => api.check(probes, secrets, proxy(onProgress)));
  } finally {
    if (runningId.value === undefined) campaignEnded();
  }
}

export async function cancelCheck(): Promise<void> {
  const link = await campaignLink();
  if (link !== undefined) await ask(link, (api) => api.cancelCheck());
}
