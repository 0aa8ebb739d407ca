import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTarget } from '../../src/target/target.ts';
import { writeLargeBundle } from '../bench/large-bundle.ts';
import { type AppBench, giveFile, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { exportsKept } from './stored.ts';

/** Over 40 MB of CSV. */
const ROWS = 200_000;

async function importLarge({ page }: AppBench, folder: string): Promise<void> {
  const file = join(folder, 'large.dishprobe');
  await writeLargeBundle(file, ROWS);
  await giveFile(page, 'Import', file);
  await shows(page, 'How it was measured');
}

/** Leaves the app's origin so many bytes beside what it uses, until what it resolves with is called. */
async function leaveFree({ page, app }: AppBench, bytes: number): Promise<() => Promise<void>> {
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const session = await page.createCDPSession();
  const set = (quota: { quotaSize?: number }) =>
    session.send('Storage.overrideQuotaForOrigin', { origin: app.url, ...quota });
  await set({ quotaSize: used + bytes });
  return () => set({});
}

// Chromium alone lets a test say how much room there is.
it('an export for which the room does not suffice says so, and gives it back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-export-full-'));
  const bench = await openApp('chromium');
  const { page } = bench;
  try {
    await importLarge(bench, folder);
    const giveBack = await leaveFree(bench, 24e6);
    await press(page, 'Export samples CSV');
    await shows(page, 'is full. Delete campaigns or files');
    expect(await exportsKept(page)).toEqual([]);
    await giveBack();
    await press(page, 'Export samples CSV');
    await shows(page, 'samples CSV: saved');
    expect(bench.faults).toEqual([]);
  } finally {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

// So much is free: too little from the start, and too little on the way.
it.each([40e6, 90e6])(
  'an export for which %d bytes are free leaves the campaign that runs its room',
  async (free) => {
    const folder = mkdtempSync(join(tmpdir(), 'dishprobe-export-beside-'));
    const target = await startTarget({ host: '127.0.0.1' });
    const bench = await openApp('chromium');
    const { page, app } = bench;
    try {
      await importLarge(bench, folder);
      await openPlanLink(page, app.url, {
        dishprobePlan: 1,
        name: 'Beside',
        durationS: 3600,
        probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 50 }],
      });
      await press(page, 'Start campaign');
      await statusIs(page, 'Running');
      await shows(page, 'Answers are arriving.');
      const giveBack = await leaveFree(bench, free);
      await page.goto(`${app.url}/#/`);
      await press(page, 'Large', 'link');
      await press(page, 'Export samples CSV');
      await shows(
        page,
        'There is not enough room for the export beside the campaign that runs: 64 MB are left',
      );
      expect(await exportsKept(page)).toEqual([]);
      const asked = target.requests.length;
      // Several writes, each of which looks for its room.
      await expect.poll(() => target.requests.length, { timeout: 20_000 }).toBeGreaterThan(asked + 40);
      await page.goto(`${app.url}/#/`);
      await press(page, 'Beside', 'link');
      await statusIs(page, 'Running');
      await giveBack();
      await press(page, 'Stop campaign');
      await statusIs(page, 'Stopped');
      await shows(page, 'It was stopped by hand.');
      expect(bench.faults).toEqual([]);
    } finally {
      await bench.close();
      await target.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
