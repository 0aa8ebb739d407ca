import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { syntheticRecording } from '../support/recording.ts';
import { type AppBench, giveFile, openApp, shows } from './app.ts';
import { keyShows, keysIn, putSetting } from './stored.ts';

const GOING = 'dishprobe-undo-going';

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
    const [id = ''] = await keysIn(page, 'campaigns');
    // As the page that deletes it does, for as long as it can still be undone.
    await putSetting(page, `leaving:${id}`, GOING);
    await page.goto(`${app.url}/#/`);
    await page.reload();
    await shows(page, 'No campaigns yet');
    expect(await keysIn(page, 'campaigns')).toEqual([id]);
    await going.close();
    await keyShows(page, 'campaigns', id, false);
    expect(bench.faults).toEqual([]);
  });
});
