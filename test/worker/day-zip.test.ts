import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Sample } from '../../src/core/sample.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { SAMPLES_HEADER } from '../../src/report/csv/samples-header.ts';
import { dayZipPieces } from '../../src/worker/export/day-zip.ts';
import { campaignOf, planOf } from '../report/samples.ts';

const HOUR_MS = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 10, 23);

/** Samples each hour, from so many hours before midnight on. */
const hourly = (before: number, count: number, firstSeq = 0): SampleBatch =>
  encodeBatch(
    Array.from({ length: count }, (_, i): Sample => {
      const dueEpochMs = epochMillis(MIDNIGHT + (i - before) * HOUR_MS);
      return { seq: firstSeq + i, dueEpochMs, dueMonoMs: millis(i), outcome: 'skipped' };
    }),
  );

async function filesOf(probes: SampleBatch[][][], mostRows: number) {
  const http = { kind: 'http' as const, url: 'https://host/', intervalMs: 1000 };
  const plan = planOf({ probes: probes.map((_, i) => ({ ...http, name: `p${i}` })) });
  async function* exported(index: number) {
    yield* probes[index] ?? [];
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of dayZipPieces(
    { campaign: campaignOf(plan), stored: exported, exported, onRead() {} },
    mostRows,
  ))
    pieces.push(piece);
  const files = unzipSync(new Uint8Array(Buffer.concat(pieces)));
  return Object.entries(files).map(([name, bytes]): [string, string[]] => {
    const [header, ...rows] = strFromU8(bytes).trimEnd().split('\r\n');
    if (name.endsWith('.csv')) expect(header).toBe(SAMPLES_HEADER);
    // Probe and number.
    return [
      name,
      name.endsWith('.csv')
        ? rows.map((row) =>
            row
              .split(',')
              .filter((_, i) => i === 2 || i === 4)
              .join(' '),
          )
        : [],
    ];
  });
}

it('holds a file a day with the rows of all probes, and the data dictionary', async () => {
  const first = [[hourly(2, 3), hourly(-1, 2, 3)]];
  const second = [[hourly(1, 1)], [hourly(-20, 6, 1)]];
  expect(await filesOf([first, second], 1000)).toEqual([
    ['data-dictionary.txt', []],
    ['2026-11-22.csv', ['p0 0', 'p0 1', 'p1 0']],
    ['2026-11-23.csv', ['p0 2', 'p0 3', 'p0 4', 'p1 1', 'p1 2', 'p1 3', 'p1 4']],
    ['2026-11-24.csv', ['p1 5', 'p1 6']],
  ]);
});

it('parts a day where a spreadsheet would stop', async () => {
  expect(await filesOf([[[hourly(0, 5)]], [[hourly(0, 1)]]], 2)).toEqual([
    ['data-dictionary.txt', []],
    ['2026-11-23.csv', ['p0 0', 'p0 1']],
    ['2026-11-23_part-2.csv', ['p0 2', 'p0 3']],
    ['2026-11-23_part-3.csv', ['p0 4', 'p1 0']],
  ]);
});
