import { encodeBatch, encodeInSteps } from '../core/batch-codec.ts';
import { decodeBatch } from '../core/batch-reader.ts';
import type { Sample } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { type ChunkRecord, STRICT, type Store } from './database.ts';
import { CHUNK_SAMPLES, type HotChange } from './hot-lane.ts';

export type WriteTransaction = ReturnType<typeof openWrite>;

/** One strict transaction over all that a flush touches. */
export function openWrite(store: Store) {
  return store.transaction(['campaigns', 'hot', 'chunks', 'events'], 'readwrite', STRICT);
}

/** A change whose sealed samples are encoded. */
export interface PreparedChange extends HotChange {
  chunks: ChunkRecord[];
}

/** Encodes what is to be sealed, in pieces with other tasks between them: it must not hold up a probe. */
export async function prepare(change: HotChange): Promise<PreparedChange> {
  const chunks: ChunkRecord[] = [];
  for (const samples of slices(change.seal?.samples ?? [])) {
    const steps = encodeInSteps(samples);
    let step = steps.next();
    for (; !step.done; step = steps.next()) await new Promise((resolve) => setTimeout(resolve));
    chunks.push(toChunk(change.campaignId, change.probeIndex, step.value));
  }
  return { ...change, chunks };
}

/** Applies the changes in the order in which they came about: a retried one may be followed by its successor. */
export async function applyChanges(tx: WriteTransaction, changes: readonly PreparedChange[]): Promise<void> {
  const hot = tx.objectStore('hot');
  const sealed = tx.objectStore('chunks');
  for (const { campaignId, probeIndex, put, seal, chunks, amend } of changes) {
    for (const { record } of seal?.drop ?? []) await hot.delete([campaignId, probeIndex, record]);
    for (const record of put) await hot.put(record);
    for (const chunk of chunks) await sealed.put(chunk);
    for (const sample of amend) await amendChunk(tx, campaignId, probeIndex, sample);
  }
}

/** Puts a late echo in the place of its timeout, in the chunk that was sealed before it came. */
async function amendChunk(
  tx: WriteTransaction,
  campaignId: string,
  probeIndex: number,
  sample: Sample,
): Promise<void> {
  const store = tx.objectStore('chunks');
  const range = IDBKeyRange.bound([campaignId, probeIndex], [campaignId, probeIndex, sample.seq]);
  const cursor = await store.openCursor(range, 'prev');
  if (cursor === null || cursor.value.lastSeq < sample.seq) return;
  const samples = decodeBatch(cursor.value.batch).map((old) => (old.seq === sample.seq ? sample : old));
  await cursor.update(toChunk(campaignId, probeIndex, encodeBatch(samples)));
}

/** A batch as the record of a sealed chunk. */
export function toChunk(campaignId: string, probeIndex: number, batch: SampleBatch): ChunkRecord {
  return {
    campaignId,
    probeIndex,
    firstSeq: batch.firstSeq,
    lastSeq: batch.firstSeq + batch.count - 1,
    firstDueEpochMs: batch.dueEpochMs[0] ?? Number.NaN,
    lastDueEpochMs: batch.dueEpochMs[batch.count - 1] ?? Number.NaN,
    batch,
  };
}

function slices(samples: readonly Sample[]): Sample[][] {
  const list: Sample[][] = [];
  for (let at = 0; at < samples.length; at += CHUNK_SAMPLES) list.push(samples.slice(at, at + CHUNK_SAMPLES));
  return list;
}
