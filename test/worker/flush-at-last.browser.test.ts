import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Clock } from '../../src/core/probe.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import type { Connection } from '../../src/store/connection.ts';
import { SampleWriter } from '../../src/store/sample-writer.ts';
import { flushAtLast } from '../../src/worker/flush-at-last.ts';
import { holdStore } from '../store/hold-store.ts';
import { ok, openBench, type StoreBench } from '../store/store-bench.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** A clock on which any wait is over at once, and what was waited for. */
function hurried() {
  const waits: number[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => millis(now),
    epochNow: () => epochMillis(now),
    at(due, task) {
      waits.push(due - now);
      now = due;
      queueMicrotask(task);
      return () => {};
    },
  };
  return { clock, waits };
}

/** The end of a run whose store fails with these errors first, and is held where there is a limit to its answers. */
async function endWith(errors: Error[], answerMs?: number) {
  const use: Connection['use'] = (task, patienceMs) => {
    const error = errors.shift();
    return error === undefined ? bench.connection.use(task, patienceMs) : Promise.reject(error);
  };
  const connection = Object.assign(Object.create(bench.connection), { use });
  const writer = new SampleWriter(connection, bench.campaign, await bench.progress(), undefined, answerMs);
  for (let seq = 0; seq < 100; seq += 1) writer.add(0, ok(seq));
  writer.set({ state: 'stopped', stopReason: 'user' });
  const view: { storeTrouble: string | undefined } = { storeTrouble: undefined };
  const shown: string[] = [];
  const { clock, waits } = hurried();
  const letGo = answerMs === undefined ? () => {} : await holdStore(bench);
  const done = flushAtLast(
    {
      writer,
      view,
      show: (state) => shown.push(`${state}: ${view.storeTrouble}`),
      reserve: { release() {} },
      hasRoom: async () => true,
      wasDropped: () => false,
      renewLog: async () => {},
    },
    clock,
  );
  return { done, view, shown, waits, letGo };
}

it('waits for a store that is away for ten minutes, says so, and then stores all', async () => {
  const lost = new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
  const { done, view, shown, waits } = await endWith(Array.from({ length: 26 }, () => lost));
  await done;
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(600_000);
  expect(Math.max(...waits)).toBe(30_000);
  expect(shown).toHaveLength(26);
  expect(new Set(shown)).toEqual(
    new Set([
      'draining: The last samples wait in memory for the disk (Connection to Indexed Database server lost.).',
    ]),
  );
  expect(view.storeTrouble).toBeUndefined();
  expect(await bench.read()).toHaveLength(100);
  expect(await bench.door.getCampaign(bench.id)).toMatchObject({ state: 'stopped', stopReason: 'user' });
});

it('gives up a write that gets no answer, says so, and stores all once on another connection', async () => {
  const { done, view, shown, letGo } = await endWith([], 1000);
  await expect.poll(() => shown.length).toBe(2);
  expect(shown).toEqual([
    'draining: The last samples wait in memory for the disk (the browser\u2019s database gave no answer for 1 s).',
    'draining: The last samples wait in memory for the disk (the browser\u2019s database gave no answer for 2 s).',
  ]);
  letGo();
  await done;
  expect(view.storeTrouble).toBeUndefined();
  expect((await bench.read()).map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, seq) => seq));
  expect(await bench.door.inspect()).toEqual([]);
  expect(await bench.door.getCampaign(bench.id)).toMatchObject({ state: 'stopped', stopReason: 'user' });
});

it('names the mend where the disk is full', async () => {
  const { done, shown } = await endWith([new DOMException('Full.', 'QuotaExceededError')]);
  await done;
  expect(shown).toEqual([expect.stringContaining('Export and delete campaigns, or free some of the disk')]);
  expect(await bench.read()).toHaveLength(100);
});

it('does not wait for a campaign that was deleted', async () => {
  await bench.door.deleteCampaign(bench.id);
  const { done, waits } = await endWith([]);
  await expect(done).rejects.toThrow('This campaign was deleted while it ran.');
  expect(waits).toEqual([]);
});
