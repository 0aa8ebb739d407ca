import { encodeBatch } from '../../src/core/batch-codec.ts';
import { NUMERIC_COLUMNS } from '../../src/core/columns.ts';
import type { ProbeKind } from '../../src/core/plan.ts';
import type { Sample } from '../../src/core/sample.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { Connection } from '../../src/store/connection.ts';
import { STRICT } from '../../src/store/database.ts';
import { readBatches } from '../../src/store/sample-reader.ts';
import { putSealed, toChunk } from '../../src/store/seal.ts';
import { chatSamples, httpSamples, websocketSamples } from '../support/modelled-samples.ts';

/** What the page of the bench can do; each time is in ms. */
export interface StoreWork {
  /** Writes so many samples in chunks of a size, some chunks a transaction, through the app's own store. */
  write(kind: ProbeKind, samples: number, chunk: number): Promise<{ ms: number; packedBytes: number }>;
  /** Reads them back: proven, and then with every column unpacked. */
  read(): Promise<{ ms: number; allColumnsMs: number; samples: number }>;
  /** The same as one record a sample. */
  writeRecords(samples: number): Promise<number>;
  readRecords(): Promise<{ ms: number; samples: number }>;
  estimate(): Promise<number>;
}

declare global {
  interface Window {
    storeWork: StoreWork;
  }
}

const ID = 'bench';
const MODELS = { http: httpSamples, websocket: websocketSamples, chat: chatSamples };
const INTERVAL_MS = { http: 1000, websocket: 500, chat: 30_000 };
/** Samples that are modelled; they are written again and again with other numbers. */
const MODELLED = { http: 1 << 17, websocket: 1 << 17, chat: 1 << 13 };
const SAMPLES_A_TRANSACTION = 1 << 17;
const RECORDS_A_TRANSACTION = 10_000;

const connection = new Connection({ name: 'store-bench' });
const peer = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const open = indexedDB.open('store-bench-peer', 1);
    open.onupgradeneeded = () => open.result.createObjectStore('samples', { keyPath: ['probe', 'seq'] });
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });

function modelled(kind: ProbeKind, samples: number, chunk: number): SampleBatch[] {
  const count = Math.min(samples, Math.max(chunk, MODELLED[kind]));
  const all = MODELS[kind](count, { intervalMs: INTERVAL_MS[kind], upMs: 4e7 });
  const batches: SampleBatch[] = [];
  for (let from = 0; from < count; from += chunk) batches.push(encodeBatch(all.slice(from, from + chunk)));
  return batches;
}

async function write(kind: ProbeKind, samples: number, chunk: number) {
  const batches = modelled(kind, samples, chunk);
  let packedBytes = 0;
  let next = 0;
  const from = performance.now();
  while (next < samples) {
    await connection.use(async (store) => {
      const tx = store.transaction(['chunks', 'seals'], 'readwrite', STRICT);
      const stores = { chunks: tx.objectStore('chunks'), seals: tx.objectStore('seals') };
      const puts: Promise<void>[] = [];
      for (const end = next + SAMPLES_A_TRANSACTION; next < Math.min(end, samples); ) {
        const batch = batches[Math.floor(next / chunk) % batches.length];
        if (batch === undefined) throw new Error('There is nothing to write.');
        const record = toChunk(ID, 0, { ...batch, firstSeq: next });
        packedBytes += record.packed.length;
        puts.push(putSealed(stores, record));
        next += batch.count;
      }
      await Promise.all([...puts, tx.done]);
    });
  }
  return { ms: performance.now() - from, packedBytes };
}

async function read() {
  const from = performance.now();
  const batches = await connection.use((store) => readBatches(store, ID, 0));
  const ms = performance.now() - from;
  for (const batch of batches) unpackAll(batch);
  return {
    ms,
    allColumnsMs: performance.now() - from,
    samples: batches.reduce((sum, { count }) => sum + count, 0),
  };
}

function unpackAll({ dueEpochMs, lateMs, outcome, numbers, icl }: SampleBatch): number {
  const columns = [
    dueEpochMs,
    lateMs,
    outcome,
    icl?.values,
    ...NUMERIC_COLUMNS.map(({ key }) => numbers[key]),
  ];
  return columns.reduce((sum, column) => sum + (column?.length ?? 0), 0);
}

async function writeRecords(samples: number) {
  const all: Sample[] = httpSamples(samples);
  const db = await peer();
  const from = performance.now();
  for (let next = 0; next < samples; next += RECORDS_A_TRANSACTION) {
    await new Promise<void>((resolve, reject) => {
      const tx = db.transaction('samples', 'readwrite', STRICT);
      const store = tx.objectStore('samples');
      for (const sample of all.slice(next, next + RECORDS_A_TRANSACTION)) store.put({ probe: 0, ...sample });
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error);
    });
  }
  const ms = performance.now() - from;
  db.close();
  return ms;
}

async function readRecords() {
  const db = await peer();
  const from = performance.now();
  let samples = 0;
  for (let more = true; more; ) {
    const page = await new Promise<unknown[]>((resolve, reject) => {
      const range = IDBKeyRange.bound([0, samples], [0, samples + RECORDS_A_TRANSACTION], false, true);
      const request = db.transaction('samples').objectStore('samples').getAll(range);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    samples += page.length;
    more = page.length === RECORDS_A_TRANSACTION;
  }
  const ms = performance.now() - from;
  db.close();
  return { ms, samples };
}

window.storeWork = {
  write,
  read,
  writeRecords,
  readRecords,
  estimate: async () => (await navigator.storage.estimate()).usage ?? Number.NaN,
};
