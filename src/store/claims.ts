import * as v from 'valibot';
import { checkCampaign } from '../core/campaign-schema.ts';
import { STRICT, type Store } from './database.ts';

/** Settings; the id of a campaign follows. */
const KEY = 'claim:';
/** What was written longer ago is of a window that has gone: one that measures writes twice a second. */
const FRESH_MS = 15_000;

/** A mark that cannot be read is nobody's, and old. */
const markSchema = v.fallback(v.object({ owner: v.string(), epochMs: v.number(), starts: v.boolean() }), {
  owner: '',
  epochMs: Number.NEGATIVE_INFINITY,
  starts: false,
});

/** What a window is about to do with a campaign. */
export interface Claim {
  campaignId: string;
  /** A name of the window. */
  owner: string;
  /** It is to be measured: then nothing else may be. */
  starts: boolean;
}

/**
 * Keeps windows apart where there are no Web Locks (a page over plain http from another machine). Leaves a mark
 * for this window, in one transaction with the look at those of others and at what was measured in the last
 * seconds, so that of two windows one comes first. Tells the id of the campaign that stands in the way, if any:
 * then it leaves no mark.
 */
export async function claimCampaign(
  store: Store,
  { campaignId, owner, starts }: Claim,
  nowEpochMs: number,
): Promise<string | undefined> {
  const tx = store.transaction(['campaigns', 'settings'], 'readwrite', STRICT);
  const settings = tx.objectStore('settings');
  const range = IDBKeyRange.bound(KEY, `${KEY}\uffff`);
  const [records, keys, marks] = await Promise.all([
    tx.objectStore('campaigns').getAll(),
    settings.getAllKeys(range),
    settings.getAll(range),
  ]);
  const isFresh = (epochMs = Number.NEGATIVE_INFINITY) => Math.abs(nowEpochMs - epochMs) < FRESH_MS;
  const running = records
    .map(checkCampaign)
    .filter((campaign) => campaign?.state === 'running' && isFresh(campaign.aliveEpochMs))
    .map((campaign) => campaign?.id ?? '');
  const all = keys.map((key, i) => ({ id: key.slice(KEY.length), ...v.parse(markSchema, marks[i]) }));
  const own = new Set(all.filter((mark) => mark.owner === owner).map(({ id }) => id));
  // To end or delete it twice does no harm, and a page that was left in the middle of it is not waited for.
  const counts = (mark: { id: string; starts: boolean }) => mark.starts || (starts && mark.id === campaignId);
  const marked = all.filter((mark) => isFresh(mark.epochMs) && counts(mark));
  const inTheWay = [...running, ...marked.map(({ id }) => id)].find(
    (id) => (starts || id === campaignId) && !own.has(id),
  );
  if (inTheWay === undefined) {
    const old = all.filter(({ id, epochMs }) => !isFresh(epochMs) && !running.includes(id));
    await Promise.all([
      ...old.map(({ id }) => settings.delete(KEY + id)),
      settings.put({ owner, epochMs: nowEpochMs, starts }, KEY + campaignId),
    ]);
  }
  await tx.done;
  return inTheWay;
}
