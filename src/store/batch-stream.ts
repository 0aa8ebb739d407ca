import { encodeBatch } from '../core/batch-codec.ts';
import type { DamagedSpan } from '../core/damage.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { ChunkProof, type Next, runsOf, startOf } from './chunk-proof.ts';
import type { Connection } from './connection.ts';
import { probeRange } from './database.ts';
import { CHUNK_SAMPLES } from './hot-lane.ts';
import { readPage, type SealedPage } from './sealed-pages.ts';

/** Chunks of the usual size that are read at a time: about 4 MB of http samples. */
const CHUNKS_AT_ONCE = 32;

export interface StreamOptions {
  chunksAtOnce?: number | undefined;
  /** What is told of samples that cannot be proven; they come as unmeasured. */
  onDamage?: ((span: DamagedSpan) => void) | undefined;
}

/**
 * The samples of one probe in the order of `seq`, some batches at a time, however many there are:
 * what `readBatches` reads at once. The last chunks and what is still hot are read in one
 * transaction, so that nothing is missed that is sealed in between.
 */
export async function* streamBatches(
  connection: Connection,
  campaignId: string,
  probeIndex: number,
  { chunksAtOnce = CHUNKS_AT_ONCE, onDamage = () => {} }: StreamOptions = {},
): AsyncGenerator<SampleBatch[]> {
  const limits = { mostChunks: chunksAtOnce, mostSamples: chunksAtOnce * CHUNK_SAMPLES };
  const read = (fromSeq: number): Promise<SealedPage> =>
    connection.use((store) => readPage(store, { campaignId, probeIndex, fromSeq, ...limits }));
  const proof = new ChunkProof(probeIndex, onDamage);
  let page: SealedPage | undefined = await read(0);
  while (page !== undefined) {
    const { found, next, loose = [] }: SealedPage = page;
    // The browser fetches the next ones while these are worked on.
    const following: Promise<SealedPage> | undefined = next && read(next.seq);
    following?.catch(() => {});
    yield [...provenOf(proof, { found, next, loose })];
    page = await following;
  }
}

/** The samples of a page: its chunks, and what is not sealed behind the last one. */
export function* provenOf(
  proof: ChunkProof,
  { found, next, loose = [] }: SealedPage,
): Generator<SampleBatch> {
  const [first] = loose;
  for (const [i, one] of found.entries()) {
    const following = found[i + 1];
    const after: Next | undefined = following === undefined ? (next ?? first) : startOf(following.seal);
    yield* proof.prove(one, after);
  }
  for (const run of runsOf(loose, proof.sealedTo)) yield encodeBatch(run);
}

/** How many sealed samples a probe has, from its last seal: for progress. */
export async function countSamples(
  connection: Connection,
  campaignId: string,
  probeIndex: number,
): Promise<number> {
  return await connection.use(async (store) => {
    const cursor = await store
      .transaction('seals')
      .store.openCursor(probeRange(campaignId, probeIndex), 'prev');
    return cursor === null ? 0 : (cursor.value.lastSeq || cursor.value.firstSeq) + 1;
  });
}
