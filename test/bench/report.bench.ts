import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import type { BenchRow } from '../../src/commands/bench-row.ts';
import { openApp, press, shows } from '../e2e/app.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { wholeFromEnv } from './settings.ts';

const T0_S = 1_780_000_000;
const STEP_S = 0.2;
const SLOT_S = 15;
const LINES_A_PIECE = 10_000;
/** What the report of a million samples may take, in ms. */
const GOAL_MS = 1000;

const timesSchema = v.array(v.object({ name: v.string(), ms: v.number() }));

/** How long the analysis worker takes to read a large campaign and to make its whole report, in Chromium. */
export async function bench(emit: (row: BenchRow) => void): Promise<void> {
  const samples = wholeFromEnv('BENCH_SAMPLES', 1_000_000, 1000);
  const runs = wholeFromEnv('BENCH_RUNS', 3, 1);
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-bench-'));
  const app = await openApp('chromium');
  try {
    const { page } = app;
    const file = join(folder, 'long.csv');
    await pipeline(recording(samples), createWriteStream(file));
    process.stderr.write(`importing ${samples} samples\n`);
    const from = performance.now();
    const [chooser] = await Promise.all([page.waitForFileChooser(), press(page, 'Import')]);
    await chooser.accept([file]);
    await shows(page, 'How it was measured');
    emit({ metric: 'import, and first report', value: performance.now() - from, unit: 'ms' });
    for (let run = 1; run < runs; run += 1) {
      await press(page, 'Live', 'link');
      await press(page, 'Report', 'link');
      await shows(page, 'How it was measured');
    }
    for (const worker of page.workers()) {
      const times = v.parse(
        timesSchema,
        await worker.evaluate(() =>
          performance
            .getEntriesByType('measure')
            .filter(({ name }) => name.startsWith('dishprobe:'))
            .map(({ name, duration }) => ({ name, ms: duration })),
        ),
      );
      for (const name of ['read', 'report']) {
        const all = times.filter((time) => time.name === `dishprobe:${name}`).map(({ ms }) => ms);
        if (all.length === 0) continue;
        const value = all.sort((a, b) => a - b)[Math.floor((all.length - 1) / 2)] ?? Number.NaN;
        const goal = { peer: 'goal', peerValue: (GOAL_MS * samples) / 1e6 };
        emit({
          metric: `${name} of ${samples} samples`,
          value,
          unit: 'ms',
          ...(name === 'report' ? goal : {}),
        });
      }
    }
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A level that changes with each slot, a heavy tail, single losses, and a blackout of ten seconds in each two hours. */
function* recording(samples: number): Generator<string> {
  const random = seededRandom(7);
  let lines = ['t_s,rtt_ms'];
  let level = 40;
  for (let i = 0; i < samples; i += 1) {
    const t = i * STEP_S + 0.02 * random();
    if (i % (SLOT_S / STEP_S) === 0) level = 28 + 30 * random();
    const lost = random() < 0.004 || t % 7200 < 10;
    const rtt = level + 12 * random() ** 3 + (random() < 0.01 ? 20 / random() ** 0.7 : 0);
    lines.push(`${(T0_S + t).toFixed(3)},${lost ? '' : Math.min(rtt, 900).toFixed(2)}`);
    if (lines.length < LINES_A_PIECE && i < samples - 1) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
}
