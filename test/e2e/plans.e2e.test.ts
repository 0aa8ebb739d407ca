import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type AppBench, byRole, giveFile, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { rowsOf } from './csv.ts';
import { keysIn } from './stored.ts';

describe.each(BROWSER_KINDS)('plans in %s', (kind) => {
  let target: Target;
  let bench: AppBench;
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-plans-'));

  beforeAll(async () => {
    target = await startTarget({ host: '127.0.0.1', link: 'starlink' });
    bench = await openApp(kind, target.port);
  });

  afterAll(async () => {
    await bench?.close();
    await target?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const plan = (changes: object = {}) => ({
    dishprobePlan: 1,
    name: 'From a colleague: Kiruna \u2013 =1+1',
    durationS: 3600,
    probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 200 }],
    ...changes,
  });

  it('shows a plan link for review and asks the endpoint nothing until it is started', async () => {
    const { page } = bench;
    await openPlanLink(page, bench.app.url, plan());
    await byRole(page, 'button', 'Start campaign');
    await shows(page, 'ping');
    expect(target.requests).toEqual([]);
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    // The link may be out just now, and what it is comes with the first answer.
    await shows(page, 'simulated starlink');
    expect(target.requests.length).toBeGreaterThan(0);
    await press(page, 'Stop campaign');
    await statusIs(page, 'Stopped');
  });

  it('says in every export that the link is simulated, and keeps a formula in a name from being one', async () => {
    await press(bench.page, 'Report', 'link');
    for (const button of ['Export samples CSV', 'Export percentiles CSV']) {
      const [row] = rowsOf((await bench.download(button)).text);
      expect(row?.campaign).toBe('From a colleague: Kiruna \u2013 =1+1 (simulated starlink)');
    }
    await shows(bench.page, 'simulated');
  });

  it.each<[string, object | string, string]>([
    [
      'a value of the wrong kind',
      { durationS: 'long' },
      'durationS: expected a number from 1 to 34560000, found "long".',
    ],
    ['a key that is not known', { colour: 1 }, 'colour: this key is not known'],
    ['text that is no JSON', '{"dishprobePlan": ', 'The plan is not JSON'],
  ])('refuses a file with %s, says where, and changes nothing', async (_what, content, sentence) => {
    const { page } = bench;
    await page.goto(`${bench.app.url}/#/`);
    const before = await campaignCount();
    const file = join(folder, 'plan.dishprobe.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(plan(content)));
    await giveFile(page, 'Import', file);
    await shows(page, sentence);
    expect(await campaignCount()).toBe(before);
  });

  it('goes from the first screen to a running campaign by one click', async () => {
    const { page } = bench;
    await page.goto(`${bench.app.url}/#/`);
    await press(page, 'Try the demo');
    await statusIs(page, 'Running');
    await shows(page, 'simulated');
    await press(page, 'Stop campaign');
    await statusIs(page, 'Stopped');
    expect(bench.faults).toEqual([]);
  });

  const campaignCount = async () => (await keysIn(bench.page, 'campaigns')).length;
});
