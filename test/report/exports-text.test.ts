import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as pathJoin } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataDictionary } from '../../src/report/csv/data-dictionary.ts';
import { EVENTS_HEADER, eventsCsv } from '../../src/report/csv/events-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { SAMPLES_HEADER } from '../../src/report/csv/samples-header.ts';
import { hgrmText } from '../../src/report/hgrm.ts';
import { storedCampaign } from './bundles.ts';
import { join, parseCsv, records } from './rfc4180.ts';
import { specOf } from './samples.ts';

const stored = storedCampaign();

describe('the events CSV', () => {
  it('has a row for each event, with its texts as they were', () => {
    const rows = records(eventsCsv(stored.campaign, stored.events));
    expect(Object.keys(rows[0] ?? {}).join(',')).toBe(EVENTS_HEADER);
    expect(rows.map(({ kind, duration_s, cause }) => [kind, duration_s, cause])).toEqual([
      ['start', '', ''],
      ['gap', '2.500', 'frozen'],
      ['note', '', ''],
    ]);
    expect(rows[2]?.detail).toBe(`'${stored.events[2]?.detail}`);
    expect(rows[0]?.campaign).toBe(`'=Kiruna "pilot", <b> (simulated starlink)`);
  });
});

describe('the data dictionary', () => {
  it('has a line for each column of the samples and the events', () => {
    const lines = dataDictionary().split('\r\n');
    const text = dataDictionary();
    for (const words of [
      'In a filtered report a row that begins or ends at a border of the filter is a part',
      'Last arrival before; at the start of the campaign and after unmeasured time the first due time',
      'counted from 0 without gap or repeat; a filtered export has only those within the filter',
    ])
      expect(text).toContain(words);
    for (const column of `${SAMPLES_HEADER},${EVENTS_HEADER}`.split(','))
      expect(
        lines.some((line) => line.startsWith(`  ${column}: `) && line.endsWith('.')),
        column,
      ).toBe(true);
  });
});

describe('an .hgrm file', () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => i + 1);
  const text = hgrmText(values);
  const rows = text.split('\n').flatMap((line) => {
    const cells = line.trim().split(/ +/);
    return /^\d/.test(cells[0] ?? '') ? [cells.map(Number)] : [];
  });

  it('has the columns and levels of HdrHistogram, and exact values', () => {
    expect(text.split('\n')[0]).toBe('       Value     Percentile TotalCount 1/(1-Percentile)');
    expect(rows[0]).toEqual([1, 0, 1, 1]);
    // Five steps to the half, five to three quarters, and so on.
    expect(rows.slice(1, 7).map(([, share]) => share)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.55]);
    expect(rows.find(([, share]) => share === 0.5)).toEqual([500, 0.5, 500, 2]);
    expect(rows.at(-1)).toEqual([1000, 1, 1000]);
  });

  it('ends with the mean, the deviation, the greatest value and the count', () => {
    expect(text).toContain('#[Mean    =      500.500, StdDeviation   =      288.675]');
    expect(text).toContain('#[Max     =     1000.000, Total count    =         1000]');
  });

  it('of one value, and of many alike, still ends', () => {
    expect(hgrmText(Float32Array.of(5)).match(/^ +5\.000/gm)).toHaveLength(2);
    expect(hgrmText(new Float32Array(99).fill(2)).match(/^ +2\.000/gm)).toHaveLength(2);
  });
});

const PYTHON =
  'import csv, json, sys\nprint(json.dumps(list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))))';

describe('the samples CSV', () => {
  it('reads in Python\u2019s csv as the same rows', ({ annotate }) => {
    const bytes = join([
      samplesCsvHeader(),
      ...stored.probes.flatMap((batches, i) => [
        ...samplesCsvChunks(stored.campaign, specOf(stored.campaign.plan, i), batches),
      ]),
    ]);
    const folder = mkdtempSync(pathJoin(tmpdir(), 'dishprobe-csv-'));
    try {
      const file = pathJoin(folder, 'samples.csv');
      writeFileSync(file, bytes);
      expect(JSON.parse(execFileSync('python3', ['-c', PYTHON, file], { encoding: 'utf8' }))).toEqual(
        parseCsv(bytes),
      );
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      annotate('Python is not installed here: the CSV was not read by it.').catch(() => {});
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
