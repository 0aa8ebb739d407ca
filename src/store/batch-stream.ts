import { encodeBatch } from '../core/batch-codec.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { Connection } from './connection.ts';
import { type ChunkRecord, type HotRecord, probeRange } from './database.ts';
import { CHUNK_SAMPLES } from './hot-lane.ts';
import { checkHot } from './progress.ts';
import { checkChunk, runsOf } from './sample-reader.ts';

/** Chunks of the usual size that are read at a time: about 4 MB of http samples. */
const CHUNKS_AT_ONCE = 32;

/**
 * The samples of one probe in the order of `seq`, some batches at a time, however many there are:
 * what `readBatches` reads at once. The last chunks and what is still hot are read in one
 * transaction, so that nothing is missed that is sealed in between.
 */
export async function* streamBatches(
  connection: Connection,
  campaignId: string,
  probeIndex: number,
  chunksAtOnce = CHUNKS_AT_ONCE,
): AsyncGenerator<SampleBatch[]> {
  const read = (fromSeq: number, most: number) => readSome(connection, campaignId, probeIndex, fromSeq, most);
  // An imported campaign has chunks of many times the usual size: the first ones tell.
  let most = Math.min(FIRST_CHUNKS, chunksAtOnce);
  let next = read(0, most);
  for (;;) {
    const { chunks, hot } = await next;
    const last = chunks.at(-1);
    if (hot !== undefined || last === undefined) {
      const samples = (hot ?? []).flatMap((record) => checkHot(record).samples).sort((a, b) => a.seq - b.seq);
      yield [...chunks.map(checkChunk), ...runsOf(samples).map(encodeBatch)];
      return;
    }
    const longest = Math.max(CHUNK_SAMPLES, ...chunks.map(({ batch }) => batch.count));
    most = Math.max(1, Math.floor((chunksAtOnce * CHUNK_SAMPLES) / longest));
    // The browser fetches the next ones while these are worked on.
    next = read(last.lastSeq + 1, most);
    next.catch(() => {});
    yield chunks.map(checkChunk);
  }
}

/** Whose size is not known yet. */
const FIRST_CHUNKS = 2;

interface Some {
  chunks: ChunkRecord[];
  /** With the last chunks. */
  hot?: HotRecord[];
}

function readSome(
  connection: Connection,
  campaignId: string,
  probeIndex: number,
  fromSeq: number,
  most: number,
): Promise<Some> {
  return connection.use(async (store) => {
    const all = probeRange(campaignId, probeIndex);
    const range = IDBKeyRange.bound([campaignId, probeIndex, fromSeq], all.upper);
    const tx = store.transaction(['hot', 'chunks']);
    const chunks = await tx.objectStore('chunks').getAll(range, most);
    if (chunks.length === most) return { chunks };
    return { chunks, hot: await tx.objectStore('hot').getAll(all) };
  });
}

/** How many samples a probe has, from the keys alone: for progress. */
export async function countSamples(
  connection: Connection,
  campaignId: string,
  probeIndex: number,
): Promise<number> {
  return await connection.use(async (store) => {
    const cursor = await store
      .transaction('chunks')
      .store.openCursor(probeRange(campaignId, probeIndex), 'prev');
    return cursor === null ? 0 : cursor.value.lastSeq + 1;
  });
}
