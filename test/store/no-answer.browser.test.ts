import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import type { Connection } from '../../src/store/connection.ts';
import { CHUNK_SAMPLES } from '../../src/store/hot-lane.ts';
import { NoAnswer } from '../../src/store/no-answer.ts';
import { SampleWriter } from '../../src/store/sample-writer.ts';
import { holdStore } from './hold-store.ts';
import { late, ok, openBench, type StoreBench, timeout } from './store-bench.ts';

const ANSWER_MS = 200;

let bench: StoreBench;
const unhandled: unknown[] = [];
const note = (event: PromiseRejectionEvent) => unhandled.push(event.reason);
beforeEach(async () => {
  unhandled.length = 0;
  addEventListener('unhandledrejection', note);
  bench = await openBench();
});
afterEach(async () => {
  vi.restoreAllMocks();
  // Waits for connections that were left open.
  await bench.close();
  removeEventListener('unhandledrejection', note);
  expect(unhandled).toEqual([]);
});

const writerOn = async (connection: Connection) =>
  new SampleWriter(connection, bench.campaign, await bench.progress(), undefined, ANSWER_MS);
const upTo = (count: number) => Array.from({ length: count }, (_, seq) => seq);
const seqs = async () => (await bench.read()).map(({ seq }) => seq);

describe('a write without an answer', () => {
  it('is given up after a while, and all is stored once, as it is then, when the database answers again', async () => {
    const writer = await writerOn(bench.connection);
    const letGo = await holdStore(bench);
    for (let seq = 0; seq < 100; seq += 1) writer.add(0, seq === 5 ? timeout(5) : ok(seq));
    writer.addEvent({ kind: 'note', epochMs: epochMillis(1), detail: 'once' });
    writer.set({ state: 'running' });
    await expect(writer.write()).rejects.toThrow('the browser’s database gave no answer for 0 s');
    for (let seq = 100; seq < 150; seq += 1) writer.add(0, ok(seq));
    writer.add(0, late(5));
    writer.set({ state: 'stopped' });
    const since = performance.now();
    await expect(writer.write()).rejects.toThrow(NoAnswer);
    // Longer than the first: attempts do not pile up.
    expect(performance.now() - since).toBeGreaterThan(1.5 * ANSWER_MS);
    expect(writer.unwritten).toBe(150);
    letGo();
    await writer.write();
    expect(await seqs()).toEqual(upTo(150));
    expect((await bench.read())[5]).toEqual(late(5));
    expect(await bench.door.listEvents(bench.id)).toHaveLength(1);
    expect(await bench.door.getCampaign(bench.id)).toMatchObject({ state: 'stopped' });
    expect(await bench.door.inspect()).toEqual([]);
  });

  it('stores all while the first transaction comes to its end behind it', async () => {
    const writer = await writerOn(bench.connection);
    const letGo = await holdStore(bench);
    for (let seq = 0; seq < 100; seq += 1) writer.add(0, ok(seq));
    await expect(writer.write()).rejects.toThrow(NoAnswer);
    writer.add(0, ok(100));
    const second = writer.write();
    letGo();
    await second;
    await writer.flush(true);
    expect(await seqs()).toEqual(upTo(101));
    expect(await bench.connection.use((store) => store.count('hot'))).toBe(0);
    expect(await bench.door.inspect()).toEqual([]);
  });

  it('does nothing any more on a connection that opens too late', async () => {
    await bench.connection.close();
    const writer = await writerOn(bench.connection);
    await bench.connection.close();
    const open = indexedDB.open.bind(indexedDB);
    let openLate = () => {};
    vi.spyOn(indexedDB, 'open').mockImplementationOnce((name, version) => {
      const request = open(name, version);
      // Whoever asked hears of it only then.
      const { addEventListener } = request;
      request.addEventListener = (...args: Parameters<typeof addEventListener>) => {
        const before = openLate;
        openLate = () => {
          before();
          addEventListener.apply(request, args);
          const [type, listener] = args;
          if (type === 'success' && typeof listener === 'function') listener.call(request, new Event(type));
        };
      };
      return request;
    });
    writer.add(0, timeout(0));
    writer.set({ state: 'running' });
    await expect(writer.write()).rejects.toThrow(NoAnswer);
    writer.add(0, ok(1));
    writer.add(0, late(0));
    writer.set({ state: 'stopped' });
    await writer.flush(true);
    openLate();
    // What it would write begins while this is read, so that what is read next waits for it.
    await bench.read();
    expect(await bench.read()).toEqual([late(0), ok(1)]);
    expect(await bench.connection.use((store) => store.count('hot'))).toBe(0);
    expect(await bench.door.getCampaign(bench.id)).toMatchObject({ state: 'stopped' });
  });
});

describe('a write that is on disk, and whose answer was lost', () => {
  /** The answers to these transactions, counted from 0, are lost. */
  async function without(answers: number[], capacity?: number) {
    let count = 0;
    const use: Connection['use'] = async (task, patienceMs) => {
      const answer = await bench.connection.use(task, patienceMs);
      count += 1;
      if (answers.includes(count - 1)) throw new NoAnswer(60_000);
      return answer;
    };
    const connection = Object.assign(Object.create(bench.connection), { use });
    return new SampleWriter(connection, bench.campaign, await bench.progress(), capacity);
  }

  it('is written again without harm', async () => {
    const writer = await without([0]);
    for (let seq = 0; seq < 10; seq += 1) writer.add(0, ok(seq));
    writer.addEvent({ kind: 'note', epochMs: epochMillis(1), detail: 'once' });
    await expect(writer.write()).rejects.toThrow(NoAnswer);
    writer.add(0, ok(10));
    await writer.flush(true);
    expect(await seqs()).toEqual(upTo(11));
    expect(await bench.door.listEvents(bench.id)).toHaveLength(1);
    expect(await bench.door.inspect()).toEqual([]);
  });

  // The first chunk is sealed by the third transaction, what is left of it by the fourth.
  it.each([2, 3])('is sealed again without harm, whatever came in between (%i)', async (lost) => {
    const writer = await without([lost]);
    const end = CHUNK_SAMPLES + 20;
    for (let seq = 0; seq < end; seq += 1) if (seq !== CHUNK_SAMPLES + 5) writer.add(0, ok(seq));
    await expect(writer.flush(true)).rejects.toThrow(NoAnswer);
    writer.add(0, ok(CHUNK_SAMPLES + 5));
    writer.add(0, late(CHUNK_SAMPLES + 7));
    await writer.flush(true);
    expect(await seqs()).toEqual(upTo(end));
    expect((await bench.read())[CHUNK_SAMPLES + 7]).toEqual(late(CHUNK_SAMPLES + 7));
    expect(await bench.connection.use((store) => store.count('hot'))).toBe(0);
    expect(await bench.door.inspect()).toEqual([]);
  });

  it('says once of samples that memory had no room for that they were lost', async () => {
    const writer = await without([1, 2], 100);
    for (let round = 0; round < 3; round += 1) {
      for (let seq = 50 * round; seq < 50 * (round + 1); seq += 1) writer.add(0, ok(seq));
      writer.trim();
    }
    await writer.write();
    // What is left is what was lost.
    await expect(writer.write()).rejects.toThrow(NoAnswer);
    await expect(writer.write()).rejects.toThrow(NoAnswer);
    await writer.flush();
    await writer.flush(true);
    const all = await bench.read();
    expect(all.map(({ seq }) => seq)).toEqual(upTo(150));
    expect(all.filter(({ outcome }) => outcome === 'unmeasured')).toHaveLength(50);
    expect(await bench.connection.use((store) => store.count('hot'))).toBe(0);
    expect(await bench.door.inspect()).toEqual([]);
  });
});
