import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../src/commands/build.ts';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type AppBench, openApp, openPlanLink, press, shows, statusIs } from './app.ts';

describe.each(BROWSER_KINDS)('a new version in %s', (kind) => {
  let target: Target;
  let bench: AppBench;
  const root = mkdtempSync(join(tmpdir(), 'dishprobe-update-'));

  beforeAll(async () => {
    await ensureBuilt(process.cwd());
    cpSync('dist', join(root, 'dist'), { recursive: true });
    target = await startTarget({ host: '127.0.0.1' });
    bench = await openApp(kind, 9, root);
  });

  afterAll(async () => {
    await bench?.close();
    await target?.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('waits while a campaign runs, and comes when the user asks for it afterwards', async () => {
    const { page } = bench;
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    // From the second visit on the old version holds the page; a first visit has nothing to wait for.
    await page.reload();
    await openPlanLink(page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Long',
      durationS: 3600,
      probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 100 }],
    });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    appendFileSync(join(root, 'dist', 'sw.js'), '\n// the next version\n');
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).update();
    });
    await shows(page, 'It waits until the campaign ends');
    const asked = target.requests.length;
    await expect.poll(() => target.requests.length, { timeout: 20_000 }).toBeGreaterThan(asked + 20);
    await statusIs(page, 'Running');
    await press(page, 'Stop campaign');
    await statusIs(page, 'Stopped');
    await Promise.all([page.waitForNavigation(), press(page, 'Update and reload')]);
    await statusIs(page, 'Stopped');
    const waiting = await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null);
    expect(waiting).toBe(false);
    expect(bench.faults).toEqual([]);
  });
});
