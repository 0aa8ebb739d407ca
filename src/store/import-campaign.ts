import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { deleteCampaign, getCampaign } from './campaigns.ts';
import type { Connection } from './connection.ts';
import { STRICT, type Store } from './database.ts';
import { putSealed, toChunk } from './seal.ts';

/** Chunks of one transaction, some megabytes. */
const CHUNKS_AT_ONCE = 64;
const JOURNAL = 'import:';

/**
 * Stores a campaign with one probe that was measured elsewhere: chunks first, its
 * record and its events last, in one transaction, so that it is there as a whole or
 * not at all. What an import leaves behind that fails is deleted at once; what one leaves that is
 * killed, `clearBrokenImports` finds by the journal entry. `batches` hold the samples in the order of
 * `seq` without a hole.
 */
export async function importCampaign(
  connection: Connection,
  { campaign, events }: { campaign: Campaign; events: readonly CampaignEvent[] },
  batches: Iterable<SampleBatch>,
  onStored: (samples: number) => void,
): Promise<void> {
  const { id } = campaign;
  await connection.use((store) => store.put('settings', true, JOURNAL + id));
  try {
    let stored = 0;
    for (const group of groups(batches)) {
      await connection.use((store) => putChunks(store, id, group));
      stored += group.reduce((sum, batch) => sum + batch.count, 0);
      onStored(stored);
    }
    await connection.use(async (store) => {
      const tx = store.transaction(['campaigns', 'events', 'settings'], 'readwrite', STRICT);
      await Promise.all([
        tx.objectStore('campaigns').put(campaign),
        ...events.map((event) => tx.objectStore('events').add({ campaignId: id, event })),
        tx.objectStore('settings').delete(JOURNAL + id),
        tx.done,
      ]);
    });
  } catch (error) {
    await connection.use((store) => remove(store, id)).catch(() => {});
    throw error;
  }
}

/** Deletes what imports left behind whose page was closed. Not while one is going on. */
export async function clearBrokenImports(connection: Connection): Promise<void> {
  await connection.use(async (store) => {
    const keys = await store.getAllKeys('settings', IDBKeyRange.bound(JOURNAL, `${JOURNAL}\uffff`));
    for (const key of keys) await remove(store, key.slice(JOURNAL.length));
  });
}

async function remove(store: Store, id: string): Promise<void> {
  if ((await getCampaign(store, id)) === undefined) await deleteCampaign(store, id);
  await store.delete('settings', JOURNAL + id);
}

async function putChunks(store: Store, id: string, batches: readonly SampleBatch[]): Promise<void> {
  const tx = store.transaction(['chunks', 'seals'], 'readwrite', STRICT);
  const stores = { chunks: tx.objectStore('chunks'), seals: tx.objectStore('seals') };
  await Promise.all([...batches.map((batch) => putSealed(stores, toChunk(id, 0, batch))), tx.done]);
}

function* groups(batches: Iterable<SampleBatch>): Generator<SampleBatch[]> {
  let group: SampleBatch[] = [];
  for (const batch of batches) {
    group.push(batch);
    if (group.length < CHUNKS_AT_ONCE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
