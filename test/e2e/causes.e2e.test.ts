import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTarget, type Target } from '../../src/target/target.ts';
import { recompute } from '../independent/recompute.mjs';
import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';
import { type Link, startLink } from '../support/linkemu.ts';
import { openApp, openPlanLink, press, statusIs } from './app.ts';
import { type Row, rowsOf } from './csv.ts';
import { silenceFindings } from './page-numbers.ts';
import { describeSideBySide } from './side-by-side.ts';

const SECONDS = 41;
/** Ends half-way between two fresh connections, which come each second after 2 s of silence. */
const BLACKOUT_MS = 4600;

interface Injected {
  name: string;
  atEpochMs: number;
  ms: number;
}

const open = (kind: BrowserKind) => openApp(kind);

describeSideBySide('what was silent, in %s', BROWSER_KINDS, open, (kind, opened) => {
  let target: Target;
  const links: Link[] = [];
  const injected: Injected[] = [];
  let files = { samples: '', percentiles: '', outages: '' };
  let rows: Row[];
  let echoes: Row[];

  beforeAll(async () => {
    target = await startTarget({ host: '127.0.0.1' });
    for (let i = 0; i < 3; i += 1)
      links.push(await startLink({ target: { host: '127.0.0.1', port: target.port }, delay: 30 }));
  });

  afterAll(async () => {
    await Promise.all(links.map((link) => link.close()));
    await target?.close();
  });

  /** Blackouts and stalls of some of the links, at their times after the start. */
  async function inject(): Promise<void> {
    const [endpoint, far, router] = links;
    if (endpoint === undefined || far === undefined || router === undefined) throw new Error('No links.');
    const plan: [atS: number, name: string, ms: number, how: 'stall' | 'blackout', of: Link[]][] = [
      [4, 'hiccup', 150, 'stall', [endpoint, far]],
      [7, 'interruption', 1000, 'stall', [endpoint, far]],
      [11, 'endpoint', BLACKOUT_MS, 'blackout', [endpoint]],
      [20, 'link', BLACKOUT_MS, 'blackout', [endpoint, far]],
      [29, 'local', BLACKOUT_MS, 'blackout', [endpoint, far, router]],
    ];
    const startedMs = performance.now();
    for (const [atS, name, ms, how, of] of plan) {
      const waitMs = startedMs + atS * 1000 - performance.now();
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      injected.push({ name, atEpochMs: Date.now(), ms });
      for (const link of of) link[how](ms);
    }
  }

  it('runs through faults of the endpoint, the link and the site', async () => {
    const bench = opened();
    const { page } = bench;
    const [endpoint, far, router] = links;
    // Dense enough to have several due in the first half of a silence of a second.
    const control = { kind: 'http', role: 'control', intervalMs: 200, timeoutMs: 3000 };
    await openPlanLink(page, bench.app.url, {
      dishprobePlan: 1,
      name: 'Causes',
      durationS: SECONDS,
      probes: [
        {
          kind: 'websocket',
          name: 'echo',
          url: `ws://127.0.0.1:${endpoint?.port}/echo`,
          intervalMs: 100,
          timeoutMs: 3000,
        },
        { ...control, name: 'far', url: `http://127.0.0.1:${far?.port}/ping` },
        // By this name it counts as inside the site.
        { ...control, name: 'router', url: `http://localhost:${router?.port}/ping` },
      ],
    });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await inject();
    await statusIs(page, 'Finished');
    await press(page, 'Report', 'link');
    files = {
      outages: (await bench.download('Export outages CSV')).text,
      samples: (await bench.download('Export samples CSV')).text,
      percentiles: (await bench.download('Export percentiles CSV')).text,
    };
    rows = rowsOf(files.outages);
    echoes = rowsOf(files.samples).filter((row) => row.probe === 'echo');
    expect(bench.faults).toEqual([]);
  });

  const startOf = (row: Row) => Date.parse(row.start_utc ?? '');
  const endOf = (row: Row) => Date.parse(row.end_utc ?? '');
  const faultOf = (name: string) => {
    const fault = injected.find((one) => one.name === name);
    if (fault === undefined) throw new Error(`${name} was not injected.`);
    return fault;
  };
  /**
   * Rows that overlap a fault. What begins after it is the standing connection's recovery: an echo that was
   * under way when the link went down arrives as it comes back, and the next only after TCP's time-out.
   */
  const rowsOfFault = ({ atEpochMs, ms }: Injected) =>
    rows.filter((row) => startOf(row) < atEpochMs + ms && endOf(row) > atEpochMs);

  it.each([
    ['interruption', 'interruption', 'link'],
    ['endpoint', 'outage', 'endpoint'],
    ['link', 'outage', 'link'],
    ['local', 'outage', 'local'],
  ])('names a fault of %s: %s, cause %s, from when it began until it ended', (name, outageKind, cause) => {
    const fault = faultOf(name);
    const found = rowsOfFault(fault);
    expect(found).toMatchObject([{ kind: outageKind, cause, probes: 'echo' }]);
    for (const row of found) {
      expect(Math.abs(startOf(row) - fault.atEpochMs), 'start').toBeLessThan(500);
      expect(Math.abs(endOf(row) - (fault.atEpochMs + fault.ms)), 'end').toBeLessThan(1500);
      expect(Math.abs(Number(row.duration_s) * 1000 - fault.ms), 'duration').toBeLessThan(1500);
    }
  });

  it('makes nothing of a hiccup of 0.15 s', () => {
    expect(rowsOfFault(faultOf('hiccup'))).toEqual([]);
  });

  it('knows by fresh connections that the link is back before the standing one has recovered', () => {
    for (const name of ['endpoint', 'link', 'local']) {
      const fault = faultOf(name);
      const [row] = rowsOfFault(fault);
      if (row === undefined) throw new Error(`No outage for ${name}.`);
      // TCP's growing time-outs hold back what was sent into the blackout, here to 6.2 s.
      const echoed = echoes
        .filter(({ due_epoch_ms: due }) => Math.abs(Number(due) - fault.atEpochMs - 1000) < 800)
        .map((echo) => Number(echo.due_epoch_ms) + Number(echo.response_ms));
      expect(Math.min(...echoed) - endOf(row), name).toBeGreaterThan(400);
    }
  });

  it('shows causes and recoveries that come out again from the exports, to the printed digit', async () => {
    const { page, download } = opened();
    const [plan = ''] = gunzipSync((await download('Export bundle')).bytes)
      .toString('utf8')
      .split('\n');
    const found = await silenceFindings(page, recompute({ ...files, plan }).figures);
    expect(found.filter(({ agrees }) => !agrees)).toEqual([]);
    // Three causes, and one standing connection.
    expect(found.length).toBeGreaterThan(15);
  });

  it('adds up to the unavailability that was injected', () => {
    const outageMs = rows
      .filter((row) => row.kind === 'outage')
      .reduce((sum, row) => sum + 1000 * Number(row.duration_s), 0);
    expect(Math.abs(outageMs - 3 * BLACKOUT_MS)).toBeLessThan(3000);
    console.info(`${kind}: ${outageMs} ms of outage found, ${3 * BLACKOUT_MS} injected`);
  });
});
