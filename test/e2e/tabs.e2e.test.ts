import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAMPAIGN_LOCK, pageLockName } from '../../src/store/running-campaign.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type AppBench, byRole, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { numbersOf, rowsOf } from './csv.ts';
import { keysIn } from './stored.ts';

const INTERVAL_MS = 200;

/** Runs in the page: takes locks as one that measures does, for as long as it is open. */
async function holdLocks(names: readonly string[]): Promise<void> {
  for (const name of names) {
    await new Promise<void>((resolve) => {
      void navigator.locks.request(name, () => {
        resolve();
        return new Promise(() => {});
      });
    });
  }
}

/** The campaign that a page shows. */
const shownId = async (page: Page) => new URL(page.url()).hash.split('/')[2] ?? '';

describe.each(BROWSER_KINDS)('one engine and many tabs in %s', (kind) => {
  let bench: AppBench;
  let server: Server;
  /** When each ping came in. */
  const hits: number[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/ping') hits.push(performance.now());
      response.writeHead(200, {
        'Access-Control-Allow-Origin': '*',
        'Timing-Allow-Origin': '*',
        'Cache-Control': 'no-store',
      });
      response.end('pong');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    server?.close();
  });

  const plan = (name: string) => ({
    dishprobePlan: 1,
    name,
    durationS: 3600,
    probes: [
      {
        kind: 'http',
        name: 'ping',
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping`,
        intervalMs: INTERVAL_MS,
        jitter: 0,
      },
    ],
  });

  /** A further tab on the first page. */
  const openTab = async (): Promise<Page> => {
    const page = await bench.browser.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(bench.app.url);
    return page;
  };
  const openLive = async (page: Page, name: string) => {
    // A browser hands no press to a tab that lies behind another one.
    await page.bringToFront();
    await page.goto(`${bench.app.url}/#/`);
    await press(page, name, 'link');
    await statusIs(page, 'Running');
  };
  const measures = (page: Page) =>
    page.evaluate(() => document.body.innerText.includes('When this tab closes'));
  /** Waits until the live view of a tab, which is brought to the front, counts so many answers. */
  const answered = async (page: Page, least: number) => {
    await page.bringToFront();
    await page.waitForFunction(
      (wanted) => {
        const found = /answered\s+(\d[\d,]*)/.exec(document.body.innerText);
        return Number(found?.[1]?.replace(',', '') ?? 0) >= wanted;
      },
      { polling: 200 },
      least,
    );
  };

  it('shows the campaign in all of them, measures in one, and hands over when that one is closed', async () => {
    const first = bench.page;
    await openPlanLink(first, bench.app.url, plan('Handed over'));
    await press(first, 'Start campaign');
    await statusIs(first, 'Running');
    const [second, third] = [await openTab(), await openTab()];
    await openLive(second, 'Handed over');
    await shows(second, 'Another tab of this browser measures this campaign.');
    await answered(second, 20);

    // A second window does not probe, whatever is pressed in it.
    await third.bringToFront();
    await openPlanLink(third, bench.app.url, plan('Second window'));
    await press(third, 'Start campaign');
    await shows(third, 'Another tab of this browser is measuring.');
    await openLive(third, 'Handed over');
    await shows(first, '2 other tabs stand by.');

    await first.close();
    await Promise.race([shows(second, 'When this tab closes'), shows(third, 'When this tab closes')]);
    expect([await measures(second), await measures(third)].filter(Boolean)).toHaveLength(1);
    await answered(second, 45);
    await answered(third, 45);

    const isSecond = await measures(second);
    const [next, last] = isSecond ? [second, third] : [third, second];
    await next.close();
    await shows(last, 'When this tab closes');
    await answered(last, 70);
    await press(last, 'Stop campaign');
    await statusIs(last, 'Stopped');
    bench.page = last;
    await press(last, 'Open the report', 'link');

    const samples = rowsOf((await bench.download('Export samples CSV')).text);
    expect(numbersOf(samples, 'seq')).toEqual(samples.map((_, i) => i));
    const outages = rowsOf((await bench.download('Export outages CSV')).text);
    // A busy machine may well hold answers back for half a second, which is then an interruption.
    const graver = outages.filter(({ kind: what }) => what !== 'interruption');
    expect(graver.map(({ kind: what, cause }) => [what, cause])).toEqual([
      ['unmeasured', 'closed'],
      ['unmeasured', 'closed'],
    ]);
    // Two tabs that probed at once would send twice as many: ten are due in two seconds.
    const busiest = hits.map((from) => hits.filter((at) => at >= from && at < from + 2000).length);
    expect(Math.max(...busiest)).toBeLessThanOrEqual(14);
    const answers = samples.filter(({ outcome }) => outcome === 'ok').length;
    // What was answered in the last second before a tab was closed need not be stored.
    expect(hits.length - answers).toBeGreaterThanOrEqual(0);
    expect(hits.length - answers).toBeLessThanOrEqual(2 * (2000 / INTERVAL_MS));
  });

  it('stops in order instead, where that was chosen, and is stopped from another tab', async () => {
    const first = bench.page;
    await openPlanLink(first, bench.app.url, plan('Ended'));
    await press(first, 'Start campaign');
    await statusIs(first, 'Running');
    await first.$$eval('.when-closed label', (labels) => {
      labels.find((label) => label.textContent === 'stop')?.click();
    });
    const second = await openTab();
    await openLive(second, 'Ended');
    await answered(second, 10);
    await shows(first, 'Another open tab then ends it in order.');
    await first.close();
    await statusIs(second, 'Stopped');

    bench.page = second;
    await second.bringToFront();
    await openPlanLink(second, bench.app.url, plan('Stopped from afar'));
    await press(second, 'Start campaign');
    await statusIs(second, 'Running');
    const third = await openTab();
    await openLive(third, 'Stopped from afar');
    await press(third, 'Stop campaign');
    await statusIs(third, 'Stopped');
    await statusIs(second, 'Stopped');
    await third.close();
    await second.bringToFront();
  });

  it('says at once that another tab measures, where that one went on with the same campaign a moment before', async () => {
    const { page } = bench;
    const other = await openTab();
    await other.evaluate(holdLocks, [pageLockName(await shownId(page)), CAMPAIGN_LOCK]);
    await page.bringToFront();
    await press(page, 'Go on');
    await shows(page, 'Another tab of this browser is measuring.');
    await other.close();
    await press(page, 'Go on');
    await statusIs(page, 'Running');
    await press(page, 'Stop campaign');
    await statusIs(page, 'Stopped');
  });

  it('deletes no campaign that another tab measures, and goes on with none that is being deleted', async () => {
    const { page } = bench;
    const id = await shownId(page);
    const other = await openTab();
    await other.goto(`${bench.app.url}/#/campaign/${id}`);
    await byRole(other, 'button', 'Go on');
    await page.bringToFront();
    await page.goto(`${bench.app.url}/#/`);
    await press(page, 'Delete Stopped from afar');
    await shows(other, 'This campaign is being deleted.');
    expect(await other.evaluate(() => document.body.innerText.includes('Go on'))).toBe(false);
    // As one holds it that went on before it heard of the deletion.
    await other.evaluate(holdLocks, [pageLockName(id)]);
    await shows(page, '"Stopped from afar" was not deleted, because it is running.');
    await byRole(page, 'link', 'Stopped from afar');
    await other.bringToFront();
    await byRole(other, 'button', 'Go on');
    expect(await keysIn(page, 'campaigns')).toContain(id);
    await other.close();
    await page.bringToFront();
  });

  it('makes one campaign of those of one site, and keeps the sources', async () => {
    const { page } = bench;
    await page.goto(`${bench.app.url}/#/compare`);
    await shows(page, 'Choose two campaigns or more');
    await page.$$eval('.compare-chooser input', (boxes) => {
      for (const box of boxes) if (box instanceof HTMLInputElement) box.click();
    });
    await press(page, 'Merge into one campaign');
    await shows(page, 'Nobody measured between');
    const samples = rowsOf((await bench.download('Export samples CSV')).text);
    expect(numbersOf(samples, 'seq')).toEqual(samples.map((_, i) => i));
    const due = numbersOf(samples, 'due_epoch_ms');
    expect(due).toEqual([...due].sort((a, b) => a - b));
    await page.goto(`${bench.app.url}/#/`);
    await shows(page, 'Merged from Handed over, Ended, Stopped from afar.');
    await shows(page, 'Second window');
    expect(bench.faults).toEqual([]);
  });
});
