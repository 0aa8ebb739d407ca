import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { type AppBench, openApp } from '../e2e/app.ts';
import { numbersOf, quantile, type Row } from '../e2e/csv.ts';
import type { BrowserKind } from '../support/browsers.ts';
import type { RawRun } from '../support/raw-client.ts';
import { finishCampaign, startCampaign } from './accuracy-app.ts';
import type { Lab } from './accuracy-lab.ts';
import { PROBES, type ProbeKind } from './accuracy-rows.ts';
import { BASE_RTT_MS, type Scenario } from './accuracy-scenarios.ts';

const ROUNDS = 3;
const RUN_S = 6;
const INTERVALS_MS = { http: 50, websocket: 25 };
const GOAL_MS = 0.3;
const PHASES = ['rtt_ms', 'queue_ms', 'ttfb_ms', 'download_ms'];

type Visit = 'first' | 'second';

/**
 * What a controlling service worker does to the probes: visits that none
 * controls, as the first of a new profile, and visits that one does, in turn on
 * one constant link in one browser; medians of the rounds are compared.
 */
export async function serviceWorkerRows(lab: Lab, kind: BrowserKind, scale: number): Promise<BenchRow[]> {
  const seconds = Math.max(3, Math.round(RUN_S * scale));
  const runs: Record<Visit, Row[][]> = { first: [], second: [] };
  const run = {
    scenario: CONSTANT,
    server: 'reference',
    seconds: Number.POSITIVE_INFINITY,
    raw: RAW,
  } as const;
  const { raw } = await lab.watch(run, async (port, begin) => {
    await begin();
    const app = await openApp(kind);
    try {
      for (let round = 1; round <= ROUNDS; round += 1) {
        process.stderr.write(`${kind}: service worker: round ${round} of ${ROUNDS}\n`);
        await untilInstalled(app.page);
        runs.first.push(await campaign(app, 'first', { name: `First ${round}`, port, seconds }));
        await visit(app);
        runs.second.push(await campaign(app, 'second', { name: `Second ${round}`, port, seconds }));
        await uninstall(app.page);
        await visit(app);
      }
    } finally {
      await app.close();
    }
  });
  return [...PROBES.map((probe) => differenceRow(runs, raw, probe)), ...phaseRows(runs.second.flat())];
}

const CONSTANT: Scenario = {
  name: 'constant',
  delay: BASE_RTT_MS,
  holds: [],
  appS: RUN_S,
  peerS: RUN_S,
  httpIntervalMs: INTERVALS_MS.http,
  websocketIntervalMs: INTERVALS_MS.websocket,
  rawConnections: 12,
};

const RAW = {
  http: { path: '/ping', intervalMs: 100, connections: CONSTANT.rawConnections },
  websocket: { path: '/echo', intervalMs: 50 },
};

async function campaign(
  app: AppBench,
  visit: Visit,
  plan: { name: string; port: number; seconds: number },
): Promise<Row[]> {
  await startCampaign(app, { ...plan, intervals: INTERVALS_MS });
  const controlled = await app.page.evaluate(() => navigator.serviceWorker.controller !== null);
  if (controlled !== (visit === 'second'))
    throw new Error(
      `On the ${visit} visit a service worker did ${controlled ? '' : 'not '}control the page.`,
    );
  await wait(plan.seconds * 1000);
  const { samples } = await finishCampaign(app);
  return samples.filter(({ outcome }) => outcome === 'ok');
}

async function visit({ page, app }: AppBench): Promise<void> {
  await page.goto('about:blank');
  await page.goto(app.url, { waitUntil: 'load' });
}

/** What the installation itself costs is not asked here. */
async function untilInstalled(page: Page): Promise<void> {
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated',
    { timeout: 30_000, polling: 100 },
  );
}

/** The next visit is a first one again. */
async function uninstall(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations())
      await registration.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
}

/** Each run is held against the raw client of its own seconds, so that a machine that grows busier cancels out. */
function differenceRow(runs: Record<Visit, Row[][]>, raw: RawRun, probe: ProbeKind): BenchRow {
  const errors = (visit: Visit): number[] =>
    runs[visit].map((rows) => {
      const dueMs = numbersOf(rows, 'due_epoch_ms');
      const [from, to] = [Math.min(...dueMs), Math.max(...dueMs)];
      const beside = raw[probe].filter(({ dueEpochMs }) => dueEpochMs >= from && dueEpochMs <= to);
      const kind = rows.filter((row) => row.kind === probe);
      const trueMs = beside.flatMap(({ rttMs }) => (rttMs === undefined ? [] : [rttMs]));
      return quantile(numbersOf(kind, 'rtt_ms'), 0.5) - quantile(trueMs, 0.5);
    });
  return {
    metric: `service worker: difference of p50 of rtt_ms with and without, ${probe}`,
    value: Math.abs(quantile(errors('second'), 0.5) - quantile(errors('first'), 0.5)),
    unit: 'ms',
    peer: 'goal',
    peerValue: GOAL_MS,
  };
}

function phaseRows(rows: Row[]): BenchRow[] {
  const http = rows.filter(({ kind, new_connection }) => kind === 'http' && new_connection === 'false');
  const share = (holds: (row: Row) => boolean): number => http.filter(holds).length / http.length;
  const goal = { unit: 'share', peer: 'goal', peerValue: 1 };
  return [
    {
      metric: 'service worker: http samples timed by resource-timing, controlled page',
      value: share(({ timing_source }) => timing_source === 'resource-timing'),
      ...goal,
    },
    {
      metric: 'service worker: warm http samples with all phases, controlled page',
      value: share((row) => PHASES.every((phase) => row[phase] !== undefined)),
      ...goal,
    },
  ];
}
