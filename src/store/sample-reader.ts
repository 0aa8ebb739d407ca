import { encodeBatch } from '../core/batch-codec.ts';
import type { DamagedSpan } from '../core/damage.ts';
import type { Sample } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { type HotRecord, probeRange, type SealRecord, type Store } from './database.ts';
import { checkHot } from './progress.ts';
import { type FoundChunk, proveChunks } from './sealed-chunks.ts';

/**
 * All samples of one probe as batches in the order of `seq`: the sealed chunks,
 * then what is still hot. Due times in flight leave a hole between two batches.
 * A chunk that is damaged takes no other with it: its samples come as unmeasured, and
 * `onDamage` is told.
 */
export async function readBatches(
  store: Store,
  campaignId: string,
  probeIndex: number,
  onDamage: (span: DamagedSpan) => void = () => {},
): Promise<SampleBatch[]> {
  const { found, hot } = await readAll(store, campaignId, probeIndex);
  const loose = hot.flatMap((record) => checkHot(record).samples).sort((a, b) => a.seq - b.seq);
  const batches = proveChunks(probeIndex, found, loose[0], onDamage);
  const last = batches.at(-1);
  const sealedTo = last === undefined ? 0 : last.firstSeq + last.count;
  return [...batches, ...runsOf(loose, sealedTo).map(encodeBatch)];
}

interface Read {
  found: FoundChunk[];
  hot: HotRecord[];
}

async function readAll(store: Store, campaignId: string, probeIndex: number): Promise<Read> {
  const range = probeRange(campaignId, probeIndex);
  try {
    const tx = store.transaction(['hot', 'chunks', 'seals']);
    const [chunks, seals, hot] = await Promise.all([
      tx.objectStore('chunks').getAll(range),
      tx.objectStore('seals').getAll(range),
      tx.objectStore('hot').getAll(range),
      tx.done,
    ]);
    const byStart = new Map(chunks.map((chunk) => [chunk.firstSeq, chunk]));
    return { found: seals.map((seal) => ({ seal, chunk: byStart.get(seal.firstSeq) })), hot };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return await readOneByOne(store, range);
  }
}

/** One value that the browser cannot read fails a request for many: then each is asked for alone. */
async function readOneByOne(store: Store, range: IDBKeyRange): Promise<Read> {
  const tx = store.transaction(['hot', 'seals']);
  const [seals, hot] = await Promise.all([
    tx.objectStore('seals').getAll(range),
    tx.objectStore('hot').getAll(range),
    tx.done,
  ]);
  const found: FoundChunk[] = [];
  for (const seal of seals) found.push(await readOne(store, seal));
  return { found, hot };
}

async function readOne(
  store: Store,
  { campaignId, probeIndex, firstSeq, ...rest }: SealRecord,
): Promise<FoundChunk> {
  const key: [string, number, number] = [campaignId, probeIndex, firstSeq];
  const tx = store.transaction(['chunks', 'seals']);
  try {
    const [chunk, seal] = await Promise.all([
      tx.objectStore('chunks').get(key),
      // Once more: a late echo may have changed both meanwhile.
      tx.objectStore('seals').get(key),
      tx.done,
    ]);
    return { seal: seal ?? { campaignId, probeIndex, firstSeq, ...rest }, chunk };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { seal: { campaignId, probeIndex, firstSeq, ...rest }, unreadable: true };
  }
}

/** As browsers say that a stored value is broken; `AbortError` is what its transaction then says. */
function isUnreadable(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    ['DataError', 'UnknownError', 'NotReadableError', 'NotFoundError', 'AbortError'].includes(error.name)
  );
}

/** Splits samples in the order of `seq` where one is missing; what is sealed, or there already, is left out. */
function runsOf(sorted: readonly Sample[], sealedTo: number): Sample[][] {
  const runs: Sample[][] = [];
  let next = sealedTo;
  for (const sample of sorted) {
    if (sample.seq < next) continue;
    const run = runs.at(-1);
    if (run !== undefined && sample.seq === next) run.push(sample);
    else runs.push([sample]);
    next = sample.seq + 1;
  }
  return runs;
}
