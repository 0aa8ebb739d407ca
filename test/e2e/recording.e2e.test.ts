import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recompute } from '../independent/recompute.mjs';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { dishAnswer } from '../support/dish-answer.ts';
import { RECORDING_TRUTH, syntheticRecording } from '../support/recording.ts';
import { type AppBench, openApp, press, shows } from './app.ts';

describe.each(BROWSER_KINDS)('an imported recording in %s', (kind) => {
  let bench: AppBench;
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-recording-'));

  beforeAll(async () => {
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const choose = async (button: string, name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    const [chooser] = await Promise.all([bench.page.waitForFileChooser(), press(bench.page, button)]);
    await chooser.accept([file]);
  };

  it('is refused as a whole when a late line is wrong, with the line and the mend', async () => {
    const lines = syntheticRecording().split('\n');
    lines[8000] = lines[8000]?.replace(/,.*/, ',fast') ?? '';
    await choose('Import', 'kiruna.csv', lines.join('\n'));
    await shows(bench.page, 'Line 8001: rtt_ms is "fast", which is no number.');
    await shows(bench.page, 'Nothing was stored.');
    await shows(bench.page, 'No campaigns yet');
  });

  it('becomes a finished campaign with a report, which says where it comes from', async () => {
    await choose('Import', 'kiruna.csv', syntheticRecording());
    await shows(bench.page, 'How it was measured');
    await shows(bench.page, 'imported from kiruna.csv');
    await shows(bench.page, '3 outages');
    await shows(bench.page, 'Steps of over 1 s and over four usual ones count as unmeasured');
  });

  it('exports numbers that come out again from its samples alone, to the printed digit', async () => {
    const texts = {
      samples: (await bench.download('Export samples CSV')).text,
      percentiles: (await bench.download('Export percentiles CSV')).text,
      outages: (await bench.download('Export outages CSV')).text,
    };
    const { findings, wrong, outages } = recompute(texts);
    expect(wrong).toEqual([]);
    // Three metrics of two populations, with 7 counts and 10 figures each, and a row for each silence.
    expect(findings.length).toBeGreaterThan(100);

    const silentS = RECORDING_TRUTH.blackouts.map(([from, to]) => to - from);
    expect(outages.outage?.rows).toBe(silentS.length);
    const sum = silentS.reduce((a, b) => a + b, 0);
    const off = Math.abs((outages.outage?.seconds ?? 0) - sum);
    expect(off).toBeLessThan(Math.max(0.02 * sum, silentS.length));
    const [gapFrom, gapTo] = RECORDING_TRUTH.gap;
    expect(outages.unmeasured?.rows).toBe(1);
    expect(Math.abs((outages.unmeasured?.seconds ?? 0) - (gapTo - gapFrom))).toBeLessThan(0.5);
    for (const text of Object.values(texts)) expect(text).toContain('(imported from kiruna.csv)');
  });

  it('is laid beside what a dish recorded at that time', async () => {
    await choose('Import dish history', 'status.json', '{"dishGetStatus":{}}');
    await shows(bench.page, 'it is no history of a dish');
    await choose('Import dish history', 'history.json', JSON.stringify(dishAnswer()));
    await shows(bench.page, 'placed by the outages that the dish lists');
    await shows(bench.page, '2 failures seen by both');
    await shows(bench.page, '1 failure by the dish only');
    await shows(bench.page, 'OBSTRUCTED');
  });

  it('shows its verdict and availability on the first page, where a dish’s file finds its campaign, too', async () => {
    await press(bench.page, 'Dishprobe', 'link');
    await shows(bench.page, 'available');
    await shows(bench.page, 'No limits set');
    await choose('Import', 'answer.txt', JSON.stringify(dishAnswer()));
    await shows(bench.page, 'is what a Starlink dish recorded');
    await press(bench.page, 'Add to the campaign');
    await shows(bench.page, '2 failures seen by both');
  });

  it('is gone with all that belongs to it when it is deleted', async () => {
    const { page } = bench;
    await page.goto(`${bench.app.url}/#/`);
    await press(page, 'Delete kiruna');
    await shows(page, 'No campaigns yet');
    await expect.poll(() => page.evaluate(countAll), { timeout: 30_000 }).toBe(0);
    expect(bench.faults).toEqual([]);
  });
});

/** Records of campaigns, chunks and events, and settings of imports, in the page's database. */
function countAll(): Promise<number> {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open('dishprobe');
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const names = ['campaigns', 'chunks', 'events'];
      const tx = open.result.transaction([...names, 'settings']);
      const counts = names.map((name) => tx.objectStore(name).count());
      const settings = tx.objectStore('settings').getAllKeys();
      tx.oncomplete = () => {
        const kept = settings.result.filter((key) => /^(import|dish):/.test(String(key)));
        resolve(counts.reduce((sum, { result }) => sum + result, kept.length));
      };
      open.result.close();
    };
  });
}
