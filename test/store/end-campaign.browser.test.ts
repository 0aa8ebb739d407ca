import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import { ok, openBench, type StoreBench } from './store-bench.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

it('keeps the moment of death when an interrupted campaign is ended, so that going on later marks the whole gap', async () => {
  const writer = await bench.writer();
  writer.add(0, ok(0));
  writer.set({ state: 'running', startedEpochMs: epochMillis(1_790_000_000_000) });
  await writer.flush();
  const diedEpochMs = epochMillis(1_790_000_005_000);
  await bench.connection.use(async (store) => {
    const campaign = await store.get('campaigns', bench.id);
    await store.put('campaigns', { ...(campaign as object), aliveEpochMs: diedEpochMs });
  });
  await bench.door.endCampaign(bench.id);
  expect((await bench.door.getCampaign(bench.id))?.aliveEpochMs).toBe(diedEpochMs);
});
