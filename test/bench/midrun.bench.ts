import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { startTarget } from '../../src/target/target.ts';
import { type AppBench, giveFile, openApp, openPlanLink, press, shows, statusIs } from '../e2e/app.ts';
import { numbersOf, quantile, type Row, rowsOf } from '../e2e/csv.ts';
import type { BrowserKind } from '../support/browsers.ts';
import { writeLargeBundle } from './large-bundle.ts';
import { browsersFromEnv, wholeFromEnv } from './settings.ts';

const INTERVAL_MS = 20;
const GOAL_MS = 5;
const REPORT_SHOWS = 'How it was measured';
const LONGEST_MS = 600_000;

interface Span {
  fromMs: number;
  toMs: number;
}

/** Whether a campaign keeps its due times while another tab reads a large campaign and makes its report. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const samples = wholeFromEnv('BENCH_SAMPLES', 1_000_000, 1000);
  const seconds = wholeFromEnv('BENCH_SECONDS', 60, 5);
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-bench-'));
  try {
    const file = join(folder, 'large.dishprobe');
    process.stderr.write(`making a bundle of ${samples} samples\n`);
    await writeLargeBundle(file, samples);
    for (const browser of browsersFromEnv()) {
      const run = (row: BenchRow) => emit({ ...row, metric: `${browser}: ${row.metric}` });
      await midrun(browser, file, { samples, seconds }, run);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function midrun(
  browser: BrowserKind,
  file: string,
  { samples, seconds }: { samples: number; seconds: number },
  emit: (row: BenchRow) => void,
): Promise<void> {
  const target = await startTarget({ host: '127.0.0.1' });
  const app = await openApp(browser);
  try {
    app.page.setDefaultTimeout(LONGEST_MS);
    process.stderr.write(`${browser}: importing it\n`);
    await giveFile(app.page, 'Import', file);
    // Its report is made by the second tab, and not before.
    await app.page.waitForFunction(() => location.hash.endsWith('/report'));
    await openPlanLink(app.page, app.app.url, {
      dishprobePlan: 1,
      name: 'Midrun',
      durationS: 86_400,
      probes: [
        {
          kind: 'websocket',
          name: 'echo',
          url: `ws://127.0.0.1:${target.port}/echo`,
          intervalMs: INTERVAL_MS,
        },
      ],
    });
    await press(app.page, 'Start campaign');
    await statusIs(app.page, 'Running');
    process.stderr.write(`${browser}: measuring\n`);
    const span = await openReport(app, seconds);
    await wait(seconds * 1000);
    const rows = await endedRows(app);
    emit({
      metric: `page of the report of ${samples} samples, in mid-run`,
      value: span.toMs - span.fromMs,
      unit: 'ms',
    });
    const during = lateIn(rows, span);
    const before = lateIn(rows, { fromMs: span.fromMs - seconds * 1000, toMs: span.fromMs });
    const after = lateIn(rows, { fromMs: span.toMs, toMs: span.toMs + seconds * 1000 });
    const peer = 'the same campaign before';
    for (const [name, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      const metric = `${name} of late_ms while the report of ${samples} samples is made`;
      const value = quantile(during, share);
      if (name === 'p99') emit({ metric, value, unit: 'ms', peer: 'goal', peerValue: GOAL_MS });
      emit({ metric, value, unit: 'ms', peer, peerValue: quantile(before, share) });
    }
    const value = quantile(after, 0.99);
    emit({ metric: 'p99 of late_ms after it', value, unit: 'ms', peer, peerValue: quantile(before, 0.99) });
    emit({ metric: 'due times within it', value: during.length, unit: 'samples' });
  } finally {
    await app.close();
    await target.close();
  }
}

/** After some seconds of measuring alone, opens the large report in a second tab. */
async function openReport({ browser, app }: AppBench, seconds: number): Promise<Span> {
  await wait(seconds * 1000);
  const page = await browser.newPage();
  page.setDefaultTimeout(LONGEST_MS);
  await page.goto(app.url, { waitUntil: 'load' });
  await press(page, 'Large', 'link');
  const fromMs = Date.now();
  await page.waitForFunction((text) => document.body.innerText.includes(text), {}, REPORT_SHOWS);
  const span = { fromMs, toMs: Date.now() };
  await page.close();
  return span;
}

async function endedRows(app: AppBench): Promise<Row[]> {
  const { page } = app;
  await page.bringToFront();
  await press(page, 'Stop campaign');
  await statusIs(page, 'Stopped');
  await press(page, 'Report', 'link');
  await shows(page, REPORT_SHOWS);
  const { text } = await app.download('Export samples CSV');
  if (app.faults.length > 0) throw new Error(`The app met uncaught errors: ${app.faults.join(' ')}`);
  return rowsOf(text);
}

/** Of what was due within a span of the wall clock, which browser and bench share. */
const lateIn = (rows: readonly Row[], { fromMs, toMs }: Span): number[] =>
  numbersOf(
    rows.filter(({ due_epoch_ms }) => Number(due_epoch_ms) >= fromMs && Number(due_epoch_ms) < toMs),
    'late_ms',
  );
