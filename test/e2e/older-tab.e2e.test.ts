import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { loadDatabase, readImage } from '../support/database-image.ts';
import { type AppBench, byRole, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { keysIn } from './stored.ts';

/** An address of the app's origin at which none of its code runs. */
const BARE = '/icon-192.png';

describe.each(BROWSER_KINDS)('tabs of two versions in %s', (kind) => {
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

  it('wait for a campaign that runs in a tab with an older app, and leave its database alone until then', async () => {
    const image = readImage(JSON.parse(readFileSync(`test/store/fixtures/version-1-${kind}.json`, 'utf8')));
    const older = bench.page;
    // Left while it opens its database, a page may keep that from being deleted.
    await shows(older, 'No campaigns yet');
    await older.goto(`${bench.app.url}${BARE}`);
    await older.evaluate(removeDatabase);
    await older.evaluate(loadDatabase, 'dishprobe', image);
    // As version 1 does while it measures: the lock, and a write each second.
    await older.evaluate(() => {
      const held = new Promise<void>((resolve) => Object.assign(globalThis, { endCampaign: resolve }));
      void navigator.locks.request('dishprobe-campaign', () => held);
    });
    const newer = await bench.browser.newPage();
    newer.setDefaultTimeout(60_000);
    await newer.goto(bench.app.url);
    await shows(newer, 'A campaign runs in another tab with an older version of the app.');
    expect(await older.evaluate(writeAsVersion1)).toBe('written');
    await older.evaluate(() => Reflect.get(globalThis, 'endCampaign')());
    await shows(newer, 'Interrupted');
    await shows(newer, 'lapland');
    expect(await newer.evaluate(() => document.body.innerText)).not.toContain('in another tab');
    expect(await older.evaluate(writeAsVersion1)).toBe('VersionError');
    await newer.close();
  });

  it('say that the figures of the other cannot be shown, and the other stops on order all the same', async () => {
    const older = await bench.browser.newPage();
    older.setDefaultTimeout(60_000);
    await older.evaluateOnNewDocument(speakAsVersion0);
    await openPlanLink(older, bench.app.url, {
      dishprobePlan: 1,
      name: 'Other',
      durationS: 3600,
      probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 200 }],
    });
    await press(older, 'Start campaign');
    await shows(older, 'Answers are arriving.');
    const newer = await bench.browser.newPage();
    newer.setDefaultTimeout(60_000);
    await newer.goto(older.url());
    await shows(newer, 'A tab with another version of the app measures this campaign');
    expect(await newer.evaluate(() => document.body.innerText)).not.toContain('Opening connections');
    await press(newer, 'Stop campaign');
    await statusIs(newer, 'Stopped');
    await statusIs(older, 'Stopped');
    await Promise.all([older.close(), newer.close()]);
  });

  // In Firefox a campaign does not come to its end while such a request waits; this app makes none meanwhile.
  const keeps = kind === 'chromium' ? it : undefined;
  keeps?.('keep a running campaign when a tab with a newer app wants to change the schema', async () => {
    const { page } = bench;
    await openPlanLink(page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Older',
      durationS: 3600,
      probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 50 }],
    });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await shows(page, 'Answers are arriving.');
    const newer = await bench.browser.newPage();
    await newer.goto(`${bench.app.url}${BARE}`);
    await newer.evaluate(wantVersion, 99);
    await newer.waitForFunction(() => Reflect.get(globalThis, 'opening') === 'blocked', {
      polling: 200,
    });
    const asked = target.requests.length;
    await expect.poll(() => target.requests.length, { timeout: 30_000 }).toBeGreaterThan(asked + 60);
    await statusIs(page, 'Running');
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('cannot be written');
    await page.bringToFront();
    // Not by its place on the screen: what is shown again moves.
    const stop = await byRole(page, 'button', 'Stop campaign');
    await stop.evaluate((button) => button instanceof HTMLElement && button.click());
    await statusIs(page, 'Stopped');
    await newer.waitForFunction(() => Reflect.get(globalThis, 'opening') === 'open', {
      polling: 200,
      timeout: 30_000,
    });
    expect([...(await keysIn(newer, 'hot')), ...(await keysIn(newer, 'chunks'))]).not.toEqual([]);
    await newer.close();
  });

  it('say so in a sentence where the stored data are of a newer version', async () => {
    const { page } = bench;
    await page.goto(`${bench.app.url}${BARE}`);
    await page.evaluate(wantVersion, 99);
    await page.waitForFunction(() => Reflect.get(globalThis, 'opening') === 'open', { polling: 200 });
    await page.goto(bench.app.url);
    await shows(page, 'The stored campaigns could not be read.');
    await shows(
      page,
      'written by a newer version of Dishprobe. Reload the page to update the app. Nothing was changed.',
    );
    expect(bench.faults).toEqual([]);
  });
});

/** Puts another version in the place of its own in what the page tells other tabs. */
function speakAsVersion0(): void {
  const tell = BroadcastChannel.prototype.postMessage;
  BroadcastChannel.prototype.postMessage = function (message: object) {
    tell.call(this, { ...message, version: '0' });
  };
}

function removeDatabase(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('dishprobe');
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

/** Writes a setting over a connection of version 1, or gives the name of the error. */
function writeAsVersion1(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const open = indexedDB.open('dishprobe', 1);
    open.onerror = () => resolve(open.error?.name);
    open.onsuccess = () => {
      const tx = open.result.transaction('settings', 'readwrite');
      tx.objectStore('settings').put(1, 'older');
      tx.oncomplete = () => {
        open.result.close();
        resolve('written');
      };
    };
  });
}

/** Asks for a version as a newer app would; `opening` tells how far it is. */
function wantVersion(version: number): void {
  const open = indexedDB.open('dishprobe', version);
  open.onblocked = () => Object.assign(globalThis, { opening: 'blocked' });
  open.onsuccess = () => {
    open.result.close();
    Object.assign(globalThis, { opening: 'open' });
  };
}
