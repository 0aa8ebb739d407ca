import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outagesCsv } from '../../src/report/csv/outages-csv.ts';
import { ParquetFile } from '../../src/report/parquet/parquet-file.ts';
import { specOf } from './samples.ts';
import { batches, campaign, plan, report, sampleRows } from './ten-minutes.ts';

/** What a team does with the exports of its sites: the queries of docs/fleet.md, as they stand there. */
const folder = mkdtempSync(path(tmpdir(), 'dishprobe-fleet-'));
const exports = path(folder, 'exports');
let db: DuckDBConnection;

const SITES = ['Kiruna', 'Tromsø "north", =1'];

beforeAll(async () => {
  mkdirSync(exports);
  SITES.forEach((name, i) => {
    const there = { ...campaign, id: `c${i}`, plan: { ...plan, site: { ...plan.site, name } } };
    const file = new ParquetFile(there);
    const parts = [file.group(specOf(plan), batches), file.end()];
    writeFileSync(path(exports, `site${i}.parquet`), Buffer.concat(parts));
    writeFileSync(path(exports, `site${i}_outages.csv`), outagesCsv({ ...report, site: name }));
  });
  db = await (await DuckDBInstance.create(':memory:')).connect();
  const page = readFileSync('docs/fleet.md', 'utf8').replaceAll("'exports/", `'${exports}/`);
  for (const [, sql = ''] of page.matchAll(/```sql\n([\s\S]*?)```/g)) await db.run(sql);
});

afterAll(() => {
  db?.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

const rowsOf = async (sql: string) => (await db.runAndReadAll(sql)).getRowObjectsJson();
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
});
