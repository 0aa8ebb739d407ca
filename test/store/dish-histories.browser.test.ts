import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DishHistory } from '../../src/core/dish/history-types.ts';
import { epochMillis } from '../../src/core/units.ts';
import { openBench, type StoreBench } from './store-bench.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const history = (file: string): DishHistory => ({
  file,
  importedEpochMs: epochMillis(2000),
  dropRate: [0, null, 1],
  latencyMs: [31, null, null],
  endEpochMs: epochMillis(1000),
  endFrom: 'file-date',
  outages: [{ startEpochMs: epochMillis(500), durationMs: 800, cause: 'OBSTRUCTED' }],
});
const files = async () => (await bench.door.listDishHistories(bench.id)).map(({ file }) => file);

it('keeps all histories that are added at the same moment', async () => {
  const added = ['a.json', 'b.json', 'c.json'];
  await Promise.all(added.map((file) => bench.door.addDishHistory(bench.id, history(file))));
  expect(await files()).toEqual(added);
});

it('keeps a history once, where its transaction is doubtful and runs again, or its file is given again', async () => {
  const use = bench.connection.use.bind(bench.connection);
  bench.connection.use = async (task) => {
    await use(task);
    return await use(task);
  };
  await bench.door.addDishHistory(bench.id, history('a.json'));
  bench.connection.use = use;
  expect(await files()).toEqual(['a.json']);
  await bench.door.addDishHistory(bench.id, { ...history('a.json'), importedEpochMs: epochMillis(3000) });
  expect(await bench.door.listDishHistories(bench.id)).toEqual([history('a.json')]);
  await bench.door.addDishHistory(bench.id, { ...history('a.json'), dropRate: [0, 0, 1] });
  expect(await files()).toEqual(['a.json', 'a.json']);
});
