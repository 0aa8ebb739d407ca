import { signal } from '@preact/signals';
import type { Campaign } from '../core/campaign.ts';
import type { Plan } from '../core/plan.ts';
import { door } from '../store/door.ts';
import type { Secrets } from '../worker/protocol.ts';
import { pageLockName, runCampaign, runningId } from './client.ts';
import { goTo, liveHref } from './router.ts';
import { readSecrets } from './secrets.ts';
import { askToKeepStorage, lookAtStorage } from './storage.ts';
import { showToast } from './toasts.ts';
import { attempt } from './trouble.ts';
import { forgetTyped } from './typed-numbers.ts';

/** All stored campaigns, newest first; undefined until they were read. */
export const campaigns = signal<Campaign[] | undefined>(undefined);
/** Campaigns that another tab of this browser is measuring. */
export const elsewhere = signal<ReadonlySet<string>>(new Set());

const UNDO_MS = 8000;
const leaving = signal<ReadonlySet<string>>(new Set());

export async function refreshCampaigns(): Promise<void> {
  const [list, locks] = await Promise.all([door.listCampaigns(), navigator.locks?.query()]);
  const held = new Set(locks?.held?.map((lock) => lock.name) ?? []);
  elsewhere.value = new Set(
    list.map((campaign) => campaign.id).filter((id) => id !== runningId.value && held.has(pageLockName(id))),
  );
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
  askToKeepStorage();
  const secrets = readSecrets(await door.getSetting(secretsKey(id)));
  goTo(liveHref(id));
  measure(id, secrets);
}

/** Ends an interrupted campaign without going on with it. */
export async function endInterrupted(id: string): Promise<void> {
  await door.endCampaign(id);
  await refreshCampaigns();
}

/** Secrets that were entered for a campaign; they stay in this browser. */
export async function secretsOf(id: string): Promise<Secrets> {
  return readSecrets(await door.getSetting(secretsKey(id)));
}

/** Hides a campaign at once and deletes it when the time to undo is over. */
export function deleteLater(campaign: Campaign): void {
  leaving.value = new Set([...leaving.value, campaign.id]);
  const comeBack = () => {
    leaving.value = new Set([...leaving.value].filter((id) => id !== campaign.id));
  };
  const timer = setTimeout(() => {
    attempt(async () => {
      await door.deleteCampaign(campaign.id);
      await door.setSetting(secretsKey(campaign.id), undefined);
      await forgetTyped(campaign.id);
      await refreshCampaigns();
      comeBack();
      await lookAtStorage();
    }, `"${campaign.plan.name}" could not be deleted. `);
  }, UNDO_MS);
  const undo = () => {
    clearTimeout(timer);
    comeBack();
    removeToast();
  };
  const removeToast = showToast(`"${campaign.plan.name}" is deleted.`, { label: 'Undo', run: undo }, UNDO_MS);
}

const secretsKey = (id: string) => `secrets:${id}`;

function measure(id: string, secrets: Secrets): void {
  attempt(async () => {
    try {
      await runCampaign(id, secrets, refreshCampaigns);
    } finally {
      await refreshCampaigns();
    }
  });
}

function refuseSecondRun(): void {
  const running = campaigns.value?.find((campaign) => campaign.id === runningId.value);
  if (running === undefined) return;
  throw new Error(
    `"${running.plan.name}" is running in this tab. Stop it first, so that they do not disturb each other.`,
  );
}
