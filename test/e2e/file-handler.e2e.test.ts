import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, storedCampaign } from '../report/bundles.ts';
import { type AppBench, openApp, shows } from './app.ts';

/**
 * The installed app and the files that the system opens with it. Chromium alone has both; it is told to
 * install and to open as the file manager would tell it (the PWA domain of its DevTools protocol).
 */
describe('a bundle that is opened with the installed app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-opened-'));
  const stored = storedCampaign();
  const good = join(folder, 'kiruna.dishprobe');
  const damaged = join(folder, 'damaged.dishprobe');
  let bench: AppBench;
  let session: CDPSession;
  let installed: Page;

  beforeAll(async () => {
    const bytes = bundleOf(stored);
    writeFileSync(good, bytes);
    writeFileSync(damaged, bytes.subarray(0, bytes.length - 40));
    // A home of its own: installing leaves an entry in the system's list of apps.
    bench = await openApp('chromium', 9, process.cwd(), { launch: { pipe: true, env: { HOME: folder } } });
    session = await bench.browser.target().createCDPSession();
  });

  afterAll(async () => {
    await bench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const manifestId = () => `${bench.app.url}/`;
  const open = (...files: string[]) =>
    session.send('PWA.launchFilesInApp', { manifestId: manifestId(), files });

  it('is what the system knows the app to open', async () => {
    await bench.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await session.send('PWA.install', { manifestId: manifestId(), installUrlOrBundleUrl: manifestId() });
    const { fileHandlers } = await session.send('PWA.getOsAppState', { manifestId: manifestId() });
    expect(fileHandlers.flatMap(({ accepts }) => accepts.flatMap((one) => one.fileExtensions))).toEqual([
      '.dishprobe',
    ]);
  });

  it('becomes its campaign, in a window of the app', async () => {
    const { targetIds } = await open(good);
    expect(targetIds).toHaveLength(1);
    const target = await bench.browser.waitForTarget(
      (other) => other.type() === 'page' && other.url().includes('#/campaign/'),
    );
    const page = await target.page();
    if (page === null) throw new Error('The app has no window.');
    installed = page;
    await shows(installed, 'How it was measured');
    expect(await installed.$eval('h1', (head) => head.textContent)).toBe(stored.campaign.plan.name);
  });

  it('changes nothing where it is damaged, and says so in the window that is open', async () => {
    await open(damaged);
    await shows(installed, 'damaged.dishprobe cannot be read');
    await shows(installed, 'it is not whole');
    await open(good);
    await shows(installed, 'is stored here already');
  });

  it('is taken with the others that are opened at once', async () => {
    const paths = ['Abisko', 'Narvik'].map((name) => {
      const path = join(folder, `${name}.dishprobe`);
      const { plan } = stored.campaign;
      const campaign = { ...stored.campaign, id: name, plan: { ...plan, name } };
      writeFileSync(path, bundleOf({ ...stored, campaign }));
      return path;
    });
    await open(...paths);
    await installed.waitForFunction(
      () => {
        const listed = [...document.querySelectorAll('.campaign h3')].map((head) => head.textContent);
        return ['Abisko', 'Narvik'].every((name) => listed.includes(name));
      },
      { polling: 100 },
    );
    expect(bench.faults).toEqual([]);
  });
});
