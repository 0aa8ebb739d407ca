import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BundleReader } from '../../src/report/bundle/bundle-reader.ts';
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
    const spoilt = rttsOf(pieces, SPOILT);

    // A closed browser has put its log in order.
    await bench.browser.close();
    const changed = flipIn(bench.browser.userDataDir, Buffer.from(new Float32Array(spoilt).buffer));
    expect(changed).toBeGreaterThan(0);
    await bench.killAndReopen();
    await press(bench.page, 'Large', 'link');
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

/** Three readings of the bundle from this row on. */
function rttsOf(pieces: readonly Uint8Array[], row: number): Float32Array {
  const reader = new BundleReader();
  for (const part of pieces.flatMap((piece) => [...reader.push(piece)])) {
    if (part.part !== 'samples' || part.batch.firstSeq + part.batch.count <= row) continue;
    const at = row - part.batch.firstSeq;
    return part.batch.numbers.rttMs?.slice(at, at + 3) ?? new Float32Array();
  }
  throw new Error('The bundle has no such row.');
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
