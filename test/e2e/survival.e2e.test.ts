import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type AppBench, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { numbersOf, type Row, rowsOf } from './csv.ts';

describe.each(BROWSER_KINDS)('what %s survives', (kind) => {
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

  it('keeps what was measured when the browser is killed, and goes on with the gap marked', async () => {
    await openPlanLink(bench.page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Killed',
      durationS: 3600,
      probes: [
        { kind: 'websocket', name: 'echo', url: `${target.url.replace('http', 'ws')}/echo`, intervalMs: 100 },
        { kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 500 },
      ],
    });
    await press(bench.page, 'Start campaign');
    await statusIs(bench.page, 'Running');
    await answered(bench, 30);
    const killedAt = Date.now();
    await bench.killAndReopen();
    await shows(bench.page, 'Killed');
    await press(bench.page, 'Go on');
    await statusIs(bench.page, 'Running');
    const resumedAt = Date.now();
    await answered(bench, 60);
    await press(bench.page, 'Stop campaign');
    await statusIs(bench.page, 'Stopped');
    await press(bench.page, 'Report', 'link');

    const samples = rowsOf((await bench.download('Export samples CSV')).text);
    for (const probe of ['echo', 'ping']) {
      const own = samples.filter((row) => row.probe === probe);
      expect(numbersOf(own, 'seq')).toEqual(own.map((_, i) => i));
    }
    const echo = samples.filter((row) => row.probe === 'echo');
    const before = echo.filter((row) => row.outcome === 'ok' && dueOf(row) < killedAt);
    // At ten a second; at most about a second of samples was not on disk yet.
    expect(killedAt - Math.max(...before.map(dueOf))).toBeLessThan(2500);
    const again = Math.min(...echo.filter((row) => row.outcome === 'ok' && dueOf(row) > killedAt).map(dueOf));
    expect(again).toBeLessThan(resumedAt + 5000);
    const gap = echo.filter((row) => dueOf(row) > killedAt && dueOf(row) < again);
    expect(gap.length).toBeGreaterThan(0);
    expect(new Set(gap.map((row) => row.outcome))).toEqual(new Set(['unmeasured']));

    const outages = rowsOf((await bench.download('Export outages CSV')).text);
    expect(outages.filter((row) => row.kind === 'outage')).toEqual([]);
    expect(outages.filter((row) => row.kind === 'unmeasured' && row.cause === 'closed')).toHaveLength(1);
  });

  it('opens with its data when there is no network and no server at all', async () => {
    const { page } = bench;
    await page.goto(`${bench.app.url}/`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    // What is still on its way to this page would be cut off by the next visit, and reported.
    await page.waitForNetworkIdle();
    await bench.stopServer();
    await page.goto(`${bench.app.url}/`);
    await shows(page, 'Killed');
    await press(page, 'Report', 'link');
    await shows(page, 'echo');
    await page.waitForSelector('canvas');
    const { text } = await bench.download('Export percentiles CSV');
    expect(rowsOf(text).some((row) => row.probe === 'echo' && row.metric === 'response')).toBe(true);
    expect(bench.faults).toEqual([]);
  });
});

const dueOf = (row: Row): number => Number(row.due_epoch_ms);

/** Waits until the live view counts so many answers of the first probe. */
async function answered(bench: AppBench, count: number): Promise<void> {
  await bench.page.waitForFunction(
    (least) => {
      const found = /answered\s+(\d[\d,]*)/.exec(document.body.innerText);
      return Number(found?.[1]?.replace(',', '') ?? 0) >= least;
    },
    { polling: 200 },
    count,
  );
}
