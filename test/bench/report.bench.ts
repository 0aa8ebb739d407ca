import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import * as v from 'valibot';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { type AppBench, giveFile, openApp, press, shows } from '../e2e/app.ts';
import { type Peak, watchRendererPeak } from './process-memory.ts';
import { httpCampaign } from './report-http.ts';
import { writeRecording } from './report-recording.ts';
import { namesFromEnv, wholeFromEnv } from './settings.ts';

/** What the report of a million samples may take, in ms; from ten million on, of each million. */
const GOAL_MS = 1000;
const LARGE = 1e7;
const LARGE_GOAL_MS = 500;
const READ_GOAL_MS = 200;
const MEMORY_GOAL_BYTES = 1e9;
const REPORT_SHOWS = 'How it was measured';

const timesSchema = v.array(v.object({ name: v.string(), ms: v.number() }));

/** How long the analysis worker takes to read a large campaign and to make its whole report, in Chromium. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const samples = wholeFromEnv('BENCH_SAMPLES', 1_000_000, 1000);
  const runs = wholeFromEnv('BENCH_RUNS', 3, 1);
  for (const part of namesFromEnv('BENCH_PARTS', ['recording', 'http'] as const)) {
    const app = await openApp('chromium');
    try {
      app.page.setDefaultTimeout(600_000);
      const open = part === 'recording' ? importRecording(app, samples, emit) : storeCampaign(app, samples);
      await open;
      const times: { name: string; ms: number }[] = [];
      const peaks: Peak[] = [];
      for (let run = 0; run < runs; run += 1) {
        // A worker that has made no report yet: what an earlier one left in memory is not counted.
        await app.page.reload({ waitUntil: 'load' });
        await shows(app.page, 'Report');
        const peak = watchRendererPeak(app.browser.pid);
        await press(app.page, 'Report', 'link');
        await shows(app.page, REPORT_SHOWS);
        if (peak !== undefined) peaks.push(peak());
        times.push(...(await measured(app.page)));
        await press(app.page, 'Live', 'link');
      }
      for (const row of rows(times, peaks, samples)) emit({ ...row, metric: `${part}: ${row.metric}` });
      const peak = await peakOfNewTab(app);
      const metric = `${part}: memory at the peak in a new tab, ${samples} samples`;
      if (peak !== undefined) {
        emit({ metric, value: peak.bytes, unit: 'bytes', peer: 'goal', peerValue: MEMORY_GOAL_BYTES });
        emit({ metric: `${part}: of it the browser's own program`, value: peak.mappedBytes, unit: 'bytes' });
      }
    } finally {
      await app.close();
    }
  }
}

/** The same in a process that has imported nothing before: pages of one tab share theirs, and a reload leaves in it what the import took. */
async function peakOfNewTab({ page, browser }: AppBench): Promise<Peak | undefined> {
  const address = page.url();
  const tab = await browser.newPage();
  tab.setDefaultTimeout(600_000);
  await page.close();
  await tab.goto(address, { waitUntil: 'load' });
  await shows(tab, 'Report');
  const peak = watchRendererPeak(browser.pid);
  await press(tab, 'Report', 'link');
  await shows(tab, REPORT_SHOWS);
  return peak?.();
}

async function importRecording(
  { page }: AppBench,
  samples: number,
  emit: (row: BenchRow) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-bench-'));
  try {
    const file = join(folder, 'long.csv');
    await writeRecording(file, samples);
    process.stderr.write(`importing ${samples} samples\n`);
    const from = performance.now();
    await giveFile(page, 'Import', file);
    await page.waitForFunction((text) => document.body.innerText.includes(text), {}, REPORT_SHOWS);
    emit({ metric: 'recording: import, and first report', value: performance.now() - from, unit: 'ms' });
    await press(page, 'Live', 'link');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function storeCampaign({ page }: AppBench, samples: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-bench-'));
  try {
    const file = join(folder, 'http.dishprobe');
    process.stderr.write(`storing ${samples} samples\n`);
    for (const piece of httpCampaign(samples)) appendFileSync(file, piece);
    await giveFile(page, 'Import', file);
    await page.waitForFunction((text) => document.body.innerText.includes(text), {}, REPORT_SHOWS);
    await press(page, 'Live', 'link');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(page: Page): Promise<{ name: string; ms: number }[]> {
  const found = await Promise.all(
    page.workers().map((worker) =>
      worker.evaluate(() =>
        performance
          .getEntriesByType('measure')
          .filter(({ name }) => name.startsWith('dishprobe:'))
          .map(({ name, duration }) => ({ name, ms: duration })),
      ),
    ),
  );
  return v.parse(timesSchema, found.flat());
}

function rows(
  times: readonly { name: string; ms: number }[],
  peaks: readonly Peak[],
  samples: number,
): BenchRow[] {
  const millions = samples / 1e6;
  const goals = { read: READ_GOAL_MS, report: samples >= LARGE ? LARGE_GOAL_MS : GOAL_MS };
  const found = (['read', 'report'] as const).flatMap((name): BenchRow[] => {
    const value = median(times.filter((time) => time.name === `dishprobe:${name}`).map(({ ms }) => ms));
    const goal = { peer: 'goal', peerValue: goals[name] * millions };
    return value === undefined
      ? []
      : [{ metric: `${name} of ${samples} samples`, value, unit: 'ms', ...goal }];
  });
  const value = median(peaks.map(({ bytes }) => bytes));
  if (value === undefined) return found;
  const metric = `memory at the peak, ${samples} samples`;
  return [...found, { metric, value, unit: 'bytes', peer: 'goal', peerValue: MEMORY_GOAL_BYTES }];
}

/** The lower one of two in the middle; nothing of nothing. */
function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
