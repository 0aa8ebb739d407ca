import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import type { DishHistory } from '../core/dish/history-types.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { journalKey, removeUnfinished } from './broken-imports.ts';
import { dishKey, hasRecord } from './campaigns.ts';
import type { Connection } from './connection.ts';
import { type EventKey, STRICT, type Store } from './database.ts';
import { putSealed, toChunk } from './seal.ts';

export { clearBrokenImports } from './broken-imports.ts';

/** Samples of a chunk: many times those that a running campaign seals, since few large ones are read faster. */
export const IMPORT_CHUNK_SAMPLES = 1 << 16;
/** Chunks, and samples, of one transaction: some megabytes. */
const CHUNKS_AT_ONCE = 64;
const GAPS_AT_ONCE = 1 << 21;
const SAMPLES_AT_ONCE = 1 << 17;

/** A campaign that was measured elsewhere, without its samples. */
export interface ImportedCampaign {
  campaign: Campaign;
  events: readonly CampaignEvent[];
  /** What dishes recorded beside it. */
  dish?: readonly DishHistory[] | undefined;
}

/** Samples of one probe. */
export interface ImportedBatch {
  probeIndex: number;
  batch: SampleBatch;
}

/**
 * Stores a campaign that was measured elsewhere: chunks first, its
 * record and its events last, in one transaction, so that it is there as a whole or
 * not at all. What an import leaves behind that fails is deleted at once; what one leaves that is
 * killed, `clearBrokenImports` finds by the journal entry. `batches` hold the samples of each probe in the
 * order of `seq`; where they throw, nothing is stored. `made` is asked after the last of them.
 * Rejects where a campaign of that id is stored already.
 */
export async function importStream(
  connection: Connection,
  id: string,
  batches: AsyncIterable<ImportedBatch>,
  made: () => ImportedCampaign,
  onStored: (samples: number) => void,
): Promise<void> {
  if (await connection.use((store) => hasRecord(store, id)))
    throw new Error('A campaign with the identity of this one is stored already. Delete it first.');
  await connection.use((store) => store.put('settings', true, journalKey(id)));
  // Keys from here, not from the database: what is written again after a doubtful failure is there once.
  const startedEpochMs = Date.now();
  const keyOf = (n: number): EventKey => [startedEpochMs, n, id];
  try {
    let stored = 0;
    for await (const group of groups(batches)) {
      await connection.use((store) => putChunks(store, id, group));
      stored += group.reduce((sum, { batch }) => sum + batch.count, 0);
      onStored(stored);
    }
    const { campaign, events, dish = [] } = made();
    await connection.use(async (store) => {
      const tx = store.transaction(['campaigns', 'events', 'settings'], 'readwrite', STRICT);
      await Promise.all([
        tx.objectStore('campaigns').put(campaign),
        ...events.map((event, n) => tx.objectStore('events').put({ campaignId: id, event }, keyOf(n))),
        ...(dish.length === 0 ? [] : [tx.objectStore('settings').put(dish, dishKey(id))]),
        tx.objectStore('settings').delete(journalKey(id)),
        tx.done,
      ]);
    });
  } catch (error) {
    await connection.use((store) => removeUnfinished(store, id)).catch(() => {});
    throw error;
  }
}

async function putChunks(store: Store, id: string, batches: readonly ImportedBatch[]): Promise<void> {
  const tx = store.transaction(['chunks', 'seals'], 'readwrite', STRICT);
  const stores = { chunks: tx.objectStore('chunks'), seals: tx.objectStore('seals') };
  const chunks = batches.map(({ probeIndex, batch }) => toChunk(id, probeIndex, batch));
  await Promise.all([...chunks.map((chunk) => putSealed(stores, chunk)), tx.done]);
}

/** So much of one transaction, whichever is reached first: gaps between chunks make some batches large. */
async function* groups(batches: AsyncIterable<ImportedBatch>): AsyncGenerator<ImportedBatch[]> {
  let group: ImportedBatch[] = [];
  let samples = 0;
  let gaps = 0;
  for await (const item of batches) {
    group.push(item);
    samples += item.batch.count;
    gaps += item.batch.icl?.values.length ?? 0;
    if (group.length < CHUNKS_AT_ONCE && samples < SAMPLES_AT_ONCE && gaps < GAPS_AT_ONCE) continue;
    yield group;
    group = [];
    samples = 0;
    gaps = 0;
  }
  if (group.length > 0) yield group;
}
