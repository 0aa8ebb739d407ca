import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { syntheticRecording } from '../support/recording.ts';
import { type AppBench, giveFile, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { exportsKept, keyShows, keysIn, putSetting } from './stored.ts';

const GOING = 'dishprobe-undo-going';

/** Runs in the page: leaves a file as a large export does that is on its way to the downloads. */
async function keepExport(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('exports', { create: true });
  const file = await folder.getFileHandle(`${Date.now()}-1`, { create: true });
  const writable = await file.createWritable();
  await writable.write('seq,rtt_ms');
  await writable.close();
}

/** Runs in the page: deletes the records of all campaigns and what is stored of them, as another tab does. */
function deleteAll(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('dishprobe');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const parts = ['campaigns', 'hot', 'chunks', 'seals', 'events'];
      const deleting = opening.result.transaction(parts, 'readwrite');
      for (const part of parts) deleting.objectStore(part).clear();
      deleting.onerror = () => reject(deleting.error);
      deleting.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

describe.each(BROWSER_KINDS)('a campaign that is deleted in %s', (kind) => {
  let target: Target;
  let bench: AppBench;
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-deletions-'));

  beforeAll(async () => {
    target = await startTarget({ host: '127.0.0.1' });
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    await target?.close();
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
    const [id = ''] = await keysIn(page, 'campaigns');
    // As the page that deletes it does, for as long as it can still be undone.
    await putSetting(page, `leaving:${id}`, GOING);
    await page.goto(`${app.url}/#/`);
    await page.reload();
    await shows(page, 'No campaigns yet');
    expect(await keysIn(page, 'campaigns')).toEqual([id]);
    await going.close();
    await keyShows(page, 'campaigns', id, false);
  });

  it('takes the files with it that were exported, which stay when a tab is opened while it runs', async () => {
    const { page, app, browser } = bench;
    const probe = { kind: 'http', name: 'app', url: `${app.url}/`, intervalMs: 1000 };
    await openPlanLink(page, app.url, { dishprobePlan: 1, name: 'Runs', durationS: 3600, probes: [probe] });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await page.evaluate(keepExport);
    const other = await browser.newPage();
    other.setDefaultTimeout(60_000);
    await other.goto(`${app.url}/`);
    await shows(other, 'It runs in another tab of this browser.');
    // It has looked for what is to be deleted once it has looked through the store, and again.
    for (let i = 0; i < 20; i++) await keysIn(other, 'settings');
    expect(await exportsKept(page)).toHaveLength(1);
    await other.close();
    await page.bringToFront();
    await press(page, 'Stop campaign');
    await statusIs(page, 'Stopped');
    await page.goto(`${app.url}/#/`);
    await press(page, 'Delete Runs');
    await expect.poll(() => exportsKept(page)).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it('ends at once where it runs, and leaves nothing behind', async () => {
    const { page, app } = bench;
    await openPlanLink(page, app.url, {
      dishprobePlan: 1,
      name: 'Deleted while it ran',
      durationS: 3600,
      probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 50 }],
    });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await shows(page, 'Answers are arriving.');
    await page.evaluate(deleteAll);
    await shows(page, 'This campaign was deleted while it ran.');
    for (const part of ['campaigns', 'hot', 'chunks', 'seals', 'events'])
      expect(await keysIn(page, part)).toEqual([]);
    // Nothing holds the next one back.
    await page.goto(`${app.url}/#/`);
    await shows(page, 'No campaigns yet');
    expect(await page.evaluate(locksHeld)).toEqual([]);
    expect(bench.faults).toEqual([]);
  });
});

/** Runs in the page: the locks of campaigns that any tab holds. */
async function locksHeld(): Promise<string[]> {
  const { held = [] } = await navigator.locks.query();
  return held.map(({ name = '' }) => name).filter((name) => /^dishprobe-(campaign|page-)/.test(name));
}
