import { encodeBatch, encodeInSteps } from '../core/batch-codec.ts';
import { decodeBatch } from '../core/batch-reader.ts';
import type { Sample } from '../core/sample.ts';
import { type ChunkRecord, STRICT, type Store } from './database.ts';
import type { HotChange, SealChange } from './hot-lane.ts';
import { checkChunk, chunkInSteps, putSealed, toChunk } from './seal.ts';

export type WriteTransaction = ReturnType<typeof openWrite>;

/** One strict transaction over all that a flush touches. */
export function openWrite(store: Store) {
  return store.transaction(['campaigns', 'hot', 'chunks', 'seals', 'events'], 'readwrite', STRICT);
}

/** Encodes and packs what is to be sealed, in pieces with other tasks between them: it must not hold up a probe. */
export async function prepareSeal(
  campaignId: string,
  probeIndex: number,
  samples: readonly Sample[],
): Promise<ChunkRecord> {
  const batch = await inSteps(encodeInSteps(samples));
  return await inSteps(chunkInSteps(campaignId, probeIndex, batch));
}

async function inSteps<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Writes what came in of one probe. */
export async function applyHot(
  tx: WriteTransaction,
  campaignId: string,
  probeIndex: number,
  { put, drop, amend }: HotChange,
): Promise<void> {
  const hot = tx.objectStore('hot');
  await Promise.all([
    ...drop.map((record) => hot.delete([campaignId, probeIndex, record])),
    ...put.map((record) => hot.put(record)),
  ]);
  for (const sample of amend) await amendChunk(tx, campaignId, probeIndex, sample);
}

/** Puts a sealed chunk in the place of the hot records that held its samples. */
export async function applySeal(
  tx: WriteTransaction,
  chunk: ChunkRecord,
  { put, drop }: SealChange,
): Promise<void> {
  const hot = tx.objectStore('hot');
  await Promise.all([
    ...drop.map((record) => hot.delete([chunk.campaignId, chunk.probeIndex, record])),
    ...put.map((record) => hot.put(record)),
    putSealed({ chunks: tx.objectStore('chunks'), seals: tx.objectStore('seals') }, chunk),
  ]);
}

/** Puts a late echo in the place of its timeout, in the chunk that was sealed before it came. */
async function amendChunk(
  tx: WriteTransaction,
  campaignId: string,
  probeIndex: number,
  sample: Sample,
): Promise<void> {
  const [chunks, seals] = [tx.objectStore('chunks'), tx.objectStore('seals')];
  const range = IDBKeyRange.bound([campaignId, probeIndex], [campaignId, probeIndex, sample.seq]);
  const seal = (await seals.openCursor(range, 'prev'))?.value;
  if (seal === undefined || seal.lastSeq < sample.seq) return;
  const batch = checkChunk(seal, await chunks.get([campaignId, probeIndex, seal.firstSeq]));
  // A damaged chunk must not get a new seal.
  if (typeof batch === 'string') return;
  const samples = decodeBatch(batch).map((old) => (old.seq === sample.seq ? sample : old));
  await putSealed({ chunks, seals }, toChunk(campaignId, probeIndex, encodeBatch(samples)));
}
