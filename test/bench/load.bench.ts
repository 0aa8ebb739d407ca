import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { startTarget } from '../../src/target/target.ts';
import { openApp, openPlanLink, press, shows, statusIs } from '../e2e/app.ts';
import { type Row, rowsOf } from '../e2e/csv.ts';
import { BROWSER_KINDS, type BrowserKind } from '../support/browsers.ts';
import { servePages } from './bare-page.ts';
import { INTERVALS_MS, mainThreadRows, sampleRows } from './load-rows.ts';
import { type MainThread, watchMainThread } from './main-thread.ts';
import { type NaiveRun, runNaivePage } from './naive-page.ts';
import { wholeFromEnv } from './settings.ts';

const NAIVE_AT_MOST_S = 120;

/** Whether 50 samples/s leave the page responsive, go out on time and are all kept. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const seconds = wholeFromEnv('BENCH_SECONDS', 600, 10);
  for (const kind of BROWSER_KINDS) await benchBrowser(kind, seconds, emit);
}

async function benchBrowser(
  kind: BrowserKind,
  seconds: number,
  emit: (row: BenchRow) => void,
): Promise<void> {
  const target = await startTarget({ host: '127.0.0.1' });
  const urls = { echo: `ws://127.0.0.1:${target.port}/echo`, ping: `http://127.0.0.1:${target.port}/ping` };
  try {
    const naiveSeconds = Math.min(seconds, NAIVE_AT_MOST_S) / 2;
    // Half before and half after: a machine that grows busier weighs on both.
    const before = await naiveRun(kind, urls, naiveSeconds);
    const { mainThread, samples } = await campaignRun(kind, urls, seconds);
    const after = await naiveRun(kind, urls, naiveSeconds);
    const naive: NaiveRun = {
      lateMs: [...before.lateMs, ...after.lateMs],
      echoSentMs: [...before.echoSentMs, ...after.echoSentMs],
      due: before.due + after.due,
      longestGapMs: Math.max(before.longestGapMs, after.longestGapMs),
    };
    for (const row of [...mainThreadRows(mainThread, naive), ...sampleRows(samples, seconds, naive)]) {
      emit({ ...row, metric: `${kind}: ${row.metric}` });
    }
  } finally {
    await target.close();
  }
}

async function naiveRun(kind: BrowserKind, urls: Urls, seconds: number): Promise<NaiveRun> {
  process.stderr.write(`${kind}: the naive page for ${seconds} s\n`);
  const pages = await servePages();
  const load = {
    pageUrl: pages.bareUrl,
    echoUrl: urls.echo,
    echoIntervalMs: INTERVALS_MS.echo,
    ping: { url: urls.ping, intervalMs: INTERVALS_MS.ping },
  };
  try {
    return await runNaivePage(kind, load, seconds);
  } finally {
    await pages.close();
  }
}

async function campaignRun(kind: BrowserKind, urls: Urls, seconds: number): Promise<CampaignOutcome> {
  process.stderr.write(`${kind}: a campaign of ${seconds} s\n`);
  const app = await openApp(kind);
  try {
    const { page } = app;
    await openPlanLink(page, app.app.url, {
      dishprobePlan: 1,
      name: 'Load',
      durationS: seconds,
      probes: [
        { kind: 'websocket', name: 'echo', url: urls.echo, intervalMs: INTERVALS_MS.echo },
        { kind: 'http', name: 'ping', url: urls.ping, intervalMs: INTERVALS_MS.ping },
      ],
    });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    const endWatch = await watchMainThread(page);
    // Asking the page in between would be work for the thread that is watched.
    await wait(seconds * 1000);
    await statusIs(page, 'Finished');
    const mainThread = await endWatch();
    await press(page, 'Report', 'link');
    await shows(page, 'echo');
    const { text } = await app.download('Export samples CSV');
    if (app.faults.length > 0) throw new Error(`The app met uncaught errors: ${app.faults.join(' ')}`);
    return { mainThread, samples: rowsOf(text) };
  } finally {
    await app.close();
  }
}

type Urls = Record<keyof typeof INTERVALS_MS, string>;

interface CampaignOutcome {
  mainThread: MainThread;
  samples: Row[];
}
