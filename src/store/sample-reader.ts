import type { DamagedSpan } from '../core/damage.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { provenOf } from './batch-stream.ts';
import { ChunkProof } from './chunk-proof.ts';
import type { Store } from './database.ts';
import { readPage, type SealedPage } from './sealed-pages.ts';

/** Of one request: some megabytes of chunks that measuring sealed. */
const PAGE = { mostChunks: 32, mostSamples: 1 << 21 };

/**
 * All samples of one probe as batches in the order of `seq`: the sealed chunks,
 * then what is still hot. Due times in flight leave a hole between two batches.
 * A chunk that is damaged takes no other with it: its samples come as unmeasured, and
 * `onDamage` is told. `onRead` is told of so many more samples, page by page.
 */
export async function readBatches(
  store: Store,
  campaignId: string,
  probeIndex: number,
  onDamage: (span: DamagedSpan) => void = () => {},
  onRead: (samples: number) => void = () => {},
): Promise<SampleBatch[]> {
  const damaged: DamagedSpan[] = [];
  const proof = new ChunkProof(probeIndex, (span) => damaged.push(span));
  const batches: SampleBatch[] = [];
  // The database fetches a page while the one before it is proven.
  const read = (fromSeq: number) => readPage(store, { campaignId, probeIndex, fromSeq, ...PAGE });
  let page: SealedPage | undefined = await read(0);
  while (page !== undefined) {
    const following: Promise<SealedPage> | undefined = page.next && read(page.next.seq);
    following?.catch(() => {});
    let samples = 0;
    for (const batch of provenOf(proof, page)) {
      batches.push(batch);
      samples += batch.count;
    }
    onRead(samples);
    page = await following;
  }
  // Only now: where the connection is lost on the way, all is read again.
  damaged.forEach(onDamage);
  return batches;
}
