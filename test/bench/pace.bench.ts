import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { startTarget } from '../../src/target/target.ts';
import { openApp, openPlanLink, press, shows, statusIs } from '../e2e/app.ts';
import { numbersOf, quantile, type Row, rowsOf } from '../e2e/csv.ts';
import type { BrowserKind } from '../support/browsers.ts';
import { servePages } from './bare-page.ts';
import { type NaiveRun, runNaivePage } from './naive-page.ts';
import { browsersFromEnv, wholeFromEnv } from './settings.ts';

const INTERVAL_MS = 5;
const IN_TIME_MS = 5;
const EARLY_MS = 1;
const GOAL = 0.99;
const PEER = 'naive page: setInterval(5) on the main thread, a canvas drawn each second';

/** Whether 200 messages a second leave at their due times. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const seconds = wholeFromEnv('BENCH_SECONDS', 60, 5);
  const target = await startTarget({ host: '127.0.0.1' });
  const echoUrl = `ws://127.0.0.1:${target.port}/echo`;
  try {
    for (const kind of browsersFromEnv()) {
      // Half before and half after: a machine that grows busier weighs on both.
      const before = await naiveRun(kind, echoUrl, seconds / 2);
      const samples = await campaignRun(kind, echoUrl, seconds);
      const after = await naiveRun(kind, echoUrl, seconds / 2);
      const naiveLateMs = [...lateOnGrid(before), ...lateOnGrid(after)];
      for (const row of rows(samples, naiveLateMs)) emit({ ...row, metric: `${kind}: ${row.metric}` });
    }
  } finally {
    await target.close();
  }
}

async function naiveRun(kind: BrowserKind, echoUrl: string, seconds: number): Promise<NaiveRun> {
  process.stderr.write(`${kind}: the naive page for ${seconds} s\n`);
  const pages = await servePages();
  try {
    const load = { pageUrl: pages.bareUrl, echoUrl, echoIntervalMs: INTERVAL_MS };
    return await runNaivePage(kind, load, seconds);
  } finally {
    await pages.close();
  }
}

async function campaignRun(kind: BrowserKind, echoUrl: string, seconds: number): Promise<Row[]> {
  process.stderr.write(`${kind}: a campaign of ${seconds} s\n`);
  const app = await openApp(kind);
  try {
    const { page } = app;
    await openPlanLink(page, app.app.url, {
      dishprobePlan: 1,
      name: 'Pace',
      durationS: seconds,
      probes: [{ kind: 'websocket', name: 'echo', url: echoUrl, intervalMs: INTERVAL_MS }],
    });
    await press(page, 'Start campaign');
    await statusIs(page, 'Running');
    await wait(seconds * 1000);
    await statusIs(page, 'Finished');
    await press(page, 'Report', 'link');
    await shows(page, 'echo');
    const { text } = await app.download('Export samples CSV');
    if (app.faults.length > 0) throw new Error(`The app met uncaught errors: ${app.faults.join(' ')}`);
    return rowsOf(text);
  } finally {
    await app.close();
  }
}

/**
 * For each place on the page's grid, how long after it the page next sent
 * anything: what a due time would have waited there. Up to 1 ms early is on time.
 */
function lateOnGrid({ echoSentMs }: NaiveRun): number[] {
  const lastMs = echoSentMs.at(-1) ?? 0;
  const late: number[] = [];
  let next = 0;
  for (let dueMs = 0; dueMs <= lastMs; dueMs += INTERVAL_MS) {
    while ((echoSentMs[next] ?? Number.POSITIVE_INFINITY) < dueMs - EARLY_MS) next += 1;
    late.push(Math.max(0, (echoSentMs[next] ?? lastMs) - dueMs));
  }
  return late;
}

function rows(samples: Row[], naiveLateMs: number[]): BenchRow[] {
  const lateMs = numbersOf(samples, 'late_ms');
  const inTime = (late: number[], due: number) => late.filter((ms) => ms <= IN_TIME_MS).length / due;
  const share = {
    metric: `probes sent within ${IN_TIME_MS} ms of due`,
    value: inTime(lateMs, samples.length),
    unit: 'share',
  };
  const answered = samples.filter(({ outcome }) => outcome === 'ok').length;
  return [
    { ...share, peer: 'goal', peerValue: GOAL },
    { ...share, peer: PEER, peerValue: inTime(naiveLateMs, naiveLateMs.length) },
    {
      metric: 'p99 of late_ms',
      value: quantile(lateMs, 0.99),
      unit: 'ms',
      peer: PEER,
      peerValue: quantile(naiveLateMs, 0.99),
    },
    { metric: 'due times with a sample', value: samples.length, unit: 'samples' },
    { metric: 'probes answered', value: answered / samples.length, unit: 'share' },
  ];
}
