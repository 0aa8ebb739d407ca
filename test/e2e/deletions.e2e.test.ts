import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { syntheticRecording } from '../support/recording.ts';
import { type AppBench, giveFile, openApp, shows } from './app.ts';
import { keysIn } from './stored-keys.ts';

const GOING = 'dishprobe-undo-going';

/** Runs in the page: marks a campaign as one that a page deletes, which can still undo it. */
function markLeaving(id: string, owner: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('dishprobe');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const marking = opening.result.transaction('settings', 'readwrite');
      marking.objectStore('settings').put(owner, `leaving:${id}`);
      marking.onerror = () => reject(marking.error);
      marking.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

describe.each(BROWSER_KINDS)('a campaign that is deleted in %s', (kind) => {
  let bench: AppBench;
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-deletions-'));

  beforeAll(async () => {
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes as soon as the page that deleted it has gone, though it was only just going', async () => {
    const { page, app, browser } = bench;
    const file = join(folder, 'left.csv');
    writeFileSync(file, syntheticRecording());
    await giveFile(page, 'Import', file);
    await shows(page, 'How it was measured');
    const going = await browser.newPage();
    await going.goto(`${app.url}/`);
    await going.evaluate((name) => void navigator.locks.request(name, () => new Promise(() => {})), GOING);
    const [id = ''] = await page.evaluate(keysIn, 'campaigns');
    await page.evaluate(markLeaving, id, GOING);
    await page.goto(`${app.url}/#/`);
    await page.reload();
    await shows(page, 'No campaigns yet');
    expect(await page.evaluate(keysIn, 'campaigns')).toEqual([id]);
    await going.close();
    await page.waitForFunction(`(${keysIn})('campaigns').then((ids) => ids.length === 0)`, { polling: 100 });
    expect(bench.faults).toEqual([]);
  });
});
