import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import type { DishHistory } from '../core/dish/history-types.ts';
import type { Plan } from '../core/plan.ts';
import { epochMillis } from '../core/units.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import { clearBrokenImports } from './broken-imports.ts';
import {
  addDishHistory,
  deleteCampaign,
  dishKey,
  getCampaign,
  getDishHistories,
  judgeCampaign,
  type Labels,
  listCampaigns,
  listEvents,
  putCampaign,
  relabelCampaign,
} from './campaigns.ts';
import type { Claim } from './claims.ts';
import { Connection } from './connection.ts';
import { alone } from './import-lock.ts';
import { inspectStore } from './inspect.ts';
import { newIdentity } from './new-id.ts';

export { LEAVING } from './campaigns.ts';
export { CAMPAIGN_LOCK, pageLockName } from './running-campaign.ts';
export type { Labels };

/** The door through which the page reads and writes the store. Samples stay behind it. */
export interface Door {
  /** Newest first. */
  listCampaigns(): Promise<Campaign[]>;
  getCampaign(id: string): Promise<Campaign | undefined>;
  /** Stores a campaign that is `ready` to run. */
  createCampaign(plan: Plan): Promise<Campaign>;
  /** Ends a campaign that no worker runs (its page was closed) without going on with it. */
  endCampaign(id: string): Promise<void>;
  /** Deletes a campaign with its samples and events. */
  deleteCampaign(id: string): Promise<void>;
  listEvents(id: string): Promise<CampaignEvent[]>;
  /** Keeps what a dish recorded with a campaign, beside what was imported before; the same is kept once. */
  addDishHistory(id: string, history: DishHistory): Promise<void>;
  /** In the order of their imports. */
  listDishHistories(id: string): Promise<DishHistory[]>;
  removeDishHistories(id: string): Promise<void>;
  /** Changes name, note and tags. */
  relabelCampaign(id: string, labels: Labels): Promise<void>;
  /** Chooses what a campaign is judged by; what its plan says where there is no `judged`. */
  judgeCampaign(id: string, judged: Judgement | undefined): Promise<void>;
  /** What is wrong with the order of the stored samples, a sentence a campaign; reads none of them. */
  inspect(): Promise<string[]>;
  /** Where there are no Web Locks: marks it for this window, or tells what another one has. */
  claimCampaign(claim: Claim): Promise<string | undefined>;
  /** Deletes what imports left that were killed, once none is under way in this browser. */
  clearBrokenImports(): Promise<void>;
  getSetting(key: string): Promise<unknown>;
  setSetting(key: string, value: unknown): Promise<void>;
  deleteSetting(key: string): Promise<void>;
  /** Settings whose keys begin so, by the rest of the key. */
  settingsUnder(prefix: string): Promise<Map<string, unknown>>;
}

export function createDoor(connection: Connection): Door {
  return {
    listCampaigns: () => connection.use(listCampaigns),
    getCampaign: (id) => connection.use((store) => getCampaign(store, id)),
    async createCampaign(plan) {
      const { id, seed } = newIdentity();
      const campaign: Campaign = {
        id,
        plan,
        state: 'ready',
        createdEpochMs: epochMillis(Date.now()),
        seed,
        simulated: [],
        bytes: 0,
      };
      await connection.use((store) => putCampaign(store, campaign));
      return campaign;
    },
    async endCampaign(id) {
      // Brings all that packs chunks, which no page needs before it paints.
      const { endCampaign } = await import('./end-campaign.ts');
      await endCampaign(connection, id);
    },
    deleteCampaign: (id) => connection.use((store) => deleteCampaign(store, id)),
    listEvents: (id) => connection.use((store) => listEvents(store, id)),
    addDishHistory: (id, history) => connection.use((store) => addDishHistory(store, id, history)),
    listDishHistories: (id) => connection.use((store) => getDishHistories(store, id)),
    removeDishHistories: (id) => connection.use((store) => store.delete('settings', dishKey(id))),
    relabelCampaign: (id, labels) => connection.use((store) => relabelCampaign(store, id, labels)),
    judgeCampaign: (id, judged) => connection.use((store) => judgeCampaign(store, id, judged)),
    inspect: () => connection.use(inspectStore),
    async claimCampaign(claim) {
      const { claimCampaign } = await import('./claims.ts');
      return await connection.use((store) => claimCampaign(store, claim, Date.now()));
    },
    async clearBrokenImports() {
      // Without locks another tab's import could not be told from a broken one: the next import clears up.
      if (navigator.locks !== undefined) await alone(() => clearBrokenImports(connection));
    },
    getSetting: (key) => connection.use((store) => store.get('settings', key)),
    async setSetting(key, value) {
      await connection.use((store) => store.put('settings', value, key));
    },
    deleteSetting: (key) => connection.use((store) => store.delete('settings', key)),
    async settingsUnder(prefix) {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const [keys, values] = await connection.use(async (store) => {
        const { store: settings } = store.transaction('settings');
        return await Promise.all([settings.getAllKeys(range), settings.getAll(range)]);
      });
      return new Map(keys.map((key, i) => [key.slice(prefix.length), values[i]]));
    },
  };
}

let tellWaiting = (_waiting: boolean): void => {};

/** `listener` hears when the store waits for another tab, in which a campaign runs with an older app, and when it does not any more. */
export function onStoreWaits(listener: (waiting: boolean) => void): void {
  tellWaiting = listener;
}

export const door: Door = createDoor(new Connection({ waits: (waiting) => tellWaiting(waiting) }));
