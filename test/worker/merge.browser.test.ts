import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { buildReport } from '../../src/report/report.ts';
import { type ImportedBatch, importStream } from '../../src/store/import-campaign.ts';
import { readBatches } from '../../src/store/sample-reader.ts';
import { mergeCampaigns } from '../../src/worker/merge-campaigns.ts';
import { planOf } from '../report/samples.ts';
import { ok, openBench, type StoreBench } from '../store/store-bench.ts';

const SIZE = 20;
/** More than one transaction holds. */
const BATCHES = 70;
const IDS = ['monday', 'tuesday'];

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
  const stored = await bench.door.getCampaign(bench.id);
  if (stored === undefined) throw new Error('no campaign');
  for (const [day, id] of IDS.entries()) {
    const startedEpochMs = epochMillis(Date.UTC(2026, 10, 23 + day));
    const endedEpochMs = epochMillis(startedEpochMs + 3_600_000);
    const campaign = { ...stored, id, state: 'finished' as const, startedEpochMs, endedEpochMs };
    const made = () => ({ campaign, events: [] });
    await importStream(bench.connection, id, batches(), made, () => {});
  }
  await bench.door.deleteCampaign(bench.id);
});
afterEach(() => bench.close());

async function* batches(): AsyncGenerator<ImportedBatch> {
  for (let at = 0; at < BATCHES * SIZE; at += SIZE)
    yield { probeIndex: 0, batch: encodeBatch(Array.from({ length: SIZE }, (_, i) => ok(at + i))) };
}

const chunkOwners = () =>
  bench.connection.use(async (store) => {
    const keys = await store.getAllKeys('chunks');
    return [...new Set(keys.map(([owner]) => owner))].sort();
  });
const ids = async () => (await bench.door.listCampaigns()).map(({ id }) => id).sort();

it('numbers the samples of two campaigns on, and tells how far it is', async () => {
  const told: number[] = [];
  const result = await mergeCampaigns(bench.connection, IDS, 'Two days', {
    onProgress: (share) => told.push(share),
    signal: new AbortController().signal,
    whileRoom: (samples) => samples,
  });
  if (!result.ok) throw new Error(result.problem);
  const merged = await bench.connection.use((store) => readBatches(store, result.id, 0));
  expect(merged.reduce((sum, { count }) => sum + count, 0)).toBe(2 * BATCHES * SIZE);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.length).toBeGreaterThan(2 * BATCHES);
  expect(told.at(-1)).toBe(1);
});

it.each([0.1, 0.9, 1])('leaves nothing of a merge that is cancelled at %d', async (at) => {
  const canceller = new AbortController();
  const merge = mergeCampaigns(bench.connection, IDS, 'Two days', {
    onProgress: (share) => {
      if (share >= at) canceller.abort();
    },
    signal: canceller.signal,
    whileRoom: (samples) => samples,
  });
  await expect(merge).rejects.toThrow('The merge was cancelled. Nothing was stored.');
  await onlySourcesAreLeft();
});

it('leaves nothing of a merge for which the disk has no room', async () => {
  const merge = mergeCampaigns(bench.connection, IDS, 'Two days', {
    onProgress: () => {},
    signal: new AbortController().signal,
    async *whileRoom(samples) {
      let seen = 0;
      for await (const item of samples) {
        seen += 1;
        if (seen > BATCHES + 1) throw new Error('The disk is full.');
        yield item;
      }
    },
  });
  await expect(merge).rejects.toThrow('The disk is full.');
  await onlySourcesAreLeft();
});

it('leaves the warm-up requests of the first out of what the list says', async () => {
  const url = 'https://host/v1';
  const chat = { kind: 'chat', name: 'chat', protocol: 'openai', url, intervalMs: 1000, warmUp: 3 } as const;
  const plan = planOf({ name: 'Chats', probes: [chat] });
  const answers = (): Sample[] =>
    Array.from({ length: 40 }, (_, seq) => ({ ...ok(seq), ttftMs: millis(seq < 3 ? 9000 : 100 + seq) }));
  const ids = ['first', 'second'];
  for (const [day, id] of ids.entries()) {
    const startedEpochMs = epochMillis(Date.UTC(2026, 10, 23 + day));
    const endedEpochMs = epochMillis(startedEpochMs + 3_600_000);
    const campaign = {
      ...bench.campaign,
      id,
      plan,
      state: 'finished' as const,
      startedEpochMs,
      endedEpochMs,
    };
    const samples = async function* () {
      for (const from of [0, 2])
        yield { probeIndex: 0, batch: encodeBatch(answers().slice(from, from === 0 ? 2 : undefined)) };
    };
    await importStream(
      bench.connection,
      id,
      samples(),
      () => ({ campaign, events: [] }),
      () => {},
    );
  }
  const result = await mergeCampaigns(bench.connection, ids, 'Chats of two days', {
    onProgress: () => {},
    signal: new AbortController().signal,
    whileRoom: (samples) => samples,
  });
  if (!result.ok) throw new Error(result.problem);
  const stored = await bench.door.getCampaign(result.id);
  const batches = await bench.connection.use((store) => readBatches(store, result.id, 0));
  const probes = (stored?.plan.probes ?? []).map((spec) => ({ spec, batches }));
  const report = stored && buildReport({ campaign: stored, events: [], probes });
  const row = report?.probes[0]?.rows.find(
    ({ metric, population }) => metric === 'ttft' && population === 'ok',
  );
  const [headline] = stored?.headlines ?? [];
  expect(headline).toMatchObject({ scheduled: 74, answered: 74, p50: row?.p50 });
  expect(headline?.p50).toBe(121);
});

async function onlySourcesAreLeft(): Promise<void> {
  expect(await ids()).toEqual(IDS);
  expect(await chunkOwners()).toEqual(IDS);
  expect(await bench.connection.use((store) => store.getAllKeys('settings'))).toEqual([]);
}
