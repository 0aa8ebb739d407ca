import { afterAll, beforeAll, describe } from 'vitest';
import type { AppBench } from './app.ts';

/**
 * Runs a suite once a key, side by side, most of the time waiting; the tests of each stay in their order.
 * All benches are opened before anything is measured in one of them, since a browser that starts takes a
 * whole core for seconds, and closed when the last suite has ended. `name` holds `%s` for the key.
 */
export function describeSideBySide<Key extends string>(
  name: string,
  keys: readonly Key[],
  open: (key: Key) => Promise<AppBench>,
  suite: (key: Key, bench: () => AppBench) => void,
): void {
  const benches = new Map<Key, AppBench>();
  beforeAll(async () => {
    const opened = await Promise.allSettled(keys.map(async (key) => benches.set(key, await open(key))));
    for (const one of opened) if (one.status === 'rejected') throw one.reason;
  });
  afterAll(async () => {
    await Promise.all([...benches.values()].map((bench) => bench.close()));
  });
  describe.concurrent.each(keys)(name, (key) => {
    describe.sequential('in order', () =>
      suite(key, () => {
        const bench = benches.get(key);
        if (bench === undefined) throw new Error(`Nothing was opened for ${key}.`);
        return bench;
      }));
  });
}
