import { type IDBPDatabase, unwrap } from 'idb';
import * as v from 'valibot';
import type { ChunkKey, SealRecord, StoreSchema } from '../database.ts';
import { isChunk, sealOf } from '../seal.ts';
import type { Migration } from './index.ts';

/**
 * Each chunk gets a seal of its own: its span and its checksum. The chunks are read and stay as
 * they are, so that a disk that is nearly full has room for it.
 */
export async function version2(db: IDBPDatabase<StoreSchema>, tx: Migration): Promise<void> {
  db.createObjectStore('seals', { keyPath: ['campaignId', 'probeIndex', 'firstSeq'] });
  const chunks = tx.objectStore('chunks');
  const seals = tx.objectStore('seals');
  for (const key of await chunks.getAllKeys()) {
    const chunk = await readOrNothing(unwrap(chunks).get(key));
    await seals.put(isChunk(chunk) ? sealOf(chunk) : sealOfDamaged(key, chunk));
  }
}

/** A damaged chunk must not keep the others from being opened. Its record may still say where it ends; else its neighbours tell. */
function sealOfDamaged([campaignId, probeIndex, firstSeq]: ChunkKey, chunk: unknown): SealRecord {
  const said = v.safeParse(spanSchema, chunk);
  const nan = Number.NaN;
  const span =
    said.success && said.output.lastSeq >= firstSeq
      ? said.output
      : { lastSeq: nan, firstDueEpochMs: nan, lastDueEpochMs: nan };
  return { campaignId, probeIndex, firstSeq, ...span };
}

const spanSchema = v.object({
  lastSeq: v.pipe(v.number(), v.safeInteger()),
  firstDueEpochMs: v.pipe(v.number(), v.finite()),
  lastDueEpochMs: v.pipe(v.number(), v.finite()),
});

/** A request that fails aborts its transaction, unless the failure is dealt with. */
function readOrNothing(request: IDBRequest<unknown>): Promise<unknown> {
  return new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      event.stopPropagation();
      resolve(undefined);
    };
  });
}
