import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as pathJoin } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainText } from '../../src/report/csv/csv-cell.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { ParquetFile } from '../../src/report/parquet/parquet-file.ts';
import { PARQUET_COLUMNS } from '../../src/report/parquet/schema.ts';
import { storedCampaign } from './bundles.ts';
import { join, records } from './rfc4180.ts';
import { specOf } from './samples.ts';

/** What a stranger reads with DuckDB out of our files: the same rows and the same values. */
const { campaign, probes } = storedCampaign();
const csv = join([
  samplesCsvHeader(),
  ...probes.flatMap((batches, i) => [...samplesCsvChunks(campaign, specOf(campaign.plan, i), batches)]),
]);
const rows = records(csv);
const folder = mkdtempSync(pathJoin(tmpdir(), 'dishprobe-duckdb-'));
let db: DuckDBConnection;

beforeAll(async () => {
  writeFileSync(pathJoin(folder, 'samples.csv'), csv);
  const file = new ParquetFile(campaign);
  const groups = probes.map((batches, i) => file.group(specOf(campaign.plan, i), batches));
  writeFileSync(pathJoin(folder, 'samples.parquet'), join([...groups, file.end()]));
  db = await (await DuckDBInstance.create(':memory:')).connect();
});

afterAll(() => {
  db?.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

const read = async (sql: string) =>
  (await db.runAndReadAll(sql.replaceAll('FOLDER', folder))).getRowObjectsJson();

it('reads each cell of the samples CSV as it stands there', async () => {
  const found = await read("SELECT * FROM read_csv('FOLDER/samples.csv', all_varchar = true)");
  expect(found.map((row) => Object.entries(row).map(([name, cell]) => [name, cell ?? '']))).toEqual(
    rows.map((row) => Object.entries(row)),
  );
});

it('guesses numbers, times and truths of the samples CSV by itself', async () => {
  const types = await read(
    "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM 'FOLDER/samples.csv')",
  );
  const typeOf = Object.fromEntries(types.map((row) => [row.column_name, row.column_type]));
  expect(typeOf).toMatchObject({
    seq: 'BIGINT',
    due_utc: expect.stringMatching(/^TIMESTAMP/),
    due_epoch_ms: 'DOUBLE',
    response_ms: 'DOUBLE',
    new_connection: 'BOOLEAN',
    outcome: 'VARCHAR',
  });
  const [sums] = await read(
    "SELECT count(*) AS n, count(response_ms) AS answered, sum(response_ms) AS ms FROM 'FOLDER/samples.csv'",
  );
  const answered = rows.filter(({ response_ms }) => response_ms !== '');
  expect([Number(sums?.n), Number(sums?.answered)]).toEqual([rows.length, answered.length]);
  const sum = answered.reduce((total, { response_ms }) => total + Number(response_ms), 0);
  expect(Number(sums?.ms)).toBeCloseTo(sum, 6);
});

it('reads each value of the Parquet file as the samples CSV has it', async () => {
  /** As the CSV writes the types of the schema. */
  const cell = ([name, type]: (typeof PARQUET_COLUMNS)[number]) => {
    if (type === 'TIMESTAMP')
      return `strftime(${name} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ') AS ${name}`;
    return name;
  };
  const found = await read(`SELECT ${PARQUET_COLUMNS.map(cell).join(', ')} FROM 'FOLDER/samples.parquet'`);
  expect(found).toHaveLength(rows.length);
  found.forEach((row, i) => {
    for (const [name, type] of PARQUET_COLUMNS) {
      const wanted = rows[i]?.[name] ?? '';
      expect(textOf(type, row[name]), `${name} of row ${i}`).toBe(
        type === 'STRING' ? plainText(wanted) : wanted,
      );
    }
  });
});

function textOf(type: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => Number(each).toFixed(3)).join(' ');
  if (typeof value === 'number' && type !== 'INT32')
    return (Math.round(Math.abs(value) * 1000) / 1000).toFixed(3);
  return String(value);
}
