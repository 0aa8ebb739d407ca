import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../support/seeded-random.ts';
import { type AppBench, importFile, openApp, press, shows } from './app.ts';
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
    const random = seededRandom(5);
    const rtts = Array.from({ length: ROWS }, () => Math.fround(20 + 100 * random()));
    const lines = rtts.map((rtt, i) => `${(1_790_000_000 + i * 0.2).toFixed(1)},${rtt.toFixed(6)}`);
    const file = join(bench.browser.userDataDir, 'damage.csv');
    writeFileSync(file, `t_s,rtt_ms\n${lines.join('\n')}\n`);
    await importFile(bench.page, file);
    await shows(bench.page, 'How it was measured');
    const read = rowsOf((await bench.download('Export samples CSV')).text);
    const spoilt = Float32Array.from(rtts.slice(SPOILT, SPOILT + 3), (rtt) => Number(rtt.toFixed(6)));

    // A closed browser has put its log in order.
    await bench.browser.close();
    const changed = flipIn(bench.browser.userDataDir, Buffer.from(spoilt.buffer));
    expect(changed).toBeGreaterThan(0);
    await bench.killAndReopen();
    await press(bench.page, 'damage', 'link');
    await shows(bench.page, 'are damaged');
    await shows(bench.page, 'The stored samples 2048 to 4095 of');
    const after = rowsOf((await bench.download('Export samples CSV')).text);
    expect(numbersOf(after, 'seq')).toEqual(read.map((_, i) => i));
    after.forEach((row, i) => {
      if (i >= 2048 && i < 4096) expect(row.outcome).toBe('unmeasured');
      else expect(row).toEqual(read[i]);
    });
    expect(bench.faults).toEqual([]);
  });
});

/** Flips a bit of these bytes wherever they stand in the files of a folder; how often that was. */
function flipIn(folder: string, bytes: Buffer): number {
  let flipped = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.csv')) continue;
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
