import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import { checkCampaign, checkEvent, nameIn } from '../core/campaign-schema.ts';
import { type CampaignSummary, summaryOf } from '../core/campaign-summary.ts';
import { checkDishHistories } from '../core/dish/history-schema.ts';
import type { DishHistory } from '../core/dish/history-types.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import { campaignRange, STRICT, type Store } from './database.ts';

/** Newest first, of one moment. Records that cannot be read are left out (`listUnreadable`); rejects where the store cannot be read. */
export async function listCampaigns(store: Store): Promise<Campaign[]> {
  const all = await store.getAll('campaigns');
  return all
    .map(checkCampaign)
    .filter((campaign) => campaign !== undefined)
    .sort((a, b) => b.createdEpochMs - a.createdEpochMs);
}

/** One campaign; undefined where there is none, or where its record is damaged. */
export async function getCampaign(store: Store, id: string): Promise<Campaign | undefined> {
  return checkCampaign(await store.get('campaigns', id));
}

/** Whether a campaign of this id has a record, one that cannot be read included. */
export async function hasRecord(store: Store, id: string): Promise<boolean> {
  return (await store.getKey('campaigns', id)) !== undefined;
}

/** Campaigns whose records are damaged, or of a version of the app that this one does not know. */
export async function listUnreadable(store: Store): Promise<{ id: string; name: string | undefined }[]> {
  const { store: records } = store.transaction('campaigns');
  const [ids, all] = await Promise.all([records.getAllKeys(), records.getAll()]);
  return ids.flatMap((id, i) => (checkCampaign(all[i]) === undefined ? [{ id, name: nameIn(all[i]) }] : []));
}

/** Writes a record whole, in place of one with its id; resolves once it is on the disk. Rejects where the store refuses it: a full disk, a dropped connection. */
export async function putCampaign(store: Store, campaign: Campaign): Promise<void> {
  const tx = store.transaction('campaigns', 'readwrite', STRICT);
  await Promise.all([tx.store.put(campaign), tx.done]);
}

/** A mark beside a campaign that is about to be deleted, with the tab that can undo it. */
export const LEAVING = 'leaving:';

/** Whether a campaign is about to be deleted, in any tab; the mark goes after the record. */
export async function isLeaving(store: Store, id: string): Promise<boolean> {
  return (await store.getKey('settings', LEAVING + id)) !== undefined;
}

/** What people call a campaign and write down of it. */
export interface Labels {
  /** Not empty. */
  name: string;
  note: string;
  tags: readonly string[];
}

/** Changes the labels alone, in one transaction: a campaign that runs is written by another tab meanwhile. */
export async function relabelCampaign(store: Store, id: string, { name, note, tags }: Labels): Promise<void> {
  const tx = store.transaction('campaigns', 'readwrite', STRICT);
  const campaign = checkCampaign(await tx.store.get(id));
  if (campaign !== undefined)
    await tx.store.put({
      ...campaign,
      plan: { ...campaign.plan, name },
      note: note === '' ? undefined : note,
      tags: tags.length === 0 ? undefined : [...tags],
    });
  await tx.done;
}

/** Chooses what a campaign is judged by, its plan's own where there is no `judged`. Nothing of its plan or samples changes. */
export async function judgeCampaign(store: Store, id: string, judged: Judgement | undefined): Promise<void> {
  const tx = store.transaction('campaigns', 'readwrite', STRICT);
  const campaign = checkCampaign(await tx.store.get(id));
  if (campaign !== undefined) await tx.store.put({ ...campaign, judged });
  await tx.done;
}

/** Keeps what a report said with the campaign that it is of; not where that was deleted or went on since. */
export async function putSummary(store: Store, id: string, summary: CampaignSummary): Promise<void> {
  const tx = store.transaction('campaigns', 'readwrite', STRICT);
  const campaign = checkCampaign(await tx.store.get(id));
  const next = campaign && { ...campaign, summary };
  if (next !== undefined && summaryOf(next) !== undefined) await tx.store.put(next);
  await tx.done;
}

/** The setting in which what a dish recorded stands beside a campaign. */
export const dishKey = (id: string) => `dish:${id}`;

/** What dishes recorded, as it was imported onto this campaign. */
export async function getDishHistories(store: Store, id: string): Promise<DishHistory[]> {
  return checkDishHistories(await store.get('settings', dishKey(id)));
}

/**
 * Keeps a history beside those that are there, in one transaction: another tab may add one as well. What is
 * there already, but for the time of its import, is not kept twice.
 */
export async function addDishHistory(store: Store, id: string, history: DishHistory): Promise<void> {
  const tx = store.transaction('settings', 'readwrite', STRICT);
  const before = checkDishHistories(await tx.store.get(dishKey(id)));
  const told = (one: DishHistory) => JSON.stringify({ ...one, importedEpochMs: 0 });
  const isThere = checkDishHistories([history]).some((added) =>
    before.some((other) => told(other) === told(added)),
  );
  if (!isThere) await tx.store.put([...before, history], dishKey(id));
  await tx.done;
}

/** Deletes a campaign with its samples and events, all or nothing. */
export async function deleteCampaign(store: Store, id: string): Promise<void> {
  const tx = store.transaction(
    ['campaigns', 'hot', 'chunks', 'seals', 'events', 'settings'],
    'readwrite',
    STRICT,
  );
  await Promise.all([
    tx.objectStore('settings').delete(dishKey(id)),
    tx.objectStore('campaigns').delete(id),
    tx.objectStore('hot').delete(campaignRange(id)),
    tx.objectStore('chunks').delete(campaignRange(id)),
    tx.objectStore('seals').delete(campaignRange(id)),
  ]);
  const events = await tx.objectStore('events').index('campaignId').getAllKeys(id);
  await Promise.all(events.map((key) => tx.objectStore('events').delete(key)));
  await tx.done;
}

/** The events of a campaign in the order of writing; those that cannot be read are left out. */
export async function listEvents(store: Store, campaignId: string): Promise<CampaignEvent[]> {
  const records = await store.getAllFromIndex('events', 'campaignId', campaignId);
  return records.map((record) => checkEvent(record.event)).filter((event) => event !== undefined);
}
