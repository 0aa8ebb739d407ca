import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { type AppBench, choose, openApp, openPlanLink, press, shows, statusIs } from './app.ts';

let target: Target;
let bench: AppBench;

beforeAll(async () => {
  target = await startTarget({ host: '127.0.0.1' });
  // Firefox’s database undoes a write that was torn.
  bench = await openApp('chromium');
});

afterAll(async () => {
  await bench?.close();
  await target?.close();
});

it('keeps all campaigns when the power goes in the middle of a write', async () => {
  await openPlanLink(bench.page, bench.app.url, {
    dishprobePlan: 1,
    name: 'Torn',
    durationS: 3600,
    probes: [{ kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 50 }],
  });
  await press(bench.page, 'Start campaign');
  await statusIs(bench.page, 'Running');
  await shows(bench.page, 'Answers are arriving.');
  await bench.browser.kill();
  const [log = ''] = logs(bench.browser.userDataDir);
  truncateSync(log, statSync(log).size - 5);
  await bench.killAndReopen();
  await shows(bench.page, 'Interrupted');
  await expect.poll(() => logs(bench.browser.userDataDir), { timeout: 20_000 }).not.toContain(log);
  // Whatever is written behind the tear: the next start has to read across it.
  await choose(bench.page, 'Theme', 'Dark');
  await bench.browser.close();
  await bench.killAndReopen();
  await shows(bench.page, 'Torn');
  await shows(bench.page, 'Interrupted');
  expect(bench.faults).toEqual([]);
});

/** The logs of the databases of a profile. */
function logs(folder: string): string[] {
  const files = readdirSync(join(folder, 'Default', 'IndexedDB'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, 'Default', 'IndexedDB', name));
}
