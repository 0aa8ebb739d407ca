import { afterEach, beforeEach, expect, it } from 'vitest';
import { summaryOf } from '../../src/core/campaign-summary.ts';
import { epochMillis } from '../../src/core/units.ts';
import { putSummary } from '../../src/store/campaigns.ts';
import { openBench, type StoreBench } from './store-bench.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const END = epochMillis(1_790_000_060_000);
const summary = {
  endedEpochMs: END,
  answer: 'met',
  by: 'planned-end',
  lead: { metric: 'rtt', value: 120, target: 0.99, share: 0.997 },
  availability: { share: 0.9995, low: 0.998, high: 0.9999 },
} as const;

async function end(state: 'finished' | 'running', endedEpochMs = END) {
  const writer = await bench.writer();
  writer.set({ state, endedEpochMs });
  await writer.flush();
}

it('what the report said stays with the campaign until it goes on', async () => {
  await end('finished');
  await bench.connection.use((store) => putSummary(store, bench.id, summary));
  const kept = await bench.door.getCampaign(bench.id);
  expect(kept && summaryOf(kept)).toEqual(summary);
  await end('running');
  const running = await bench.door.getCampaign(bench.id);
  expect(running && summaryOf(running)).toBe(undefined);
  await end('finished', epochMillis(END + 60_000));
  const later = await bench.door.getCampaign(bench.id);
  expect(later && summaryOf(later)).toBe(undefined);
});

it('a report that was made of an earlier end, or of a campaign that is gone, is not kept', async () => {
  await end('running');
  await bench.connection.use((store) => putSummary(store, bench.id, summary));
  expect((await bench.door.getCampaign(bench.id))?.summary).toBe(undefined);
  await bench.door.deleteCampaign(bench.id);
  await bench.connection.use((store) => putSummary(store, bench.id, summary));
  expect(await bench.door.listCampaigns()).toEqual([]);
});

it('is void once the campaign is judged by something else, and holds again when that is taken back', async () => {
  await end('finished');
  await bench.connection.use((store) => putSummary(store, bench.id, summary));
  const before = await bench.door.getCampaign(bench.id);
  const judged = { profile: 'rag', chosenEpochMs: epochMillis(END + 1000) } as const;
  await bench.door.judgeCampaign(bench.id, judged);
  const chosen = await bench.door.getCampaign(bench.id);
  expect(chosen).toMatchObject({ plan: before?.plan, judged });
  expect(chosen && summaryOf(chosen)).toBe(undefined);
  // A report that was begun before comes too late.
  await bench.connection.use((store) => putSummary(store, bench.id, summary));
  expect((await bench.door.getCampaign(bench.id))?.judged).toEqual(judged);
  await bench.door.judgeCampaign(bench.id, undefined);
  const back = await bench.door.getCampaign(bench.id);
  expect(back && summaryOf(back)).toEqual(summary);
});

it('a damaged summary hides nothing but itself', async () => {
  await end('finished');
  await bench.connection.use(async (store) => {
    const campaign = await store.get('campaigns', bench.id);
    await store.put('campaigns', { ...(campaign as object), summary: { ...summary, answer: 'perhaps' } });
  });
  const [campaign] = await bench.door.listCampaigns();
  expect(campaign?.id).toBe(bench.id);
  expect(campaign?.summary).toBe(undefined);
});
