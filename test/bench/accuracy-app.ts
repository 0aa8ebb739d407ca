import { setTimeout as wait } from 'node:timers/promises';
import { type AppBench, openApp, openPlanLink, press, shows, statusIs } from '../e2e/app.ts';
import { type Row, rowsOf } from '../e2e/csv.ts';
import type { BrowserKind } from '../support/browsers.ts';
import { isWithin, type Lab, type Watched } from './accuracy-lab.ts';
import type { Scenario } from './accuracy-scenarios.ts';

/** What the app exported of a campaign. */
export interface AppRun {
  samples: Row[];
  outages: Row[];
}

const RAW_INTERVALS_MS = { http: 100, websocket: 50 };
/** The link begins a moment after the campaign, and the last answers are still to come at its end. */
const MARGIN_S = 3;
/** Long enough to keep the time of whatever a blackout holds up. */
const TIMEOUT_MS = 30_000;

/** The built app's campaign over the link of a scenario. */
export async function watchApp(lab: Lab, kind: BrowserKind, scenario: Scenario): Promise<Watched<AppRun>> {
  const { appS: seconds, rawConnections: connections } = scenario;
  const raw = {
    http: { path: '/ping', intervalMs: RAW_INTERVALS_MS.http, connections },
    websocket: { path: '/echo', intervalMs: RAW_INTERVALS_MS.websocket },
  };
  const watched = await lab.watch({ scenario, server: 'reference', seconds, raw }, async (port, begin) => {
    const app = await openApp(kind);
    try {
      const intervals = { http: scenario.httpIntervalMs, websocket: scenario.websocketIntervalMs };
      await startCampaign(app, { port, seconds: seconds + MARGIN_S, intervals, timeoutMs: TIMEOUT_MS });
      await begin();
      await wait((seconds + MARGIN_S) * 1000);
      return await finishCampaign(app);
    } finally {
      await app.close();
    }
  });
  const { result, record } = watched;
  const samples = result.samples.filter((row) => isWithin(record, seconds, Number(row.due_epoch_ms)));
  return { ...watched, result: { ...result, samples } };
}

interface CampaignPlan {
  /** Two of one name would be exported to files of one name. */
  name?: string;
  port: number;
  seconds: number;
  /** In ms. */
  intervals: { http: number; websocket: number };
  timeoutMs?: number;
}

/** Starts a campaign with an http probe `ping` and a websocket probe `echo`; resolves when it runs. */
export async function startCampaign(
  { page, app }: AppBench,
  { name = 'Accuracy', port, seconds, intervals, timeoutMs }: CampaignPlan,
): Promise<void> {
  const timeout = timeoutMs === undefined ? {} : { timeoutMs };
  await openPlanLink(page, app.url, {
    dishprobePlan: 1,
    name,
    durationS: seconds,
    probes: [
      {
        kind: 'http',
        name: 'ping',
        url: `http://127.0.0.1:${port}/ping`,
        intervalMs: intervals.http,
        ...timeout,
      },
      {
        kind: 'websocket',
        name: 'echo',
        url: `ws://127.0.0.1:${port}/echo`,
        intervalMs: intervals.websocket,
        ...timeout,
      },
    ],
  });
  await press(page, 'Start campaign');
  await statusIs(page, 'Running');
}

/** Waits for the end of the campaign and reads what the app exports of it. */
export async function finishCampaign(app: AppBench): Promise<AppRun> {
  const { page } = app;
  await statusIs(page, 'Finished');
  await press(page, 'Report', 'link');
  await shows(page, 'echo');
  const samples = rowsOf((await app.download('Export samples CSV')).text);
  const outages = rowsOf((await app.download('Export outages CSV')).text);
  if (app.faults.length > 0) throw new Error(`The app met uncaught errors: ${app.faults.join(' ')}`);
  return { samples, outages };
}
