import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type AppBench, openApp, openPlanLink, press, statusIs } from './app.ts';

/** It draws twice a second where it is seen. */
const HIDDEN_MS = 2500;

describe.each(BROWSER_KINDS)('a live view that nobody sees, in %s', (kind) => {
  let target: Target;
  let bench: AppBench;

  beforeAll(async () => {
    target = await startTarget({ host: '127.0.0.1' });
    bench = await openApp(kind, 9, process.cwd(), { launch: { holdsBackHidden: true } });
  });

  afterAll(async () => {
    await bench?.close();
    await target?.close();
  });

  it('draws nothing while it is hidden, and is up to date as soon as it is shown again', async () => {
    const { page, browser } = bench;
    await openPlanLink(page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Hidden view',
      durationS: 600,
      probes: [
        { kind: 'websocket', name: 'echo', url: `${target.url.replace('http', 'ws')}/echo`, intervalMs: 200 },
      ],
    });
    const front = await browser.newPage();
    await page.bringToFront();
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    const hidden = page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          document.addEventListener('visibilitychange', () => resolve(), { once: true });
        }),
    );
    await front.bringToFront();
    await hidden;
    const changes = await page.evaluateHandle(() => {
      const seen = { count: 0 };
      new MutationObserver((records) => {
        seen.count += records.length;
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
      return seen;
    });
    await wait(HIDDEN_MS);
    // The event that the page went to the background may still be drawn.
    const before = await changes.evaluate(({ count }) => count);
    await wait(HIDDEN_MS);
    expect(await changes.evaluate(({ count }) => count)).toBe(before);
    const shownBefore = await page.evaluate(() => document.body.innerText);
    await page.bringToFront();
    await page.waitForFunction((old) => document.body.innerText !== old, { polling: 100 }, shownBefore);
    await press(page, 'Stop campaign');
    await statusIs(page, 'Stopped');
    expect(bench.faults).toEqual([]);
  });
});
