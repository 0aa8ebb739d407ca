import { unwrap } from 'idb';
import * as v from 'valibot';
import { checkBatch } from '../../core/batch-check.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import type { ChunkKey, SealRecord } from '../database.ts';
import { sealOf, toChunk } from '../seal.ts';
import type { Migration } from './index.ts';

/**
 * Chunks were columns as they are in memory; they are packed into a quarter of the room. Each gets a
 * seal of its own: its span and its checksum. A damaged one stays as it is.
 */
export async function packChunks(tx: Migration): Promise<void> {
  const chunks = tx.objectStore('chunks');
  const seals = tx.objectStore('seals');
  for (const key of await chunks.getAllKeys()) {
    const before = await readOrNothing(unwrap(chunks).get(key));
    const batch = batchOf(before);
    if (batch === undefined) {
      await seals.put(sealOfDamaged(key, before));
      continue;
    }
    const chunk = toChunk(key[0], key[1], batch);
    await chunks.put(chunk);
    await seals.put(sealOf(chunk));
  }
}

/** The samples of a chunk of version 1; undefined where it is none. */
function batchOf(chunk: unknown): SampleBatch | undefined {
  if (typeof chunk !== 'object' || chunk === null || !('batch' in chunk)) return undefined;
  const batch = checkBatch(chunk.batch);
  if (batch === undefined || !('firstSeq' in chunk) || !('lastSeq' in chunk)) return undefined;
  const { count, firstSeq } = batch;
  return chunk.firstSeq === firstSeq && chunk.lastSeq === firstSeq + count - 1 ? batch : undefined;
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
