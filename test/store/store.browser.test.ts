import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import type { Connection } from '../../src/store/connection.ts';
import { CHUNK_SAMPLES } from '../../src/store/hot-lane.ts';
import { SampleWriter } from '../../src/store/sample-writer.ts';
import { late, ok, openBench, type StoreBench, timeout } from './store-bench.ts';

let bench: StoreBench;

beforeEach(async () => {
  bench = await openBench();
});

afterEach(() => bench.close());

const chunkCount = () => bench.connection.use((store) => store.count('chunks'));
const hotCount = () => bench.connection.use((store) => store.count('hot'));

describe('samples', () => {
  it('reads back what was flushed, each probe by itself, across a reload', async () => {
    const writer = await bench.writer();
    for (let seq = 0; seq < 30; seq += 1) writer.add(0, ok(seq));
    writer.add(1, timeout(0));
    await writer.flush();
    await bench.connection.close();
    expect(await bench.read(0)).toEqual(Array.from({ length: 30 }, (_, seq) => ok(seq)));
    expect(await bench.read(1)).toEqual([timeout(0)]);
  });

  it('replaces hot records by a sealed chunk in one go, in the order of seq', async () => {
    const writer = await bench.writer();
    const total = CHUNK_SAMPLES + 100;
    for (let seq = total - 1; seq >= 0; seq -= 1) {
      writer.add(0, ok(seq));
      if (seq % 700 === 0) await writer.flush();
    }
    expect(await chunkCount()).toBe(1);
    const hot = await bench.connection.use((store) => store.getAll('hot'));
    expect(hot.flatMap(({ samples }) => samples)).toHaveLength(100);
    expect((await bench.read()).map(({ seq }) => seq)).toEqual(
      Array.from({ length: total }, (_, seq) => seq),
    );
  });

  it('does not seal across a due time that is still in flight', async () => {
    const writer = await bench.writer();
    for (let seq = 0; seq < CHUNK_SAMPLES + 50; seq += 1) if (seq !== 3) writer.add(0, ok(seq));
    await writer.flush();
    expect(await chunkCount()).toBe(0);
    writer.add(0, timeout(3));
    await writer.flush();
    expect(await chunkCount()).toBe(1);
    expect((await bench.read())[3]).toEqual(timeout(3));
  });

  it('puts a late echo in the place of its timeout, hot or sealed', async () => {
    const writer = await bench.writer();
    for (let seq = 0; seq < CHUNK_SAMPLES; seq += 1) writer.add(0, seq === 5 ? timeout(5) : ok(seq));
    await writer.flush();
    writer.add(0, timeout(CHUNK_SAMPLES));
    await writer.flush();
    expect([await chunkCount(), await hotCount()]).toEqual([1, 1]);
    writer.add(0, late(5));
    writer.add(0, late(CHUNK_SAMPLES));
    await writer.flush();
    const all = await bench.read();
    expect(all).toHaveLength(CHUNK_SAMPLES + 1);
    expect(all[5]).toEqual(late(5));
    expect(all[CHUNK_SAMPLES]).toEqual(late(CHUNK_SAMPLES));
  });

  it('seals at the next write what was ripe, so that nothing fresh waits for the packing', async () => {
    const writer = await bench.writer();
    for (let seq = 0; seq < CHUNK_SAMPLES; seq += 1) writer.add(0, ok(seq));
    await writer.write();
    expect([await chunkCount(), await hotCount()]).toEqual([0, 1]);
    writer.add(0, ok(CHUNK_SAMPLES));
    await writer.flush();
    expect([await chunkCount(), await hotCount()]).toEqual([1, 1]);
    expect((await bench.read()).map(({ seq }) => seq)).toEqual(
      Array.from({ length: CHUNK_SAMPLES + 1 }, (_, seq) => seq),
    );
  });

  it('seals no timeout whose late echo came while its chunk was packed', async () => {
    const writer = await bench.writer();
    for (let seq = 0; seq < CHUNK_SAMPLES; seq += 1) writer.add(0, seq === 5 ? timeout(5) : ok(seq));
    await writer.write();
    writer.add(0, late(5));
    await writer.write();
    expect((await bench.read())[5]).toEqual(late(5));
    await writer.flush();
    expect([await chunkCount(), await hotCount()]).toEqual([1, 0]);
    const all = await bench.read();
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: CHUNK_SAMPLES }, (_, seq) => seq));
    expect(all[5]).toEqual(late(5));
    expect(await bench.door.inspect()).toEqual([]);
  });

  it('keeps what it cannot write for the next flush, in order and once', async () => {
    let broken = true;
    const flaky = {
      use: (task: Parameters<typeof bench.connection.use>[0]) =>
        broken ? Promise.reject(new Error('the disk is away')) : bench.connection.use(task),
    } as typeof bench.connection;
    const writer = new SampleWriter(flaky, bench.campaign, await bench.progress());
    writer.add(0, ok(0));
    await expect(writer.flush()).rejects.toThrow('the disk is away');
    for (let seq = 1; seq < CHUNK_SAMPLES + 2; seq += 1) writer.add(0, ok(seq));
    await expect(writer.flush()).rejects.toThrow('the disk is away');
    broken = false;
    await writer.flush();
    expect((await bench.read()).map(({ seq }) => seq)).toEqual(
      Array.from({ length: CHUNK_SAMPLES + 2 }, (_, seq) => seq),
    );
    expect([await chunkCount(), await hotCount()]).toEqual([1, 1]);
  });
});

describe('after the page died', () => {
  it('knows the next due time and the holes of those in flight', async () => {
    const writer = await bench.writer();
    for (const seq of [0, 1, 2, 4, 7]) writer.add(0, ok(seq));
    await writer.flush();
    const [first, second] = await bench.progress();
    expect(first).toMatchObject({ nextSeq: 8, holes: [3, 5, 6], sealedTo: 0 });
    expect(second).toMatchObject({ nextSeq: 0, holes: [], sealedTo: 0 });
  });

  it('goes on sealing where the run before it stood', async () => {
    const before = await bench.writer();
    for (let seq = 0; seq < 3000; seq += 1) before.add(0, ok(seq));
    await before.flush();
    const after = await bench.writer();
    for (let seq = 3000; seq < 5000; seq += 1) after.add(0, ok(seq));
    await after.flush(true);
    expect(await hotCount()).toBe(0);
    expect((await bench.read()).map(({ seq }) => seq)).toEqual(Array.from({ length: 5000 }, (_, seq) => seq));
  });

  it('fills the holes when the campaign is ended instead of going on', async () => {
    const writer = await bench.writer();
    for (const seq of [0, 1, 3]) writer.add(0, ok(seq));
    writer.set({ state: 'running' });
    await writer.flush();
    await bench.door.endCampaign(bench.id);
    const all = await bench.read();
    expect(all.map(({ seq, outcome }) => [seq, outcome])).toEqual([
      [0, 'ok'],
      [1, 'ok'],
      [2, 'unmeasured'],
      [3, 'ok'],
    ]);
    expect(await bench.door.getCampaign(bench.id)).toMatchObject({ state: 'stopped', stopReason: 'user' });
  });
});

describe('campaigns', () => {
  it('lists the newest first, deletes one with all that belongs to it', async () => {
    const campaign = await bench.door.getCampaign(bench.id);
    if (campaign === undefined) throw new Error('the campaign is gone');
    const other = await bench.door.createCampaign({ ...campaign.plan, name: 'other' });
    const writer = await bench.writer();
    writer.add(0, ok(0));
    writer.addEvent({ kind: 'note', epochMs: epochMillis(5), detail: 'hello' });
    await writer.flush(true);
    expect((await bench.door.listCampaigns()).map(({ id }) => id)).toContain(other.id);
    expect(await bench.door.listEvents(bench.id)).toEqual([{ kind: 'note', epochMs: 5, detail: 'hello' }]);
    await bench.door.deleteCampaign(bench.id);
    expect((await bench.door.listCampaigns()).map(({ id }) => id)).toEqual([other.id]);
    expect([await chunkCount(), await hotCount()]).toEqual([0, 0]);
    expect(await bench.door.listEvents(bench.id)).toEqual([]);
  });

  it('refuses what comes for one that was deleted, and keeps nothing of it', async () => {
    const writer = await bench.writer();
    for (let seq = 0; seq < CHUNK_SAMPLES; seq += 1) writer.add(0, ok(seq));
    await writer.write();
    await bench.door.deleteCampaign(bench.id);
    writer.add(0, ok(CHUNK_SAMPLES));
    writer.addEvent({ kind: 'note', epochMs: epochMillis(5), detail: 'hello' });
    for (const write of [() => writer.write(), () => writer.flush(true)])
      await expect(write()).rejects.toThrow('This campaign was deleted while it ran.');
    expect([await chunkCount(), await hotCount()]).toEqual([0, 0]);
    expect(await bench.connection.use((store) => store.count('events'))).toBe(0);
  });

  it('seals nothing of one that is deleted between the last write and the sealing', async () => {
    let turns = 0;
    const deletes: Connection['use'] = async (task) => {
      turns += 1;
      // The first turn writes, the second seals.
      if (turns === 2) await bench.door.deleteCampaign(bench.id);
      return await bench.connection.use(task);
    };
    const connection = Object.assign(Object.create(bench.connection), { use: deletes });
    const writer = new SampleWriter(connection, bench.campaign, await bench.progress());
    for (let seq = 0; seq < CHUNK_SAMPLES; seq += 1) writer.add(0, ok(seq));
    await expect(writer.flush()).rejects.toThrow('This campaign was deleted while it ran.');
    expect([await chunkCount(), await hotCount()]).toEqual([0, 0]);
  });

  it('opens a connection again that the browser dropped', async () => {
    await bench.connection.use(async (store) => store.close());
    expect((await bench.door.listCampaigns()).map(({ id }) => id)).toEqual([bench.id]);
  });

  it('leaves out a record that is no campaign', async () => {
    await bench.connection.use((store) => store.put('campaigns', { id: 'broken', plan: 7 }));
    expect((await bench.door.listCampaigns()).map(({ id }) => id)).toEqual([bench.id]);
  });
});
