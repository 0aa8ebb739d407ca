import { checkBatch } from '../core/batch-check.ts';
import { encodeBatch } from '../core/batch-codec.ts';
import type { Sample } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { probeRange, type Store } from './database.ts';
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
  const [chunks, hot] = await Promise.all([
    tx.objectStore('chunks').getAll(range),
    tx.objectStore('hot').getAll(range),
  ]);
  const batches = chunks.map((chunk) => {
    const batch = checkBatch(chunk.batch);
    if (batch === undefined) {
      throw new Error(
        `The stored samples ${chunk.firstSeq} to ${chunk.lastSeq} of probe ${probeIndex + 1} are damaged.`,
      );
    }
    return batch;
  });
  const samples = hot.flatMap((record) => checkHot(record).samples).sort((a, b) => a.seq - b.seq);
  return [...batches, ...runsOf(samples).map(encodeBatch)];
}

/** Splits samples in the order of `seq` where one is missing. */
function runsOf(sorted: readonly Sample[]): Sample[][] {
  const runs: Sample[][] = [];
  for (const sample of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.seq === sample.seq - 1) run.push(sample);
    else runs.push([sample]);
  }
  return runs;
}
