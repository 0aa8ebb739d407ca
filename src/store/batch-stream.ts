import { encodeBatch } from '../core/batch-codec.ts';
import type { DamagedSpan } from '../core/damage.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { ChunkProof, type Next, runsOf, startOf } from './chunk-proof.ts';
import type { Connection } from './connection.ts';
import { probeRange } from './database.ts';
import { CHUNK_SAMPLES } from './hot-lane.ts';
import { type PageOrder, readPage, type SealedPage } from './sealed-pages.ts';

/** Chunks of the usual size that are read at a time: about 1 MB of packed http samples. */
const CHUNKS_AT_ONCE = 32;
/** Pages that are asked for before they are needed. */
const AHEAD = 2;

export interface StreamOptions {
  chunksAtOnce?: number | undefined;
  /** What is told of samples that cannot be proven; they come as unmeasured. */
  onDamage?: ((span: DamagedSpan) => void) | undefined;
}

/**
 * The samples of one probe in the order of `seq`, some batches at a time, however many there are:
 * what `readBatches` reads at once. The last chunks and what is still hot are read in one
 * transaction, so that nothing is missed that is sealed in between.
 * @throws Error with a sentence where the campaign is deleted before the last of them was read.
 */
export async function* streamBatches(
  connection: Connection,
  campaignId: string,
  probeIndex: number,
  { chunksAtOnce = CHUNKS_AT_ONCE, onDamage = () => {} }: StreamOptions = {},
): AsyncGenerator<SampleBatch[]> {
  const limits = { mostChunks: chunksAtOnce, mostSamples: chunksAtOnce * CHUNK_SAMPLES };
  const proof = new ChunkProof(probeIndex, onDamage);
  const order = { campaignId, probeIndex, ...limits };
  for await (const page of pagesOf(connection, order)) yield [...provenOf(proof, page)];
}

/**
 * The pages of a probe, one after the other. The next ones are under way while one is worked on: each is
 * asked for as soon as the seals of the one before tell where it begins. Waiting for its chunks would be
 * too late, as who works on a page leaves the thread no time to ask.
 */
async function* pagesOf(
  connection: Connection,
  order: Omit<PageOrder, 'fromSeq' | 'onNext'>,
): AsyncGenerator<SealedPage> {
  /** Those that are asked for, in order, and where they begin. */
  let asked: { fromSeq: number; page: Promise<SealedPage> }[] = [];
  /** Where the one behind them begins, as far as that is known. */
  let nextSeq: number | undefined = 0;
  const ask = () => {
    if (nextSeq === undefined || asked.length >= AHEAD) return;
    const fromSeq = nextSeq;
    nextSeq = undefined;
    const onNext = ({ seq }: Next) => {
      if (asked.at(-1)?.fromSeq !== fromSeq || nextSeq !== undefined) return;
      nextSeq = seq;
      ask();
    };
    const page = connection.use((store) => readPage(store, { ...order, fromSeq, onNext }));
    page.catch(() => {});
    asked.push({ fromSeq, page });
  };
  ask();
  for (let first = asked[0]; first !== undefined; first = asked[0]) {
    const page = await first.page;
    asked.shift();
    // Read a second time, after the connection died, it may end elsewhere.
    if (asked[0] !== undefined && asked[0].fromSeq !== page.next?.seq) asked = [];
    if (asked.length === 0) nextSeq = page.next?.seq;
    ask();
    yield page;
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
