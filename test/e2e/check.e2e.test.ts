import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp } from '../../src/commands/app-server.ts';
import { ensureBuilt } from '../../src/commands/build.ts';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS, launch } from '../support/browsers.ts';
import { type FaultServer, startFaultServer } from '../support/fault-server.ts';
import { type AppBench, choose, fill, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { rowsOf } from './csv.ts';

/** Opens what is folded away, and returns each finding as its text on one line. */
async function findings(page: Page): Promise<string[]> {
  await page.waitForSelector('.findings');
  return await page.evaluate(() => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>('.finding-fold')) fold.open = true;
    return [...document.querySelectorAll<HTMLElement>('.finding')].map((item) =>
      item.innerText.replace(/\s+/g, ' '),
    );
  });
}

describe.each(BROWSER_KINDS)('Check endpoint in %s', (kind) => {
  let target: Target;
  let faults: FaultServer;
  let bench: AppBench;

  beforeAll(async () => {
    target = await startTarget({ host: '127.0.0.1' });
    faults = await startFaultServer();
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    await target?.close();
    await faults?.close();
  });

  it('sends nothing before it is pressed, and then says what it found for each proposed probe', async () => {
    const { page } = bench;
    await press(page, 'New campaign');
    await fill(page, 'Endpoint URL', target.url);
    await press(page, 'Propose probes');
    await shows(page, 'asks its model for one token');
    expect(target.requests).toEqual([]);
    await press(page, 'Check endpoint');
    await shows(page, 'Checked: ');
    const found = await findings(page);
    expect(found.filter((text) => text.startsWith('in the way'))).toEqual([]);
    expect(found.some((text) => /^in order Timing-Allow-Origin ping chat/.test(text))).toBe(true);
    expect(found.some((text) => /^in order Model chat It streams/.test(text))).toBe(true);
    expect(found.some((text) => /^in order Clock .*isolated/.test(text))).toBe(true);
    expect([...new Set(target.requests.map(({ path }) => path.split('?')[0]))].sort()).toEqual([
      '/echo',
      '/ping',
      '/v1/chat/completions',
    ]);
  });

  it('makes the probe offer dishprobe.echo.v1 with one press, and its echoes then carry the server\u2019s time', async () => {
    const { page } = bench;
    await press(page, 'Offer dishprobe.echo.v1');
    await shows(page, 'Check again to see what it led to');
    await fill(page, 'Duration', '5');
    await choose(page, 'Unit of duration', 'seconds');
    await press(page, 'Start campaign');
    await statusIs(page, 'Finished');
    await press(page, 'Report', 'link');
    const rows = rowsOf((await bench.download('Export samples CSV')).text);
    const echoes = rows.filter(({ probe, outcome }) => probe === 'echo' && outcome === 'ok');
    expect(echoes.length).toBeGreaterThan(3);
    expect(echoes.every((row) => Number(row.server_ms) >= 0 && row.server_ms !== undefined)).toBe(true);
    expect(bench.faults).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const { page } = bench;
    await page.goto(`${bench.app.url}/#/new`);
    // An endpoint that never answers: the check of one that does may be over before it is told to stop.
    await fill(page, 'Endpoint URL', `${faults.url}/hang`);
    await press(page, 'Check endpoint');
    await press(page, 'Cancel check');
    await page.waitForFunction(
      () => document.querySelector('.check-panel')?.getAttribute('data-at') === 'idle',
    );
  });
});

// Firefox shows its question even without a window, and nothing can answer it there.
describe('the permission for the local network, in chromium', () => {
  let target: Target;

  beforeAll(async () => {
    await ensureBuilt(process.cwd());
    target = await startTarget({ host: '127.0.0.1' });
  });

  afterAll(async () => {
    await target?.close();
  });

  it.each([
    ['denied', ['in the way Local network permission']],
    ['granted', []],
  ])('%s: is told apart from an address at which nobody listens', async (setting, inTheWay) => {
    const app = await startApp({ root: process.cwd(), host: '127.0.0.1', port: 0, targetPort: 9 });
    const browser = await launch('chromium', {
      // The app's own address counts as one on the internet.
      args: [`--ip-address-space-overrides=127.0.0.1:${app.port}=public`],
    });
    try {
      const page = await browser.newPage();
      const session = await browser.target().createCDPSession();
      const permission = { name: 'loopback-network' };
      // Not among the names that puppeteer's types know.
      await session.send('Browser.setPermission', {
        permission,
        setting: setting === 'denied' ? 'denied' : 'granted',
        origin: app.url,
      });
      await page.goto(`${app.url}/#/new`);
      await fill(page, 'Endpoint URL', `${target.url}/ping`);
      await press(page, 'Check endpoint');
      await shows(page, 'Checked: ');
      const found = await findings(page);
      const topics = found.map((text) => /^in the way [\w ]+ permission/.exec(text)?.[0] ?? text);
      expect(topics.filter((text) => text.startsWith('in the way'))).toEqual(inTheWay);
      const probes = [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 500 }];
      await openPlanLink(page, app.url, { dishprobePlan: 1, name: 'Local', durationS: 3, probes });
      await press(page, 'Start campaign');
      await statusIs(page, 'Finished');
      await press(page, 'Report', 'link');
      await shows(page, setting === 'denied' ? 'permission refused' : 'Network round trip');
    } finally {
      await browser.close();
      await app.close();
    }
  });
});
