import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeBatch } from '../../src/core/batch-reader.ts';
import type { DamagedSpan } from '../../src/core/damage.ts';
import { unpackBatch } from '../../src/core/pack/unpack-batch.ts';
import { Connection } from '../../src/store/connection.ts';
import { openStore } from '../../src/store/database.ts';
import { createDoor } from '../../src/store/door.ts';
import { DATABASE_VERSION } from '../../src/store/migrations/index.ts';
import { readBatches } from '../../src/store/sample-reader.ts';
import { dumpDatabase, loadDatabase, readImage } from '../support/database-image.ts';

/** What each earlier version left in each browser (`make-image.ts` made them). */
const images = import.meta.glob<unknown>('./fixtures/version-*.json', { import: 'default' });

const name = `migration-${performance.timeOrigin}`;
const connections: Connection[] = [];
const connect = () => {
  const connection = new Connection({ name });
  connections.push(connection);
  return connection;
};

afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
  await deleteDB(name);
});

it('has an image of every earlier version from both browsers', () => {
  const versions = Array.from({ length: DATABASE_VERSION - 1 }, (_, i) => i + 1);
  expect(Object.keys(images).sort()).toEqual(
    versions.flatMap((version) =>
      ['chromium', 'firefox'].map((kind) => `./fixtures/version-${version}-${kind}.json`),
    ),
  );
});

describe.each(Object.entries(images))('%s', (_, load) => {
  it('opens with all its campaigns, samples, events and settings', async () => {
    const image = readImage(await load());
    const before = Object.fromEntries(image.stores.map((store) => [store.name, store.records]));
    await loadDatabase(name, image);
    const columns = await columnsOfVersion1();
    const connection = connect();
    const door = createDoor(connection);
    const campaigns = await door.listCampaigns();
    expect(campaigns.map(({ plan, state }) => `${plan.name} ${state}`).sort()).toEqual([
      'Interrupted running',
      'Stopped stopped',
      'lapland finished',
    ]);
    const damaged: DamagedSpan[] = [];
    for (const { id, plan } of campaigns) {
      for (const index of plan.probes.keys()) {
        const batches = await connection.use((store) =>
          readBatches(store, id, index, (span) => damaged.push(span)),
        );
        const samples = batches.flatMap(decodeBatch);
        expect(samples.length).toBe(storedSamples(before, id, index));
        expect(new Set(samples.map(({ seq }) => seq)).size).toBe(samples.length);
      }
    }
    expect(damaged).toEqual([]);
    expect(await door.inspect()).toEqual([]);
    const chunks = await connection.use((store) => store.getAll('chunks'));
    expect(chunks.map(({ packed }) => unpackBatch(packed))).toEqual(columns);
    await connection.close();
    const after = await dumpDatabase(name);
    expect(after.version).toBe(DATABASE_VERSION);
    for (const { name: store, records } of image.stores)
      if (store !== 'chunks')
        expect(after.stores.find((other) => other.name === store)?.records).toEqual(records);
  });

  it('goes on where it stood, and ends in order', async () => {
    await loadDatabase(name, readImage(await load()));
    const connection = connect();
    const door = createDoor(connection);
    const running = (await door.listCampaigns()).find(({ state }) => state === 'running');
    if (running === undefined) throw new Error('no campaign was interrupted');
    await door.endCampaign(running.id);
    const samples = (await connection.use((store) => readBatches(store, running.id, 0))).flatMap(decodeBatch);
    expect(samples.map(({ seq }) => seq)).toEqual(samples.map((_, i) => i));
    expect(samples.length).toBeGreaterThan(2048);
  });
});

it('brings an earlier version up in a browser that tells no versions beforehand', async () => {
  await loadDatabase(name, readImage(await Object.values(images)[0]?.()));
  const columns = await columnsOfVersion1();
  Object.defineProperty(indexedDB, 'databases', { value: undefined, configurable: true });
  try {
    const store = await openStore(name);
    expect(store.version).toBe(DATABASE_VERSION);
    const chunks = await store.getAll('chunks');
    expect(chunks.map(({ packed }) => unpackBatch(packed))).toEqual(columns);
    store.close();
  } finally {
    Reflect.deleteProperty(indexedDB, 'databases');
  }
});

it('brings a database with a chunk that is none to this version, and names it in the report', async () => {
  const image = readImage(await Object.values(images)[0]?.());
  const chunks = image.stores.find((store) => store.name === 'chunks')?.records ?? [];
  const [key = '', value] = chunks[0] ?? [];
  const [campaignId, probeIndex, firstSeq] = key as [string, number, number];
  chunks[0] = [key, { ...(value as object), batch: 'spoilt' }];
  await loadDatabase(name, image);
  const damaged: DamagedSpan[] = [];
  const read = await connect().use((store) =>
    readBatches(store, campaignId, probeIndex, (span) => damaged.push(span)),
  );
  const { lastSeq } = value as { lastSeq: number };
  expect(damaged).toMatchObject([{ firstSeq, lastSeq, reason: 'form' }]);
  expect(read.flatMap(decodeBatch).map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: lastSeq + 1 }, () => 'unmeasured'),
  );
});

it('refuses a database of a newer version with a sentence, and changes nothing', async () => {
  await loadDatabase(name, { version: DATABASE_VERSION + 1, stores: [] });
  await expect(openStore(name)).rejects.toThrow('written by a newer version of Dishprobe. Reload the page');
  expect((await dumpDatabase(name)).version).toBe(DATABASE_VERSION + 1);
});

/** The chunks of a database of version 1, before it is opened by the app. */
async function columnsOfVersion1(): Promise<unknown[]> {
  const db = await openDB(name);
  const chunks: unknown[] = await db.getAll('chunks');
  db.close();
  return chunks.map((chunk) => (chunk as { batch: unknown }).batch);
}

/** Samples of a probe in an image, sealed and hot. */
function storedSamples(stores: Record<string, [unknown, unknown][]>, id: string, index: number): number {
  const own = (store: string) =>
    (stores[store] ?? []).filter(([key]) => Array.isArray(key) && key[0] === id && key[1] === index);
  const sealed = own('chunks').map(([, value]) => {
    const { firstSeq, lastSeq } = value as { firstSeq: number; lastSeq: number };
    return lastSeq - firstSeq + 1;
  });
  const hot = own('hot').map(([, value]) => (value as { samples: unknown[] }).samples.length);
  return [...sealed, ...hot].reduce((sum, count) => sum + count, 0);
}
