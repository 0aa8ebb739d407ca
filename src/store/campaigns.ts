import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import { checkCampaign, checkEvent } from '../core/campaign-schema.ts';
import { checkDishHistories } from '../core/dish/history-schema.ts';
import type { DishHistory } from '../core/dish/history-types.ts';
import { campaignRange, STRICT, type Store } from './database.ts';

/** Newest first. Records that are no campaigns (damaged) are left out. */
export async function listCampaigns(store: Store): Promise<Campaign[]> {
  const all = await store.getAll('campaigns');
  return all
    .map(checkCampaign)
    .filter((campaign) => campaign !== undefined)
    .sort((a, b) => b.createdEpochMs - a.createdEpochMs);
}

export async function getCampaign(store: Store, id: string): Promise<Campaign | undefined> {
  return checkCampaign(await store.get('campaigns', id));
}

export async function putCampaign(store: Store, campaign: Campaign): Promise<void> {
  const tx = store.transaction('campaigns', 'readwrite', STRICT);
  await Promise.all([tx.store.put(campaign), tx.done]);
}

/** The setting in which what a dish recorded stands beside a campaign. */
export const dishKey = (id: string) => `dish:${id}`;

/** What dishes recorded, as it was imported onto this campaign. */
export async function getDishHistories(store: Store, id: string): Promise<DishHistory[]> {
  return checkDishHistories(await store.get('settings', dishKey(id)));
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

/** In the order of writing. */
export async function listEvents(store: Store, campaignId: string): Promise<CampaignEvent[]> {
  const records = await store.getAllFromIndex('events', 'campaignId', campaignId);
  return records.map((record) => checkEvent(record.event)).filter((event) => event !== undefined);
}
