import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { DamagedSpan } from '../../src/core/damage.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis } from '../../src/core/units.ts';
import { type ImportedBatch, importStream } from '../../src/store/import-campaign.ts';
import { alone } from '../../src/store/import-lock.ts';
import { readBatches } from '../../src/store/sample-reader.ts';
import { ok, openBench, type StoreBench } from './store-bench.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const SIZE = 50;
const batchAt = (index: number) => encodeBatch(Array.from({ length: SIZE }, (_, i) => ok(index * SIZE + i)));

/** One probe. */
function importCampaign(
  made: Awaited<ReturnType<typeof recording>>,
  items: Iterable<SampleBatch>,
  onStored: (samples: number) => void,
): Promise<void> {
  async function* ofProbe(): AsyncGenerator<ImportedBatch> {
    for (const batch of items) yield { probeIndex: 0, batch };
  }
  return importStream(bench.connection, made.campaign.id, ofProbe(), () => made, onStored);
}

function* batches(count: number, breakAt = Number.POSITIVE_INFINITY): Generator<SampleBatch> {
  for (let i = 0; i < count; i++) {
    if (i === breakAt) throw new Error('The file was taken away.');
    yield batchAt(i);
  }
}

async function recording() {
  const stored = await bench.door.getCampaign(bench.id);
  if (stored === undefined) throw new Error('no campaign');
  const campaign = { ...stored, id: 'recording', state: 'finished' as const };
  const event = { kind: 'import' as const, epochMs: epochMillis(1), detail: 'Imported.' };
  return { campaign, events: [event] };
}

/** Chunks of a campaign; each has its seal. */
const chunkCount = (id: string) =>
  bench.connection.use(async (store) => {
    const own = IDBKeyRange.bound([id], [id, []]);
    const [chunks, seals] = [await store.getAllKeys('chunks', own), await store.getAllKeys('seals', own)];
    expect(seals).toEqual(chunks);
    return chunks.length;
  });
const journal = () => bench.connection.use((store) => store.getAllKeys('settings'));

it('stores chunks, record and events, and tells how far it is', async () => {
  const told: number[] = [];
  const made = await recording();
  await importCampaign(made, batches(130), (samples) => told.push(samples));
  expect(told).toEqual([64 * SIZE, 128 * SIZE, 130 * SIZE]);
  expect(await bench.door.getCampaign('recording')).toEqual(made.campaign);
  expect(await bench.door.listEvents('recording')).toEqual(made.events);
  const read = await bench.connection.use((store) => readBatches(store, 'recording', 0));
  expect(read).toEqual([...batches(130)]);
  expect(await journal()).toEqual([]);
  await bench.door.deleteCampaign('recording');
  expect(await chunkCount('recording')).toBe(0);
});

it('stores everything once, in the order of writing, where each transaction is doubtful and runs again', async () => {
  const made = await recording();
  // More than nine: as texts, 10 would come before 2.
  const events = Array.from({ length: 25 }, (_, i) => ({
    kind: 'import' as const,
    epochMs: epochMillis(1000 - i),
    detail: `Event ${i}.`,
  }));
  const use = bench.connection.use.bind(bench.connection);
  bench.connection.use = async (task) => {
    await use(task);
    return await use(task);
  };
  await importCampaign({ ...made, events }, batches(3), () => {});
  bench.connection.use = use;
  expect(await bench.door.listEvents('recording')).toEqual(events);
  expect(await chunkCount('recording')).toBe(3);
  // A run that writes in the same moment has keys of its own.
  const writer = await bench.writer();
  writer.addEvent({ kind: 'resume', epochMs: epochMillis(2000), detail: 'Of another.' });
  await writer.flush();
  expect(await bench.door.listEvents(bench.id)).toHaveLength(1);
  expect(await bench.door.listEvents('recording')).toHaveLength(25);
  await bench.door.deleteCampaign('recording');
  expect(await bench.door.listEvents('recording')).toEqual([]);
});

it('leaves nothing of an import that fails in the middle', async () => {
  const made = await recording();
  await expect(importCampaign(made, batches(130, 100), () => {})).rejects.toThrow('The file was taken away.');
  expect(await chunkCount('recording')).toBe(0);
  expect(await bench.door.getCampaign('recording')).toBeUndefined();
  expect(await journal()).toEqual([]);
});

it('finds and deletes what an import left that was killed, and leaves campaigns alone', async () => {
  const made = await recording();
  await importCampaign(made, batches(3), () => {});
  // As a page leaves it that is killed after its first transaction.
  await bench.connection.use(async (store) => {
    await store.put('settings', true, 'import:killed');
    const [chunk] = await store.getAll('chunks');
    if (chunk !== undefined) await store.put('chunks', { ...chunk, campaignId: 'killed' });
    const [seal] = await store.getAll('seals');
    if (seal !== undefined) await store.put('seals', { ...seal, campaignId: 'killed' });
  });
  // While another tab imports, nothing is known to be broken.
  let letGo = () => {};
  const imported = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const importing = alone(() => imported);
  const cleared = bench.door.clearBrokenImports();
  expect(await journal()).toEqual(['import:killed']);
  letGo();
  await Promise.all([importing, cleared]);
  expect([await chunkCount('killed'), await chunkCount('recording')]).toEqual([0, 3]);
  expect(await journal()).toEqual([]);
  expect((await bench.door.listCampaigns()).map(({ id }) => id).sort()).toEqual(
    [bench.id, 'recording'].sort(),
  );
});

it('names the place of a damaged chunk, however far back it lies, and reads all others', async () => {
  await importCampaign(await recording(), batches(130), () => {});
  await bench.connection.use(async (store) => {
    const chunk = await store.get('chunks', ['recording', 0, 100 * SIZE]);
    if (chunk !== undefined) await store.put('chunks', { ...chunk, packed: chunk.packed.slice(8) });
  });
  const damaged: DamagedSpan[] = [];
  const read = await bench.connection.use((store) =>
    readBatches(store, 'recording', 0, (span) => damaged.push(span)),
  );
  expect(damaged).toMatchObject([{ firstSeq: 5000, lastSeq: 5049, reason: 'checksum' }]);
  expect(read.filter((_, i) => i !== 100)).toEqual([...batches(130)].filter((_, i) => i !== 100));
});
