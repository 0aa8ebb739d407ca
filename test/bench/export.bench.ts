import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import * as v from 'valibot';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { type AppBench, giveFile, openApp, press, shows } from '../e2e/app.ts';
import { writeLargeBundle } from './large-bundle.ts';
import { peerRates } from './papaparse-peer.ts';
import { namesFromEnv, wholeFromEnv } from './settings.ts';
import { watchMemory } from './tree-memory.ts';

/** Of ten million rows. */
const PARQUET_GOAL_S = 60;
const MEMORY_GOAL = 100e6;
const PEER_TEXT = 'papaparse 5.7.1, unparse of cells that are text already';
const PEER_FILE = 'papaparse 5.7.1, from numbers in memory to the file';

const timesSchema = v.array(v.object({ name: v.string(), ms: v.number() }));

/** Of the page of a campaign, its report left out. */
const PAGE_GOAL_MS = 1000;
const LONGEST_MS = 600_000;
const PARTS = ['samples', 'parquet', 'bundle', 'samples-by-day'] as const;

/** How fast a large campaign comes in, opens and leaves the built app, in Chromium, beside a CSV library in the same browser. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const samples = wholeFromEnv('BENCH_SAMPLES', 1_000_000, 1000);
  const parts = namesFromEnv('BENCH_PARTS', PARTS);
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-bench-'));
  const app = await openApp('chromium');
  try {
    app.page.setDefaultTimeout(LONGEST_MS);
    await comeIn(app, join(folder, 'large.dishprobe'), samples, emit);
    if (parts.includes('samples')) await samplesCsv(app, samples, emit);
    if (parts.includes('parquet')) {
      const { ms, extraBytes } = await exported(app, 'parquet', 'Export Parquet');
      const peerValue = (PARQUET_GOAL_S * samples) / 1e7;
      emit({ metric: `Parquet of ${samples} rows`, value: ms / 1000, unit: 's', peer: 'goal', peerValue });
      emit({ metric: 'Parquet: extra memory of the browser', value: extraBytes, ...MEMORY });
    }
    for (const [kind, button] of [
      ['bundle', 'Export bundle'],
      ['samples-by-day', 'Export a CSV a day'],
    ] as const) {
      if (!parts.includes(kind)) continue;
      const { ms, extraBytes } = await exported(app, kind, button);
      emit({ metric: `${kind} of ${samples} samples`, value: ms / 1000, unit: 's' });
      emit({ metric: `${kind}: extra memory of the browser`, value: extraBytes, ...MEMORY });
    }
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const MEMORY = { unit: 'bytes', peer: 'goal', peerValue: MEMORY_GOAL };

/** Imports a bundle, and opens the page of its campaign anew. */
async function comeIn(
  { page }: AppBench,
  file: string,
  samples: number,
  emit: (row: BenchRow) => void,
): Promise<void> {
  process.stderr.write(`making a bundle of ${samples} samples\n`);
  await writeLargeBundle(file, samples);
  process.stderr.write('importing it\n');
  const from = performance.now();
  await giveFile(page, 'Import', file);
  await page.waitForFunction(() => location.hash.endsWith('/report'));
  const value = (performance.now() - from) / 1000;
  emit({ metric: `import of a bundle of ${samples} samples`, value, unit: 's' });
  // A visit without what the import has left in the workers.
  await page.reload({ waitUntil: 'load' });
  const headMs = await until(page, '.campaign-nav');
  emit({
    metric: `page of a campaign of ${samples} samples, from the start of the navigation`,
    value: headMs,
    unit: 'ms',
    peer: 'goal',
    peerValue: PAGE_GOAL_MS,
  });
  const reportMs = await until(page, '.percentiles');
  emit({ metric: `the same with its whole report`, value: reportMs, unit: 'ms' });
}

/** When the page has such an element, by its own clock. */
async function until(page: Page, selector: string): Promise<number> {
  const found = await page.waitForFunction(
    (wanted) => (document.querySelector(wanted) === null ? undefined : performance.now()),
    {},
    selector,
  );
  return v.parse(v.number(), await found.jsonValue());
}

async function samplesCsv(app: AppBench, samples: number, emit: (row: BenchRow) => void): Promise<void> {
  const peer = await peerRates(app.page);
  const csv = await exported(app, 'samples', 'Export samples CSV');
  const formatMs = (await times(app)).find(({ name }) => name === 'dishprobe:format')?.ms ?? Number.NaN;
  const row = (what: string, ms: number, against: string, peerValue: number) =>
    emit({
      metric: `samples CSV of ${samples} rows, ${what}`,
      ...{ value: samples / (ms / 1000), unit: 'samples/s', peer: against, peerValue },
    });
  row('as digits alone', formatMs, PEER_TEXT, peer.text);
  row('from the store to the file', csv.ms, PEER_TEXT, peer.text);
  row('from the store to the file', csv.ms, PEER_FILE, peer.file);
  emit({ metric: 'samples CSV: extra memory of the browser', value: csv.extraBytes, ...MEMORY });
}

/** Presses an export button and waits until it is saved. */
async function exported(
  app: AppBench,
  kind: string,
  button: string,
): Promise<{ ms: number; extraBytes: number }> {
  process.stderr.write(`${button}\n`);
  const pid = app.browser.process()?.pid;
  const watch = pid === undefined ? undefined : watchMemory(pid);
  await press(app.page, button);
  await shows(app.page, `${button.replace('Export ', '')}: saved`);
  const extraBytes = watch?.end() ?? Number.NaN;
  const found = (await times(app)).find(({ name }) => name === `dishprobe:export-${kind}`);
  if (found === undefined) throw new Error(`The worker left no time of its export ${kind}.`);
  return { ms: found.ms, extraBytes };
}

async function times(app: AppBench): Promise<v.InferOutput<typeof timesSchema>> {
  const all = [];
  for (const worker of app.page.workers())
    all.push(
      ...v.parse(
        timesSchema,
        await worker.evaluate(() =>
          performance.getEntriesByType('measure').map(({ name, duration }) => ({ name, ms: duration })),
        ),
      ),
    );
  return all;
}
