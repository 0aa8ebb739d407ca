import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../src/commands/build.ts';
import { startTarget, type Target } from '../../src/target/target.ts';
import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';
import { type StaticHost, startStaticHost } from '../support/static-host.ts';
import { type AppBench, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { numbersOf, type Row, rowsOf } from './csv.ts';

const EXCHANGED = 'The measuring worker was exchanged for one that no service worker stands in the way of.';

/** The campaign worker's script and all that it imports, as the browser's HTTP cache has to hold them. */
function workerFiles(): string[] {
  const manifest: Record<string, { file: string; imports?: string[] }> = JSON.parse(
    readFileSync(join('dist', '.vite', 'manifest.json'), 'utf8'),
  );
  const files = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (chunk === undefined || files.has(`/${chunk.file}`)) return;
    files.add(`/${chunk.file}`);
    chunk.imports?.forEach(visit);
  };
  visit('src/worker/campaign.ts');
  return [...files];
}

/** The app behind its service worker. */
async function openControlled(kind: BrowserKind, host: StaticHost): Promise<AppBench> {
  const bench = await openApp(kind, 9, process.cwd(), { host });
  await controlled(bench);
  return bench;
}

/** Closes the browser and drops its HTTP cache. */
async function evict({ browser }: AppBench): Promise<void> {
  const profile = browser.userDataDir;
  await browser.close();
  for (const cache of ['cache2', join('Default', 'Cache'), join('Default', 'Code Cache')])
    rmSync(join(profile, cache), { recursive: true, force: true });
}

/** The second visit: the main service worker answers for the page. */
async function controlled({ page }: AppBench): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

async function start({ page, app }: AppBench, target: Target, name: string): Promise<void> {
  await openPlanLink(page, app.url, {
    dishprobePlan: 1,
    name,
    durationS: 3600,
    probes: [
      { kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 200 },
      { kind: 'websocket', name: 'echo', url: `${target.url.replace('http', 'ws')}/echo`, intervalMs: 100 },
      {
        kind: 'chat',
        name: 'chat',
        protocol: 'openai',
        url: `${target.url}/v1/chat/completions`,
        model: 'm',
        intervalMs: 1000,
      },
    ],
  });
  await press(page, 'Start campaign');
  await statusIs(page, 'Running');
}

async function stop(bench: AppBench): Promise<{ samples: Row[]; outages: Row[] }> {
  await press(bench.page, 'Stop campaign');
  await statusIs(bench.page, 'Stopped');
  await press(bench.page, 'Report', 'link');
  const samples = rowsOf((await bench.download('Export samples CSV')).text);
  return { samples, outages: rowsOf((await bench.download('Export outages CSV')).text) };
}

const asked = (target: Target) => target.requests.length;
const sources = (rows: Row[]) => new Set(rows.map((row) => row.timing_source));

describe.each(BROWSER_KINDS)('the service worker out of the way in %s', (kind) => {
  let target: Target;
  let host: StaticHost;
  let bench: AppBench | undefined;

  beforeAll(async () => {
    await ensureBuilt(process.cwd());
    target = await startTarget({ host: '127.0.0.1' });
  });

  afterAll(async () => {
    await bench?.close();
    await host?.close().catch(() => {});
    await target?.close();
  });

  it('measures without a network and a cache, says how, and goes on better as soon as it can', async () => {
    host = await startStaticHost('dist', { honoursHeaders: true });
    bench = await openControlled(kind, host);
    await evict(bench);
    await host.close();
    await bench.killAndReopen();
    await start(bench, target, 'Evicted');
    const before = asked(target);
    await expect.poll(() => asked(target), { timeout: 30_000 }).toBeGreaterThan(before + 30);

    host = await startStaticHost('dist', { honoursHeaders: true, port: host.port });
    await bench.page.evaluate(() => dispatchEvent(new Event('online')));
    await shows(bench.page, EXCHANGED);
    await statusIs(bench.page, 'Running');
    const after = asked(target);
    await expect.poll(() => asked(target), { timeout: 30_000 }).toBeGreaterThan(after + 30);
    const { samples, outages } = await stop(bench);

    for (const probe of ['ping', 'echo', 'chat']) {
      const seqs = numbersOf(
        samples.filter((row) => row.probe === probe),
        'seq',
      );
      expect(seqs, probe).toEqual(seqs.map((_, i) => i));
    }
    const gaps = outages.filter((row) => row.kind === 'unmeasured');
    expect(gaps).toMatchObject([{ cause: 'closed' }]);
    expect(outages.filter((row) => row.kind !== 'unmeasured')).toEqual([]);
    const [gap] = gaps;
    const ended = Date.parse(gap?.end_utc ?? '');
    for (const probe of ['ping', 'chat']) {
      const answered = samples.filter((row) => row.probe === probe && row.outcome === 'ok');
      const [early, late] = [
        answered.filter((row) => Number(row.due_epoch_ms) < ended),
        answered.filter((row) => Number(row.due_epoch_ms) >= ended),
      ];
      expect(sources(early), probe).toEqual(new Set(['service-worker']));
      expect(sources(late), probe).toEqual(new Set(['resource-timing']));
    }
    const lost = samples.filter((row) => row.outcome !== 'ok');
    expect(new Set(lost.map((row) => row.outcome))).toEqual(new Set(['unmeasured']));
    const from = Date.parse(gap?.start_utc ?? '');
    // What was in flight at the hand-over had a second to come in.
    for (const row of lost.filter((row) => row.probe !== 'chat')) {
      expect(Number(row.due_epoch_ms)).toBeGreaterThan(from - 1000);
      expect(Number(row.due_epoch_ms)).toBeLessThanOrEqual(ended);
    }
    expect(ended - from).toBeLessThan(5000);
    expect(bench.faults).toEqual([]);
  });

  it('fills the cache again on the next visit, so that a start without a network is clean', async () => {
    if (bench === undefined) throw new Error('The app is not open.');
    await evict(bench);
    host.paths.length = 0;
    await bench.killAndReopen();
    await expect.poll(() => host.paths, { timeout: 20_000 }).toEqual(expect.arrayContaining(workerFiles()));
    // The files are on their way; what follows would start a worker from what is there.
    await bench.page.waitForNetworkIdle();
    await host.close();
    await start(bench, target, 'Healed');
    const before = asked(target);
    await expect.poll(() => asked(target), { timeout: 30_000 }).toBeGreaterThan(before + 30);
    const { samples } = await stop(bench);
    const answered = samples.filter((row) => row.kind !== 'websocket' && row.outcome === 'ok');
    expect(sources(answered)).toEqual(new Set(['resource-timing']));
  });
});
