import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type AppBench, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { numbersOf, rowsOf } from './csv.ts';

const CHUNK = 2048;

describe.each(BROWSER_KINDS)('a file of the database that is damaged in %s', (kind) => {
  let target: Target;
  let bench: AppBench;

  beforeAll(async () => {
    target = await startTarget({ host: '127.0.0.1' });
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    await target?.close();
  });

  it('is named in the report, and all other samples are read', async () => {
    await openPlanLink(bench.page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Damaged',
      durationS: 13,
      probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 5 }],
    });
    await press(bench.page, 'Start campaign');
    await statusIs(bench.page, 'Finished');
    await press(bench.page, 'Report', 'link');
    await shows(bench.page, 'How it was measured');
    const before = rowsOf((await bench.download('Export samples CSV')).text);
    expect(before.length).toBeGreaterThan(CHUNK);
    const stored = Float32Array.from(await bench.page.evaluate(firstResponses));

    await bench.browser.close();
    const flipped = flipIn(bench.browser.userDataDir, Buffer.from(stored.buffer));
    expect(flipped).toBeGreaterThan(0);
    await bench.killAndReopen();
    await press(bench.page, 'Damaged', 'link');
    await shows(bench.page, `The stored samples 0 to ${CHUNK - 1} of ping are damaged`);
    const after = rowsOf((await bench.download('Export samples CSV')).text);
    expect(numbersOf(after, 'seq')).toEqual(before.map((_, i) => i));
    after.forEach((row, i) => {
      if (i < CHUNK) expect(row.outcome).toBe('unmeasured');
      else expect(row).toEqual(before[i]);
    });
    const outages = rowsOf((await bench.download('Export outages CSV')).text);
    expect(outages.map(({ kind: row, cause }) => [row, cause])).toContainEqual(['unmeasured', 'lost']);
    expect(bench.faults).toEqual([]);
  });
});

/** Runs in the page: some stored times of the first chunk. */
function firstResponses(): Promise<number[]> {
  return new Promise((resolve) => {
    const open = indexedDB.open('dishprobe');
    open.onsuccess = () => {
      const chunk = open.result.transaction('chunks').objectStore('chunks').get(IDBKeyRange.lowerBound([]));
      chunk.onsuccess = () => {
        open.result.close();
        resolve([...chunk.result.batch.numbers.responseMs.subarray(1000, 1003)]);
      };
    };
  });
}

/** Flips a bit of these bytes wherever they stand in the files of a folder; how often that was. */
function flipIn(folder: string, bytes: Buffer): number {
  let flipped = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const data = readFileSync(path);
    let at = data.indexOf(bytes);
    if (at < 0) continue;
    for (; at >= 0; at = data.indexOf(bytes, at + 1)) {
      data[at + 5] = (data[at + 5] ?? 0) ^ 8;
      flipped += 1;
    }
    writeFileSync(path, data);
  }
  return flipped;
}
