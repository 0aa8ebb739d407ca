import type { Sample } from '../core/sample.ts';
import { type FoundChunk, type Next, startOf } from './chunk-proof.ts';
import {
  type ChunkKey,
  type ChunkRecord,
  type HotRecord,
  probeRange,
  type SealRecord,
  type Store,
} from './database.ts';
import { CHUNK_SAMPLES } from './hot-lane.ts';
import { checkHot } from './progress.ts';
import { isChunk } from './seal.ts';

/** No chunk holds more; a seal that says so is damaged. */
const MOST_SAMPLES = 1 << 20;

const DELETED = 'The campaign was deleted meanwhile, so nothing of it was saved.';

/** Some chunks of one probe in the order of `seq`, as the database has them. */
export interface SealedPage {
  found: FoundChunk[];
  /** The seal that begins the next page. */
  next?: Next | undefined;
  /** What is not sealed yet, in the order of `seq`: with the last page. */
  loose?: Sample[] | undefined;
}

export interface PageOrder {
  campaignId: string;
  probeIndex: number;
  fromSeq: number;
  /** Chunks, and samples in them, of a page; one chunk at least. */
  mostChunks: number;
  mostSamples: number;
  /** Told the seal that begins the next page before the chunks of this one are there; maybe more than once. */
  onNext?: ((next: Next) => void) | undefined;
}

/**
 * Reads a page in one transaction; chunks that the browser cannot read are asked for one by one.
 * @throws Error with a sentence where the campaign is not stored any more: it would look as if it ended here.
 */
export async function readPage(store: Store, order: PageOrder): Promise<SealedPage> {
  try {
    return await readTogether(store, order);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return await readOneByOne(store, order);
  }
}

async function readTogether(store: Store, order: PageOrder): Promise<SealedPage> {
  const tx = openRead(store);
  const { seals, next, hot } = await readSeals(tx, order);
  const chunks = tx.objectStore('chunks');
  const [keys, sealed] = await Promise.all([
    chunks.getAllKeys(rangeOf(order, next)),
    // One by one and all at once: in Chromium that takes half the time of one request for all.
    Promise.all(seals.map(({ firstSeq }) => chunks.get([order.campaignId, order.probeIndex, firstSeq]))),
  ]);
  const starts = new Set(seals.map(({ firstSeq }) => firstSeq));
  const loose = keys.filter(([, , firstSeq]) => !starts.has(firstSeq));
  const alone = await Promise.all(loose.map((key) => chunks.get(key)));
  return { found: pairs(seals, sealed, alone), ...restOf(next, await hot) };
}

/** One value that the browser cannot read fails a request for many, and aborts the transaction. */
async function readOneByOne(store: Store, order: PageOrder): Promise<SealedPage> {
  const tx = openRead(store);
  const { seals, next, hot } = await readSeals(tx, order);
  const [keys, records] = await Promise.all([
    tx.objectStore('chunks').getAllKeys(rangeOf(order, next)),
    hot,
    tx.done,
  ]);
  const starts = new Set(
    [...seals, ...keys.map(([, , firstSeq]) => ({ firstSeq }))].map((at) => at.firstSeq),
  );
  const found: FoundChunk[] = [];
  for (const firstSeq of [...starts].sort((a, b) => a - b)) found.push(await readOne(store, order, firstSeq));
  return { found, ...restOf(next, records) };
}

type ReadTransaction = ReturnType<typeof openRead>;
const openRead = (store: Store) => store.transaction(['campaigns', 'hot', 'chunks', 'seals']);

/** `hot` is asked for with the last page alone, in the transaction that finds no further seal. */
async function readSeals(tx: ReadTransaction, order: PageOrder) {
  const { mostChunks, mostSamples } = order;
  const range = rangeOf(order, undefined);
  const store = tx.objectStore('seals');
  const [keys, records] = await Promise.all([
    store.getAllKeys(range, mostChunks + 1),
    store.getAll(range, mostChunks + 1),
  ]);
  const seals = keys.map((key, i) => plausible(key, records[i]));
  let samples = 0;
  let count = 0;
  for (const { firstSeq, lastSeq } of seals) {
    samples += Number.isNaN(lastSeq) ? CHUNK_SAMPLES : lastSeq - firstSeq + 1;
    if (count > 0 && (count >= mostChunks || samples > mostSamples)) break;
    count += 1;
  }
  const next = seals[count];
  if (next !== undefined) order.onNext?.(startOf(next));
  const hot = next === undefined ? readHot(tx, order) : Promise.resolve([]);
  // It is awaited behind other requests, which may fail first.
  hot.catch(() => {});
  return { seals: seals.slice(0, count), next, hot };
}

/** A deletion takes the record, the seals and all else in one transaction: where the record is, nothing is missing. */
async function readHot(tx: ReadTransaction, { campaignId, probeIndex }: PageOrder): Promise<HotRecord[]> {
  const [key, records] = await Promise.all([
    tx.objectStore('campaigns').getKey(campaignId),
    tx.objectStore('hot').getAll(probeRange(campaignId, probeIndex)),
  ]);
  if (key === undefined) throw new Error(DELETED);
  return records;
}

/** A seal whose own span cannot be is one that does not know it: its key and its neighbours tell. */
function plausible(key: ChunkKey, seal: SealRecord | undefined): SealRecord {
  const [campaignId, probeIndex, firstSeq] = key;
  const { lastSeq = Number.NaN, firstDueEpochMs = Number.NaN, lastDueEpochMs = Number.NaN } = seal ?? {};
  const count = lastSeq - firstSeq + 1;
  const isIt = Number.isSafeInteger(count) && count > 0 && count <= MOST_SAMPLES;
  const crc32 = seal?.crc32;
  const times = { firstDueEpochMs, lastDueEpochMs };
  return { campaignId, probeIndex, firstSeq, lastSeq: isIt ? lastSeq : Number.NaN, ...times, crc32 };
}

/** From the start of a page up to the next one: chunks without a seal among them. */
function rangeOf({ campaignId, probeIndex, fromSeq }: PageOrder, next: SealRecord | undefined): IDBKeyRange {
  const from: ChunkKey = [campaignId, probeIndex, fromSeq];
  return next === undefined
    ? IDBKeyRange.bound(from, probeRange(campaignId, probeIndex).upper)
    : IDBKeyRange.bound(from, [campaignId, probeIndex, next.firstSeq], false, true);
}

/** Each seal with its chunk, and chunks that have lost their seal, in the order of `seq`. */
function pairs(
  seals: readonly SealRecord[],
  sealed: readonly unknown[],
  alone: readonly unknown[],
): FoundChunk[] {
  const found: FoundChunk[] = seals.map((seal, i) => ({ seal, chunk: sealed[i] }));
  const more = alone.filter(isChunk).map((chunk) => ({ seal: unsealed(chunk), chunk }));
  if (more.length === 0) return found;
  return [...found, ...more].sort((a, b) => a.seal.firstSeq - b.seal.firstSeq);
}

/** The span of a chunk whose seal is gone: nothing proves what is in it. */
const unsealed = ({
  campaignId,
  probeIndex,
  firstSeq,
  lastSeq,
  firstDueEpochMs,
  lastDueEpochMs,
}: ChunkRecord): SealRecord => ({
  campaignId,
  probeIndex,
  firstSeq,
  lastSeq,
  firstDueEpochMs,
  lastDueEpochMs,
});

async function readOne(
  store: Store,
  { campaignId, probeIndex }: PageOrder,
  firstSeq: number,
): Promise<FoundChunk> {
  const key: ChunkKey = [campaignId, probeIndex, firstSeq];
  const tx = openRead(store);
  // Once more: a late echo may have changed both meanwhile.
  const [record, sealed] = await Promise.all([
    tx.objectStore('campaigns').getKey(campaignId),
    tx.objectStore('seals').get(key),
  ]);
  if (record === undefined) throw new Error(DELETED);
  const seal = plausible(key, sealed);
  try {
    const [chunk] = await Promise.all([tx.objectStore('chunks').get(key), tx.done]);
    return { seal: seal.crc32 === undefined && isChunk(chunk) ? unsealed(chunk) : seal, chunk };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { seal, unreadable: true };
  }
}

function restOf(next: SealRecord | undefined, hot: readonly HotRecord[]): Pick<SealedPage, 'next' | 'loose'> {
  if (next !== undefined) return { next: startOf(next) };
  return { loose: hot.flatMap((record) => checkHot(record).samples).sort((a, b) => a.seq - b.seq) };
}

/** As browsers say that a stored value is broken; `AbortError` is what its transaction then says. */
function isUnreadable(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    ['DataError', 'UnknownError', 'NotReadableError', 'NotFoundError', 'AbortError'].includes(error.name)
  );
}
