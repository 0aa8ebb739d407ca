import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_KINDS } from '../support/browsers.ts';
import { type FaultServer, startFaultServer } from '../support/fault-server.ts';
import { type AppBench, openApp, openPlanLink, press, shows, statusIs } from './app.ts';
import { numbersOf, rowsOf } from './csv.ts';

/** Measured: 350 to 380 MB in Chromium, 700 to 960 MB in Firefox, whose process for the tab is new; what is sent is several GB. */
const MOST_GROWTH_MB = 1800;

describe.each(BROWSER_KINDS)('endpoints that never stop sending, in %s', (kind) => {
  let faults: FaultServer;
  let bench: AppBench;

  beforeAll(async () => {
    faults = await startFaultServer();
    bench = await openApp(kind);
  });

  afterAll(async () => {
    await bench?.close();
    await faults?.close();
  });

  const run = async (plan: object) => {
    await openPlanLink(bench.page, bench.app.url, { dishprobePlan: 1, ...plan });
    await press(bench.page, 'Start campaign');
  };

  it('neither fill the memory nor hold up a sound probe', async () => {
    const common = { intervalMs: 700, timeoutMs: 500 };
    const http = (path: string) => ({ ...common, kind: 'http', name: path, url: `${faults.url}${path}` });
    const beforeMb = memoryMb(bench.browser.pid);
    await run({
      name: 'Floods',
      durationS: 8,
      probes: [
        http('/endless/body'),
        http('/endless/gzip'),
        { ...http('/endless/tokens'), kind: 'chat', protocol: 'openai' },
        { ...common, kind: 'websocket', name: 'flood', url: `${faults.url.replace('http', 'ws')}/ws/flood` },
        // By another name the host has connections of its own.
        { ...http('/ok'), url: `${faults.url.replace('127.0.0.1', 'localhost')}/ok`, timeoutMs: 5000 },
      ],
    });
    await statusIs(bench.page, 'Running');
    let mostMb = 0;
    const watch = setInterval(() => {
      mostMb = Math.max(mostMb, memoryMb(bench.browser.pid));
    }, 500);
    try {
      await statusIs(bench.page, 'Finished');
    } finally {
      clearInterval(watch);
    }
    console.info(`${kind}: ${beforeMb} MB before, at most ${mostMb} MB`);
    expect(mostMb - beforeMb).toBeLessThan(MOST_GROWTH_MB);
    await press(bench.page, 'Report', 'link');
    const samples = rowsOf((await bench.download('Export samples CSV')).text);
    // What this laptop sent late or not at all says nothing of the endpoints.
    const sent = samples.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'unmeasured');
    const outcomes = (probe: string) =>
      new Set(sent.filter((row) => row.probe === probe).map((row) => row.outcome));
    expect(outcomes('/endless/body')).toEqual(new Set(['timeout']));
    expect(outcomes('/endless/tokens')).toEqual(new Set(['timeout']));
    expect(outcomes('/ok')).toEqual(new Set(['ok']));
  });

  it('count into the data budget, and end the campaign at it', async () => {
    await run({
      name: 'Budget',
      durationS: 60,
      dataBudgetMB: 6,
      probes: [
        {
          kind: 'http',
          name: 'paced',
          url: `${faults.url}/endless/paced?mbPerS=5`,
          intervalMs: 600,
          timeoutMs: 500,
        },
      ],
    });
    await statusIs(bench.page, 'Running');
    await statusIs(bench.page, 'Stopped');
    await shows(bench.page, 'data budget');
    await press(bench.page, 'Report', 'link');
    const samples = rowsOf((await bench.download('Export samples CSV')).text);
    const bytes = numbersOf(samples, 'bytes_down').reduce((sum, more) => sum + more, 0);
    expect(bytes).toBeGreaterThan(4e6);
    // One answer beyond it, at most: how much comes of one is known when it was cut.
    expect(bytes).toBeLessThan(6e6 + 5e6);
  });
});

/** Resident memory of a process and all below it (Linux). */
function memoryMb(pid: number): number {
  const parents = new Map<number, number>();
  const kb = new Map<number, number>();
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      parents.set(Number(id), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      kb.set(Number(id), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    } catch {
      // It has just ended.
    }
  }
  const isBelow = (id: number): boolean => {
    const parent = parents.get(id);
    return id === pid || (parent !== undefined && parent > 1 && isBelow(parent));
  };
  return Math.round([...kb].reduce((sum, [id, size]) => sum + (isBelow(id) ? size : 0), 0) / 1024);
}
