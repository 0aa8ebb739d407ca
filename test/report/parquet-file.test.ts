import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import { plainText } from '../../src/report/csv/csv-cell.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { ParquetFile } from '../../src/report/parquet/parquet-file.ts';
import { PARQUET_COLUMNS } from '../../src/report/parquet/schema.ts';
import { storedCampaign } from './bundles.ts';
import { join, records } from './rfc4180.ts';
import { specOf } from './samples.ts';

const stored = storedCampaign();
const { plan } = stored.campaign;

async function written(): Promise<ArrayBuffer> {
  const file = new ParquetFile(stored.campaign);
  const groups = stored.probes.map((batches, i) => file.group(specOf(plan, i), batches));
  return Uint8Array.from(join([...groups, file.end()])).buffer;
}

/** A value as the samples CSV writes it. */
function cellOf(type: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((gap) => Number(gap).toFixed(3)).join(' ');
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && type !== 'INT32')
    return (Math.round(Math.abs(value) * 1000) / 1000).toFixed(3);
  return String(value);
}

it('holds what the samples CSV holds, in the types of its schema', async () => {
  const rows = await parquetReadObjects({ file: await written() });
  const csv = records(
    join([
      samplesCsvHeader(),
      ...stored.probes.flatMap((batches, i) => [
        ...samplesCsvChunks(stored.campaign, specOf(plan, i), batches),
      ]),
    ]),
  );
  expect(rows).toHaveLength(csv.length);
  rows.forEach((row, i) => {
    for (const [name, type] of PARQUET_COLUMNS) {
      const cell = csv[i]?.[name] ?? '';
      expect(cellOf(type, row[name]), `${name} of row ${i}`).toBe(type === 'STRING' ? plainText(cell) : cell);
    }
  });
});

it('says in its metadata which campaign and site it is of', async () => {
  const { key_value_metadata = [], row_groups, num_rows } = parquetMetadata(await written());
  const pairs = Object.fromEntries(key_value_metadata.map(({ key, value }) => [key, value ?? '']));
  expect(pairs.dishprobe_samples).toBe('1');
  expect(JSON.parse(pairs.site ?? '')).toMatchObject({ name: 'Kiruna' });
  expect(JSON.parse(pairs.campaign ?? '')).toMatchObject({ id: 'c1', simulated: ['starlink'] });
  expect(row_groups).toHaveLength(2);
  expect(num_rows).toBe(240n);
});
