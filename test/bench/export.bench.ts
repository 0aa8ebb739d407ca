import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import * as v from 'valibot';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { type AppBench, giveFile, openApp, press, shows } from '../e2e/app.ts';
import { writeLargeBundle } from './large-bundle.ts';
import { wholeFromEnv } from './settings.ts';
import { watchMemory } from './tree-memory.ts';

/** Of ten million rows. */
const PARQUET_GOAL_S = 60;
const MEMORY_GOAL = 100e6;
const PEER_ROWS = 50_000;
const PEER = 'papaparse 5.7.1, unparse of cells that are text already';

const timesSchema = v.array(v.object({ name: v.string(), ms: v.number() }));

/** How fast a large campaign comes in and leaves the built app, in Chromium, beside a CSV library in the same browser. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const samples = wholeFromEnv('BENCH_SAMPLES', 1_000_000, 1000);
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-bench-'));
  const app = await openApp('chromium');
  try {
    const { page } = app;
    const file = join(folder, 'large.dishprobe');
    process.stderr.write(`making a bundle of ${samples} samples\n`);
    await writeLargeBundle(file, samples);
    const from = performance.now();
    await giveFile(page, 'Import', file);
    await page.waitForFunction(
      () => location.hash.startsWith('#/report/') || location.hash.includes('report'),
      {
        timeout: 600_000,
      },
    );
    emit({
      metric: `import of a bundle of ${samples} samples`,
      value: (performance.now() - from) / 1000,
      unit: 's',
    });
    page.setDefaultTimeout(600_000);
    await page.waitForSelector('.percentiles', { timeout: 600_000 });

    const peer = await peerRate(page);
    const csv = await exported(app, 'samples', 'Export samples CSV');
    const formatMs = (await times(app)).find(({ name }) => name === 'dishprobe:format')?.ms ?? Number.NaN;
    const rates = { 'as digits alone': formatMs, 'from the store to the file': csv.ms };
    for (const [what, ms] of Object.entries(rates))
      emit({
        metric: `samples CSV of ${samples} rows, ${what}`,
        value: samples / (ms / 1000),
        unit: 'samples/s',
        peer: PEER,
        peerValue: peer,
      });
    const extra = { unit: 'bytes', peer: 'goal', peerValue: MEMORY_GOAL };
    emit({ metric: 'samples CSV: extra memory of the browser', value: csv.extraBytes, ...extra });
    const parquet = await exported(app, 'parquet', 'Export Parquet');
    const goal = (PARQUET_GOAL_S * samples) / 1e7;
    emit({
      metric: `Parquet of ${samples} rows`,
      value: parquet.ms / 1000,
      unit: 's',
      peer: 'goal',
      peerValue: goal,
    });
    emit({ metric: 'Parquet: extra memory of the browser', value: parquet.extraBytes, ...extra });
    for (const [kind, button] of [
      ['bundle', 'Export bundle'],
      ['samples-by-day', 'Export a CSV a day'],
    ] as const) {
      const { ms, extraBytes } = await exported(app, kind, button);
      emit({ metric: `${kind} of ${samples} samples`, value: ms / 1000, unit: 's' });
      emit({ metric: `${kind}: extra memory of the browser`, value: extraBytes, ...extra });
    }
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
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

/** Rows a second of papaparse in the same browser: the best of five, after a turn to warm up. */
async function peerRate(page: Page): Promise<number> {
  const script = createRequire(import.meta.url).resolve('papaparse/papaparse.min.js');
  await page.addScriptTag({ content: readFileSync(script, 'utf8') });
  return await page.evaluate((count) => {
    const lead = 'Large,Kiruna,ping,http,'.slice(0, -1).split(',');
    const rows = Array.from({ length: count }, (_, i) => {
      const ms = () => (30 + 20 * Math.random()).toFixed(3);
      const due = 1_780_000_000_000 + i * 200;
      const cells = [...lead, String(i), new Date(due).toISOString(), due.toFixed(3), ms(), 'ok', '', '200'];
      cells.push(
        ms(),
        ms(),
        ms(),
        ms(),
        '',
        '',
        '',
        ms(),
        ms(),
        ms(),
        'false',
        'false',
        'resource-timing',
        'h2',
      );
      cells.push('320', '380', ...Array.from({ length: 26 }, () => ''));
      return cells;
    });
    const { Papa } = window as unknown as { Papa: { unparse(rows: string[][]): string } };
    let best = 0;
    for (let turn = 0; turn < 6; turn += 1) {
      const from = performance.now();
      Papa.unparse(rows);
      if (turn > 0) best = Math.max(best, count / ((performance.now() - from) / 1000));
    }
    return best;
  }, PEER_ROWS);
}
