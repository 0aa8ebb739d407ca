import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimCampaign } from '../../src/store/claims.ts';
import { openBench, type StoreBench } from './store-bench.ts';

const NOW = 1_790_000_000_000;
let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const claim = (owner: string, { campaignId = bench.id, starts = true, atMs = 0 } = {}) =>
  bench.connection.use((store) => claimCampaign(store, { campaignId, owner, starts }, NOW + atMs));
const measuredAt = (ms: number, state = 'running') =>
  bench.connection.use((store) =>
    store.put('campaigns', { ...bench.campaign, state, aliveEpochMs: NOW + ms }),
  );

it('lets one of two windows start that begin at once, whatever they want to measure', async () => {
  const claims = await Promise.all([claim('a'), claim('b', { campaignId: 'another' })]);
  expect(claims).toEqual([undefined, bench.id]);
  expect(await claim('b', { campaignId: 'another', atMs: 14_000 })).toBe(bench.id);
  expect(await claim('b', { campaignId: 'another', atMs: 15_000 })).toBeUndefined();
});

it('lets nothing start, and what is measured neither end nor go, while another window writes', async () => {
  await claim('a');
  await measuredAt(60_000);
  expect(await claim('b', { campaignId: 'another', atMs: 61_000 })).toBe(bench.id);
  expect(await claim('b', { atMs: 61_000 })).toBe(bench.id);
  expect(await claim('b', { starts: false, atMs: 61_000 })).toBe(bench.id);
  expect(await claim('b', { campaignId: 'another', starts: false, atMs: 61_000 })).toBeUndefined();
});

it('lets the window go on that measured it last, and others once it has not written for a while, or has ended', async () => {
  await claim('a');
  await measuredAt(60_000);
  // Another window's mark tidies up, and leaves that of one that measures.
  await claim('b', { campaignId: 'another', starts: false, atMs: 61_000 });
  expect(await claim('a', { atMs: 61_000 })).toBeUndefined();
  await measuredAt(120_000);
  expect(await claim('b', { atMs: 134_000 })).toBe(bench.id);
  expect(await claim('b', { atMs: 135_000 })).toBeUndefined();
  await measuredAt(200_000, 'stopped');
  expect(await claim('a', { atMs: 201_000 })).toBeUndefined();
});

it('starts nothing that another window is about to end or delete, and lets a third one do that again', async () => {
  await claim('a', { starts: false });
  expect(await claim('b')).toBe(bench.id);
  expect(await claim('b', { campaignId: 'another' })).toBeUndefined();
  expect(await claim('c', { starts: false })).toBeUndefined();
});

it('does not trip over a mark that is none', async () => {
  await bench.door.setSetting(`claim:${bench.id}`, 7);
  expect(await claim('a')).toBeUndefined();
});
