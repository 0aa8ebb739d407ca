import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import type { Sample } from '../../src/core/sample.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { outagesCsv } from '../../src/report/csv/outages-csv.ts';
import { ParquetFile } from '../../src/report/parquet/parquet-file.ts';
import { buildReport } from '../../src/report/report.ts';
import { specOf } from './samples.ts';
import { batches, campaign, plan, report, sampleRows, samples } from './ten-minutes.ts';

/** What a team does with the exports of its sites: the queries of docs/fleet.md, as they stand there. */
const folder = mkdtempSync(path(tmpdir(), 'dishprobe-fleet-'));
const SITES = ['Kiruna', 'Tromsø "north", =1'];
const opened: DuckDBConnection[] = [];
let db: DuckDBConnection;

/** Runs every block of the page over what `write` puts into a folder of its own. */
async function fleetOf(name: string, write: (exports: string) => void): Promise<DuckDBConnection> {
  const exports = path(folder, name);
  mkdirSync(exports);
  write(exports);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  opened.push(connection);
  const page = readFileSync('docs/fleet.md', 'utf8').replaceAll("'exports/", `'${exports}/`);
  for (const [, sql = ''] of page.matchAll(/```sql\n([\s\S]*?)```/g)) await connection.run(sql);
  return connection;
}

function parquetOf(of: Campaign, rows: readonly SampleBatch[]): Buffer {
  const file = new ParquetFile(of);
  return Buffer.concat([file.group(specOf(of.plan), rows), file.end()]);
}

beforeAll(async () => {
  db = await fleetOf('sites', (exports) => {
    SITES.forEach((name, i) => {
      const there = { ...campaign, id: `c${i}`, plan: { ...plan, site: { ...plan.site, name } } };
      writeFileSync(path(exports, `site${i}.parquet`), parquetOf(there, batches));
      writeFileSync(path(exports, `site${i}_outages.csv`), outagesCsv({ ...report, site: name }));
    });
  });
});

afterAll(() => {
  for (const connection of opened) connection.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

const rowsOf = async (sql: string, of = db) => (await of.runAndReadAll(sql)).getRowObjectsJson();
const digits = (value: unknown) =>
  value === null ? '' : Number.isFinite(Number(value)) ? Number(value).toFixed(3) : 'inf';

it.each([
  ['ok', 'percentiles_ok', ['p50', 'p75', 'p90', 'p95', 'p99', 'p99_9']],
  ['scheduled', 'percentiles_scheduled', ['p50', 'p95', 'p99', 'p99_9']],
] as const)('has the app’s percentiles of %s requests, at each site', async (population, view, columns) => {
  const row = report.probes[0]?.rows.find(
    (each) => each.metric === 'response' && each.population === population,
  );
  const rows = await rowsOf(`SELECT * FROM ${view} ORDER BY site`);
  expect(rows.map(({ site }) => site)).toEqual(SITES);
  for (const found of rows) {
    expect(Number(found.n)).toBe(row?.n);
    for (const column of columns) {
      const ours = row?.[column];
      expect(`${column} ${digits(found[column])}`).toBe(
        `${column} ${ours === undefined ? '' : digits(ours)}`,
      );
    }
  }
});

it('holds every row of the samples CSV, value for value', async () => {
  const rows = await rowsOf(`SELECT * FROM samples WHERE site = '${SITES[0]}' ORDER BY seq`);
  expect(rows.length).toBe(sampleRows.length);
  for (const name of ['seq', 'outcome', 'error', 'http_status', 'response_ms', 'rtt_ms', 'late_ms']) {
    const cell = (value: unknown) =>
      value === null ? '' : name.endsWith('_ms') ? Number(value).toFixed(3) : String(value);
    expect(rows.map((row) => cell(row[name]))).toEqual(sampleRows.map((line) => line[name]));
  }
});

it('answers the other questions of the page', async () => {
  const [worst] = await rowsOf('SELECT * FROM attainment LIMIT 1');
  const good = sampleRows.filter(
    ({ outcome = '', response_ms }) => /^(ok|late)$/.test(outcome) && Number(response_ms) <= 100,
  );
  expect(Number(worst?.good)).toBe(good.length);
  expect(await rowsOf('SELECT DISTINCT hour_utc FROM hours')).toEqual([{ hour_utc: '12' }]);
  const [minute] = await rowsOf('SELECT minute, lost FROM worst_minutes LIMIT 1');
  expect(minute).toMatchObject({ minute: '2026-11-22 12:01:00' });
  const outages = await rowsOf("SELECT kind, n, seconds FROM outages WHERE kind = 'outage'");
  expect(outages).toHaveLength(SITES.length);
  const names = await rowsOf('SELECT site, plan, state FROM campaigns ORDER BY file_name');
  expect(names.map(({ site }) => site)).toEqual(SITES);
  expect(await rowsOf('SELECT * FROM twice')).toEqual([]);
});

it('keeps campaigns of one name apart, and finds what was exported twice', async () => {
  const DAY = 86_400_000;
  const tuesday = samples.slice(0, 2000).map((sample): Sample => {
    const dueEpochMs = epochMillis(sample.dueEpochMs + DAY);
    return sample.outcome === 'ok'
      ? { ...sample, dueEpochMs, responseMs: millis((sample.responseMs ?? 0) + 40) }
      : { ...sample, dueEpochMs };
  });
  const days = {
    monday: { id: 'monday', batches },
    'monday-early': { id: 'monday', batches: batches.slice(0, 1) },
    tuesday: { id: 'tuesday', batches: [encodeBatch(tuesday)] },
  };
  const again = await fleetOf('days', (exports) => {
    for (const [name, { id, batches: rows }] of Object.entries(days)) {
      writeFileSync(path(exports, `${name}.parquet`), parquetOf({ ...campaign, id }, rows));
      writeFileSync(path(exports, `${name}_outages.csv`), outagesCsv(report));
    }
  });
  const file = "regexp_extract(filename, '([^/\\\\]+)\\.parquet', 1) AS file";
  const found = await rowsOf(`SELECT *, ${file} FROM percentiles_ok ORDER BY file`, again);
  expect(found.map((row) => row.file)).toEqual(['monday', 'monday-early', 'tuesday']);
  for (const row of found) {
    const { batches: rows } = Object.entries(days).find(([name]) => name === row.file)?.[1] ?? { batches };
    const own = buildReport({ campaign, events: [], probes: [{ spec: specOf(plan), batches: rows }] });
    const cells = own.probes[0]?.rows.find((each) => each.metric === 'response' && each.population === 'ok');
    expect([Number(row.n), digits(row.p50), digits(row.p99)]).toEqual([
      cells?.n,
      digits(cells?.p50),
      digits(cells?.p99),
    ]);
  }
  for (const view of ['percentiles_scheduled', 'attainment', 'worst_minutes'])
    expect((await rowsOf(`SELECT * FROM ${view}`, again)).length, view).toBe(3);
  const hours = await rowsOf(`SELECT ${file}, due FROM hours ORDER BY file`, again);
  expect(hours.map(({ due }) => Number(due))).toEqual([2900, 1234, 1900]);
  const outages = await rowsOf("SELECT n FROM outages WHERE kind = 'outage'", again);
  expect(outages.map(({ n }) => Number(n))).toEqual([1, 1, 1]);
  const twice = await rowsOf(
    'SELECT list_transform(files, f -> parse_filename(f)) AS files, samples FROM twice',
    again,
  );
  expect(twice).toEqual([{ files: ['monday-early.parquet', 'monday.parquet'], samples: '1234' }]);
  const ids = await rowsOf('SELECT id FROM campaigns ORDER BY file_name', again);
  expect(ids.map(({ id }) => id)).toEqual(['monday', 'monday', 'tuesday']);
});
