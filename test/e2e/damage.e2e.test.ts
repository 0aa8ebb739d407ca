import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { largeBundle } from '../bench/large-bundle.ts';
import { type AppBench, giveFile, openApp, press, shows } from './app.ts';
import { numbersOf, rowsOf } from './csv.ts';

const ROWS = 8192;
/** Within the second of four chunks. */
const SPOILT = 3000;

// Chromium holds its own files against checksums, and deletes a database in which it finds damage.
describe('a database file that is damaged in firefox', () => {
  let bench: AppBench;

  beforeAll(async () => {
    bench = await openApp('firefox');
  });

  afterAll(() => bench?.close());

  it('is named in the report, and all other samples are read', async () => {
    const file = join(bench.browser.userDataDir, 'large.dishprobe');
    const pieces = [...largeBundle(ROWS)];
    writeFileSync(file, Buffer.concat(pieces));
    await giveFile(bench.page, 'Import', file);
    await shows(bench.page, 'How it was measured');
    const read = rowsOf((await bench.download('Export samples CSV')).text);
    const { firstSeq, lastSeq, bytes } = await bench.page.evaluate(chunkOf, SPOILT);

    // A closed browser has put its log in order.
    await bench.browser.close();
    const changed = flipIn(bench.browser.userDataDir, Buffer.from(bytes));
    expect(changed).toBeGreaterThan(0);
    await bench.killAndReopen();
    await press(bench.page, 'Large', 'link');
    await shows(bench.page, 'are damaged');
    await shows(bench.page, `The stored samples ${firstSeq} to ${lastSeq} of`);
    const after = rowsOf((await bench.download('Export samples CSV')).text);
    expect(numbersOf(after, 'seq')).toEqual(read.map((_, i) => i));
    after.forEach((row, i) => {
      if (i >= firstSeq && i <= lastSeq) expect(row.outcome).toBe('unmeasured');
      else expect(row).toEqual(read[i]);
    });
    expect(bench.faults).toEqual([]);
  });
});

/** The stored chunk that holds this row, and some of its bytes. Runs in the page. */
function chunkOf(row: number): Promise<{ firstSeq: number; lastSeq: number; bytes: number[] }> {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open('dishprobe');
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const all = open.result.transaction('chunks').objectStore('chunks').getAll();
      all.onerror = () => reject(all.error);
      all.onsuccess = () => {
        const found = all.result.find(({ firstSeq, lastSeq }) => firstSeq <= row && row <= lastSeq);
        const middle = found.packed.length >> 1;
        resolve({ ...found, packed: undefined, bytes: [...found.packed.subarray(middle, middle + 12)] });
        open.result.close();
      };
    };
  });
}

/** Flips a bit of these bytes wherever they stand in the files of a folder; how often that was. */
function flipIn(folder: string, bytes: Buffer): number {
  let flipped = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.dishprobe')) continue;
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
