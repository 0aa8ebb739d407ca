import type { Page } from 'puppeteer-core';

/** What the database holds of one probe, read without any of the app's code. */
export interface Stored {
  version: number;
  /** First and last `seq` of each seal, in order. */
  seals: [number, number][];
  /** First `seq` of each chunk, in order. */
  chunks: number[];
  hot: { seq: number; dueEpochMs: number; outcome: string; responseMs?: number }[];
  lastSealedDueEpochMs: number;
}

/** Reads one probe of the one campaign of this name. */
export function readStored(page: Page, campaign: string, probe = 0): Promise<Stored> {
  return page.evaluate(readInPage, campaign, probe);
}

async function readInPage(name: string, probe: number): Promise<Stored> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await done(indexedDB.open('dishprobe'));
  const { version } = db;
  const isSealed = db.objectStoreNames.contains('seals');
  const tx = db.transaction([...db.objectStoreNames]);
  const campaigns = await done<{ id: string; plan: { name: string } }[]>(
    tx.objectStore('campaigns').getAll(),
  );
  const id = campaigns.find(({ plan }) => plan.name === name)?.id ?? '';
  const range = IDBKeyRange.bound([id, probe], [id, probe, []]);
  type Seal = { firstSeq: number; lastSeq: number; lastDueEpochMs: number };
  const seals = isSealed ? await done<Seal[]>(tx.objectStore('seals').getAll(range)) : [];
  const chunks = await done<IDBValidKey[]>(tx.objectStore('chunks').getAllKeys(range));
  const hot = await done<{ samples: Stored['hot'] }[]>(tx.objectStore('hot').getAll(range));
  db.close();
  return {
    version,
    seals: seals.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq]),
    chunks: chunks.map((key) => (Array.isArray(key) ? Number(key[2]) : Number.NaN)),
    hot: hot
      .flatMap(({ samples }) => samples)
      .map(({ seq, dueEpochMs, outcome, responseMs }) => ({
        seq,
        dueEpochMs,
        outcome,
        ...(responseMs === undefined ? {} : { responseMs }),
      }))
      .sort((a, b) => a.seq - b.seq),
    lastSealedDueEpochMs: seals.at(-1)?.lastDueEpochMs ?? 0,
  };
}

/** Due times that were in flight at the kill leave holes, near the end only. */
const IN_FLIGHT = 400;

/**
 * Holds the record against what must be true after any kill: chunks and seals are the same, their
 * numbering has no gap, and no sample is there twice.
 * @throws Error that names the first thing that is wrong.
 */
export function refuseDamage({ seals, chunks, hot }: Stored): { samples: number; sealedTo: number } {
  let next = 0;
  seals.forEach(([first, last], i) => {
    if (first !== next) throw new Error(`A seal begins at ${first}, and ${next} was due.`);
    if (chunks[i] !== first) throw new Error(`The seal at ${first} has the chunk at ${chunks[i]}.`);
    next = last + 1;
  });
  if (chunks.length !== seals.length) throw new Error(`${chunks.length} chunks have ${seals.length} seals.`);
  const sealedTo = next;
  let before = sealedTo - 1;
  const newest = hot.at(-1)?.seq ?? before;
  for (const { seq, outcome, responseMs } of hot) {
    if (seq <= before) throw new Error(`Sample ${seq} is there twice.`);
    if (seq !== before + 1 && seq < newest - IN_FLIGHT)
      throw new Error(`Samples from ${before + 1} to ${seq - 1} are missing.`);
    if (outcome === 'ok' && !(responseMs !== undefined && responseMs >= 0))
      throw new Error(`Sample ${seq} has no time.`);
    before = seq;
  }
  return { samples: sealedTo + hot.length, sealedTo };
}

/** When the newest stored sample was complete, on the wall clock. */
export function newestEndEpochMs({ hot, lastSealedDueEpochMs }: Stored): number {
  return hot.reduce(
    (newest, { dueEpochMs, outcome, responseMs = 0 }) =>
      outcome === 'ok' ? Math.max(newest, dueEpochMs + responseMs) : newest,
    lastSealedDueEpochMs,
  );
}
