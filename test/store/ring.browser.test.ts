import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSchedule } from '../../src/core/schedule/schedule.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import type { Connection } from '../../src/store/connection.ts';
import { CHUNK_SAMPLES } from '../../src/store/hot-lane.ts';
import { SampleWriter } from '../../src/store/sample-writer.ts';
import { ok, openBench, type StoreBench } from './store-bench.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** A writer whose disk is away until `back` is called. */
async function withoutDisk(capacity: number) {
  let away = true;
  const use: Connection['use'] = (task) =>
    away ? Promise.reject(new Error('the disk is away')) : bench.connection.use(task);
  const connection = Object.assign(Object.create(bench.connection), { use });
  const writer = new SampleWriter(connection, bench.campaign, await bench.progress(), capacity);
  const schedules = bench.campaign.plan.probes.map((spec, i) => createSchedule(spec, bench.campaign.seed, i));
  const scheduled = (probe: number, seq: number) => {
    const dueMs = schedules[probe]?.dueMs(seq) ?? 0;
    return { ...ok(seq), dueMonoMs: millis(dueMs), dueEpochMs: epochMillis(1_790_000_000_000 + dueMs) };
  };
  return { writer, scheduled, back: () => (away = false) };
}

it('keeps the newest samples while the disk is away, and says of the others that they were lost', async () => {
  const { writer, scheduled, back } = await withoutDisk(300);
  for (let seq = 0; seq < 1000; seq += 1) {
    writer.add(0, scheduled(0, seq));
    if (seq % 10 === 0) writer.add(1, scheduled(1, seq / 10));
    if (seq % 50 === 49) await expect(writer.flush()).rejects.toThrow('the disk is away');
  }
  writer.trim();
  expect(writer.unwritten).toBeLessThanOrEqual(300);
  back();
  await writer.flush();
  await writer.flush(true);
  const [fast, slow] = [await bench.read(0), await bench.read(1)];
  expect(fast.map(({ seq }) => seq)).toEqual(Array.from({ length: 1000 }, (_, seq) => seq));
  const lost = fast.filter(({ outcome }) => outcome === 'unmeasured');
  expect(lost.length).toBeGreaterThan(690);
  expect(lost.length).toBeLessThan(900);
  expect(fast.slice(lost.length).every(({ outcome }) => outcome === 'ok')).toBe(true);
  for (const { seq, dueEpochMs } of lost) expect(dueEpochMs).toBeCloseTo(scheduled(0, seq).dueEpochMs, 3);
  // The slow probe does not pay for the fast one.
  expect(slow.map(({ seq, outcome }) => [seq, outcome])).toEqual(
    Array.from({ length: 100 }, (_, seq) => [seq, 'ok']),
  );
  const gaps = (await bench.door.listEvents(bench.id)).filter(({ kind }) => kind === 'gap');
  expect(gaps).toEqual([
    expect.objectContaining({
      cause: 'lost',
      epochMs: fast[0]?.dueEpochMs,
      detail: expect.stringContaining(`0 to ${lost.length - 1} `),
    }),
  ]);
});

it('writes and seals all of a long wait once the disk is back, and none twice', async () => {
  const { writer, scheduled, back } = await withoutDisk(20_000);
  const total = 4 * CHUNK_SAMPLES + 33;
  for (let seq = 0; seq < total; seq += 1) {
    writer.add(0, scheduled(0, seq));
    if (seq % 1000 === 999) await expect(writer.flush()).rejects.toThrow('the disk is away');
  }
  writer.addEvent({ kind: 'note', epochMs: epochMillis(1), detail: 'once' });
  await expect(writer.flush()).rejects.toThrow('the disk is away');
  back();
  await writer.flush();
  expect((await bench.read()).map(({ seq }) => seq)).toEqual(Array.from({ length: total }, (_, seq) => seq));
  expect(await bench.connection.use((store) => store.count('chunks'))).toBe(4);
  expect(await bench.door.listEvents(bench.id)).toHaveLength(1);
  expect(await bench.door.inspect()).toEqual([]);
});
