import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeLargeBundle } from '../bench/large-bundle.ts';
import { giveFile, openApp, press, shows } from './app.ts';

/** Over 40 MB of CSV. */
const ROWS = 200_000;

/** Runs in the page: exports on their way to the downloads. */
async function exportsKept(): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('exports', { create: true });
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

// Chromium alone lets a test say how much room there is.
it('an export for which the room does not suffice says so, and gives it back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-export-full-'));
  const bench = await openApp('chromium');
  const { page, app } = bench;
  try {
    const file = join(folder, 'large.dishprobe');
    await writeLargeBundle(file, ROWS);
    await giveFile(page, 'Import', file);
    await shows(page, 'How it was measured');
    const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    const session = await page.createCDPSession();
    await session.send('Storage.overrideQuotaForOrigin', { origin: app.url, quotaSize: used + 24e6 });
    await press(page, 'Export samples CSV');
    await shows(page, 'is full. Delete campaigns or files');
    expect(await page.evaluate(exportsKept)).toEqual([]);
    await session.send('Storage.overrideQuotaForOrigin', { origin: app.url });
    await press(page, 'Export samples CSV');
    await shows(page, 'samples CSV: saved');
    expect(bench.faults).toEqual([]);
  } finally {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
