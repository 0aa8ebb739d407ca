import { signal } from '@preact/signals';
import type { Campaign } from '../core/campaign.ts';
import { summaryOf } from '../core/campaign-summary.ts';
import type { Plan } from '../core/plan.ts';
import { door, LEAVING, pageLockName } from '../store/door.ts';
import type { Secrets } from '../worker/protocol.ts';
import { summariseCampaign } from './analysis-client.ts';
import { addEvent, liveSnapshot, runCampaign, runningId, stopCampaign } from './client.ts';
import { askToNote, askToStop, tellChanged } from './other-tabs.ts';
import { unlessMeasured, whileNoneStarts } from './page-lock.ts';
import { goTo, liveHref } from './router.ts';
import { readSecrets } from './secrets.ts';
import { askToKeepStorage } from './storage.ts';
import { attempt } from './trouble.ts';

/** All stored campaigns, newest first; undefined until they were read. */
export const campaigns = signal<Campaign[] | undefined>(undefined);
/** Campaigns that another tab of this browser is measuring. */
export const elsewhere = signal<ReadonlySet<string>>(new Set());

/** Campaigns that are about to be deleted, in this tab or in another. */
export const leaving = signal<ReadonlySet<string>>(new Set());
/** Campaigns that have ended, and whose summary could not be made or stored. */
export const unsummed = signal<ReadonlySet<string>>(new Set());
/** Those of this tab, whose marks may not be stored yet. */
export const leavingHere = new Set<string>();

export async function refreshCampaigns(): Promise<void> {
  const [list, locks, marks] = await Promise.all([
    door.listCampaigns(),
    navigator.locks?.query(),
    door.settingsUnder(LEAVING),
  ]);
  const held = new Set(locks?.held?.map((lock) => lock.name) ?? []);
  // A lock that was just let go may still be listed, but what it was held for has ended.
  elsewhere.value = new Set(
    list
      .filter(({ state }) => state === 'running' || state === 'ready')
      .map(({ id }) => id)
      .filter((id) => id !== runningId.value && held.has(pageLockName(id))),
  );
  leaving.value = new Set([...marks.keys(), ...leavingHere]);
  campaigns.value = list;
}

/** Campaigns that are not about to be deleted. */
export const visibleCampaigns = () => campaigns.value?.filter((campaign) => !leaving.value.has(campaign.id));

export type ShownState = 'Running' | 'Finished' | 'Stopped' | 'Interrupted' | 'Not started';

/** The word for a campaign's state. `running` without a tab behind it was interrupted. */
export function shownState(campaign: Campaign): ShownState {
  if (runningId.value === campaign.id || elsewhere.value.has(campaign.id)) return 'Running';
  if (campaign.state === 'running') return 'Interrupted';
  if (campaign.state === 'finished') return 'Finished';
  return campaign.state === 'stopped' ? 'Stopped' : 'Not started';
}

/** The word that is shown for it: one that sends nothing more, and waits for the last answers or for the disk, is ending. */
export function statusWord(campaign: Campaign): ShownState | 'Ending' {
  const snapshot = liveSnapshot.value;
  const isEnding = snapshot?.campaignId === campaign.id && snapshot.state === 'draining';
  const state = shownState(campaign);
  return state === 'Running' && isEnding ? 'Ending' : state;
}

/** Stores a plan as a campaign, opens its live view and starts to measure. */
export async function startCampaign(plan: Plan, secrets: Secrets): Promise<void> {
  refuseSecondRun();
  askToKeepStorage();
  const campaign = await door.createCampaign(plan);
  if (Object.keys(secrets).length > 0) await door.setSetting(secretsKey(campaign.id), secrets);
  await refreshCampaigns();
  goTo(liveHref(campaign.id));
  measure(campaign.id, secrets);
}

/** Starts a stored campaign, or goes on with one that was interrupted or stopped. */
export async function goOn(id: string): Promise<void> {
  refuseSecondRun();
  // Another tab may have marked it since this one looked.
  if ((await door.getSetting(LEAVING + id)) !== undefined)
    throw new Error('This campaign is being deleted. Undo that first, where it was deleted, then go on.');
  askToKeepStorage();
  const secrets = readSecrets(await door.getSetting(secretsKey(id)));
  goTo(liveHref(id));
  measure(id, secrets);
}

/** Ends an interrupted campaign without going on with it. Rejects with a sentence where another tab has gone on with it. */
export async function endInterrupted(id: string): Promise<void> {
  const isFree = await unlessMeasured(id, () => whileNoneStarts(() => endRunning(id)));
  await refreshCampaigns();
  if (!isFree) {
    const name = campaigns.value?.find((campaign) => campaign.id === id)?.plan.name ?? id;
    throw new Error(
      navigator.locks === undefined
        ? `"${name}" was not ended here, because another window may be measuring it. Stop it there; where no other window is open, try again in 15 s.`
        : `"${name}" was not ended here, because another tab of this browser measures it or ends it. Stop it there.`,
    );
  }
  tellChanged();
  await sumUp(id);
}

/** Another tab may have ended it since this one looked. */
async function endRunning(id: string): Promise<void> {
  if ((await door.getCampaign(id))?.state === 'running') await door.endCampaign(id);
}

/** Stops a campaign that this tab or another one of this browser measures. */
export function stopRunning(id: string): void {
  if (runningId.value === id) attempt(stopCampaign, 'The campaign could not be stopped. ');
  else askToStop(id);
}

/** Keeps a note with the campaign that is shown, whichever tab measures it. */
export async function addNote(id: string, text: string): Promise<void> {
  if (runningId.value === id) await addEvent('note', text);
  else askToNote(id, text);
}

/** Secrets that were entered for a campaign; they stay in this browser. */
export async function secretsOf(id: string): Promise<Secrets> {
  return readSecrets(await door.getSetting(secretsKey(id)));
}

export const secretsKey = (id: string) => `secrets:${id}`;

function measure(id: string, secrets: Secrets): void {
  attempt(async () => {
    try {
      await runCampaign(id, secrets, { atEnd: refreshCampaigns });
    } finally {
      await refreshCampaigns();
    }
    await sumUp(id);
  });
}

/** For the list and the live view. Where it fails, the report makes it when it is opened. */
export async function sumUp(id: string): Promise<void> {
  unsummed.value = new Set([...unsummed.value].filter((other) => other !== id));
  await summariseCampaign(id).catch(() => {});
  await refreshCampaigns();
  const summed = campaigns.value?.find((campaign) => campaign.id === id);
  // A disk that is full keeps no summary either.
  if (summed?.endedEpochMs !== undefined && summaryOf(summed) === undefined)
    unsummed.value = new Set([...unsummed.value, id]);
}

function refuseSecondRun(): void {
  const running = campaigns.value?.find((campaign) => campaign.id === runningId.value);
  if (running === undefined) return;
  throw new Error(
    `"${running.plan.name}" is running in this tab. Stop it first, so that they do not disturb each other.`,
  );
}
