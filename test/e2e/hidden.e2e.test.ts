import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { type AppBench, openApp, openPlanLink, press, statusIs } from './app.ts';
import { numbersOf, type Row, rowsOf } from './csv.ts';
import { describeSideBySide } from './side-by-side.ts';

const STOPPED_MS = 5000;

/** All processes of the browser stand still, as under a debugger or on a machine that is far too busy. */
async function stopProcesses({ browser }: AppBench): Promise<void> {
  process.kill(-browser.pid, 'SIGSTOP');
  await wait(STOPPED_MS);
  process.kill(-browser.pid, 'SIGCONT');
}

/** The browser freezes a tab in the background (Page Lifecycle), its workers too. */
async function freezeTab({ browser, page }: AppBench): Promise<void> {
  const front = await browser.newPage();
  await front.bringToFront();
  const session = await page.createCDPSession();
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await wait(STOPPED_MS);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await page.bringToFront();
}

const WAYS = {
  'chromium: stopped processes': { kind: 'chromium', standStill: stopProcesses },
  'firefox: stopped processes': { kind: 'firefox', standStill: stopProcesses },
  'chromium: a frozen tab': { kind: 'chromium', standStill: freezeTab },
} as const;
type Way = keyof typeof WAYS;
const ways = ['chromium: stopped processes', 'firefox: stopped processes', 'chromium: a frozen tab'] as const;
const open = (way: Way) => openApp(WAYS[way].kind);

describeSideBySide('a page that stands still in %s', ways, open, (way, opened) => {
  let target: Target;
  let samples: Row[];
  let outages: Row[];

  beforeAll(async () => {
    target = await startTarget({ host: '127.0.0.1' });
  });

  afterAll(async () => {
    await target?.close();
  });

  const lockHeld = () =>
    opened().page.evaluate(async () =>
      (await navigator.locks.query()).held?.some(({ name }) => name === 'dishprobe-campaign'),
    );

  /** Waits until the endpoint has been asked so many more times. */
  async function asked(more: number): Promise<void> {
    const before = target.requests.length;
    await expect.poll(() => target.requests.length, { timeout: 30_000 }).toBeGreaterThan(before + more);
  }

  it('holds the lock that keeps browsers from freezing it while it measures, and not longer', async () => {
    const bench = opened();
    const { page } = bench;
    await openPlanLink(page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Still',
      durationS: 3600,
      probes: [
        { kind: 'websocket', name: 'echo', url: `${target.url.replace('http', 'ws')}/echo`, intervalMs: 100 },
        { kind: 'http', name: 'ping', url: `${target.url}/ping`, intervalMs: 100 },
      ],
    });
    expect(await lockHeld()).toBe(false);
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await asked(30);
    expect(await lockHeld()).toBe(true);
    await WAYS[way].standStill(bench);
    await asked(30);
    await press(page, 'Stop campaign');
    await statusIs(page, 'Stopped');
    expect(await lockHeld()).toBe(false);
    await press(page, 'Report', 'link');
    samples = rowsOf((await bench.download('Export samples CSV')).text);
    outages = rowsOf((await bench.download('Export outages CSV')).text);
  });

  it('has one unmeasured interval for it, as long as it was, and no outage', () => {
    expect(outages).toMatchObject([{ kind: 'unmeasured', cause: 'frozen' }]);
    const lastedMs = Number(outages[0]?.duration_s) * 1000;
    expect(lastedMs).toBeGreaterThan(STOPPED_MS * 0.95);
    expect(lastedMs).toBeLessThan(STOPPED_MS * 1.4);
  });

  it('has a row for each due time, those in the interval unmeasured, and the interval in no time', () => {
    const [from, to] = [outages[0]?.start_utc, outages[0]?.end_utc].map((utc) => Date.parse(utc ?? ''));
    for (const probe of ['echo', 'ping']) {
      const rows = samples.filter((row) => row.probe === probe);
      const seqs = numbersOf(rows, 'seq');
      expect(seqs).toEqual(seqs.map((_, i) => i));
      const within = rows.filter(
        ({ due_epoch_ms: due }) => Number(due) > (from ?? 0) && Number(due) < (to ?? 0),
      );
      expect(within.length).toBeGreaterThan(STOPPED_MS / 100 / 2);
      expect(new Set(within.map((row) => row.outcome))).toEqual(new Set(['unmeasured']));
      expect(Math.max(...numbersOf(rows, 'response_ms'))).toBeLessThan(STOPPED_MS / 2);
    }
    expect(opened().faults).toEqual([]);
  });
});
