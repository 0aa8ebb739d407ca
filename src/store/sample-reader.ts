import { checkBatch } from '../core/batch-check.ts';
import { encodeBatch } from '../core/batch-codec.ts';
import type { Sample } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { type ChunkKey, type ChunkRecord, probeRange, type Store } from './database.ts';
import { checkHot } from './progress.ts';

/**
 * All samples of one probe as batches in the order of `seq`: the sealed chunks,
 * then what is still hot. Due times in flight leave a hole between two batches.
 * Rejects with a sentence that names the place if a chunk is damaged.
 */
export async function readBatches(
  store: Store,
  campaignId: string,
  probeIndex: number,
): Promise<SampleBatch[]> {
  const range = probeRange(campaignId, probeIndex);
  const tx = store.transaction(['hot', 'chunks']);
  const hotRead = tx.objectStore('hot').getAll(range);
  const chunks = tx.objectStore('chunks');
  const batches: SampleBatch[] = [];
  // The database fetches a page while the one before it is checked, in one transaction.
  let next: Promise<ChunkRecord[]> | undefined = chunks.getAll(range, PAGE);
  while (next !== undefined) {
    const page: ChunkRecord[] = await next;
    const last = page.at(-1);
    next =
      last === undefined || page.length < PAGE
        ? undefined
        : chunks.getAll(IDBKeyRange.bound(keyOf(last), range.upper, true), PAGE);
    for (const chunk of page) batches.push(checkChunk(chunk));
  }
  const hot = await hotRead;
  const samples = hot.flatMap((record) => checkHot(record).samples).sort((a, b) => a.seq - b.seq);
  return [...batches, ...runsOf(samples).map(encodeBatch)];
}

/** Chunks that are fetched at a time: some megabytes of sealed ones. */
const PAGE = 32;

const keyOf = ({ campaignId, probeIndex, firstSeq }: ChunkRecord): ChunkKey => [
  campaignId,
  probeIndex,
  firstSeq,
];

/** The columns of a stored chunk. Throws a sentence that names the place if they are damaged. */
export function checkChunk({ batch, firstSeq, lastSeq, probeIndex }: ChunkRecord): SampleBatch {
  const checked = checkBatch(batch);
  if (checked !== undefined) return checked;
  throw new Error(`The stored samples ${firstSeq} to ${lastSeq} of probe ${probeIndex + 1} are damaged.`);
}

/** Splits samples in the order of `seq` where one is missing. */
export function runsOf(sorted: readonly Sample[]): Sample[][] {
  const runs: Sample[][] = [];
  for (const sample of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.seq === sample.seq - 1) run.push(sample);
    else runs.push([sample]);
  }
  return runs;
}
