import { effect } from '@preact/signals';
import { CAMPAIGN_LOCK, door, pageLockName } from '../store/door.ts';
import { elsewhere, refreshCampaigns, secretsOf, sumUp } from './campaigns.ts';
import {
  addEvent,
  failedHere,
  liveSnapshot,
  runCampaign,
  runningId,
  stopCampaign,
  tellVisibility,
} from './client.ts';
import { readWhenClosed, sayWhetherWatching, startTabs, tellChanged } from './other-tabs.ts';
import { attempt } from './trouble.ts';

/** Campaigns for whose lock this tab stands in the queue. */
const waiting = new Set<string>();
/** Those among them that their user stopped: where the store is away, their record does not say so. */
const stopped = new Set<string>();

/**
 * Follows what other tabs measure, and stands by for each such campaign: the lock
 * that its tab holds comes to one of those in the queue when it is closed, and that
 * one goes on with it or ends it, as was chosen.
 */
export async function startStandBy(): Promise<void> {
  effect(() => {
    for (const id of elsewhere.value) standBy(id);
    sayWhetherWatching();
  });
  await startTabs({
    onChanged: () => attempt(refreshCampaigns),
    onSnapshot(snapshot) {
      if (runningId.value !== undefined) return;
      liveSnapshot.value = snapshot;
      if (snapshot.state === 'ended' || !elsewhere.value.has(snapshot.campaignId)) attempt(refreshCampaigns);
    },
    onStop(id) {
      if (runningId.value === id) attempt(stopCampaign, 'The campaign could not be stopped. ');
    },
    onStopping: (id) => stopped.add(id),
    onNote(id, text) {
      if (runningId.value === id)
        attempt(() => addEvent('note', text), 'A note from another tab could not be stored. ');
    },
    onWatched: tellVisibility,
    wantsToWatch: () => elsewhere.value.size > 0,
  });
}

function standBy(id: string): void {
  // What failed here is not tried again without being asked: tabs would pass it round for ever.
  if (navigator.locks === undefined || waiting.has(id) || failedHere.has(id)) return;
  waiting.add(id);
  stopped.delete(id);
  attempt(async () => {
    let hasEnded = false;
    try {
      hasEnded = await navigator.locks.request(pageLockName(id), () => whenFree(id));
    } finally {
      waiting.delete(id);
      await refreshCampaigns();
    }
    if (hasEnded) await sumUp(id);
  });
}

/** The tab that measured has gone, or the campaign has ended. This tab holds its lock now; true where it ended the campaign. */
async function whenFree(id: string): Promise<boolean> {
  const campaign = await door.getCampaign(id);
  if (campaign?.state !== 'running' || runningId.value !== undefined) return false;
  if (stopped.has(id) || (await readWhenClosed()) === 'stop') {
    // The worker of the closed page may be about to write its last samples.
    await navigator.locks.request(CAMPAIGN_LOCK, () => door.endCampaign(id));
    tellChanged();
  } else await runCampaign(id, await secretsOf(id), { takenOver: true, atEnd: refreshCampaigns });
  return true;
}
