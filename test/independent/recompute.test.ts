import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outagesCsv } from '../../src/report/csv/outages-csv.ts';
import { percentilesCsv } from '../../src/report/csv/percentiles-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { rowsOf } from '../e2e/csv.ts';
import { join as joined } from '../report/rfc4180.ts';
import { batches, campaign, plan, report } from '../report/ten-minutes.ts';
import { syntheticRecording } from '../support/recording.ts';
import { exportedRecording } from './exported.ts';
import type { Figure } from './findings.mjs';
import { readsAs } from './reads.mjs';
import { recompute } from './recompute.mjs';

const FOLDER = join('test', 'independent');
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const [spec] = plan.probes;
if (spec === undefined) throw new Error('no probe');
const texts = {
  samples: text(joined([samplesCsvHeader(), ...samplesCsvChunks(campaign, spec, batches)])),
  percentiles: text(percentilesCsv(report)),
  outages: text(outagesCsv(report)),
};

it('makes all numbers of a campaign with losses, late answers and a sleep again', () => {
  const { findings, wrong } = recompute(texts);
  expect(wrong).toEqual([]);
  expect(findings.length).toBeGreaterThan(100);
});

it.each<[string, keyof typeof texts, RegExp, string]>([
  ['a percentile', 'percentiles', /(?<=response,ms,ok,(?:\d+,){7}[\d.]+,)\d+/, '1'],
  ['a count', 'percentiles', /(?<=response,ms,ok,)\d+/, '7'],
  ['the duration of an outage', 'outages', /(?<=Z,)\d+(?=\.\d{3},outage)/, '999'],
  ['a sample', 'samples', /(?<=,ok,(?:[^,]*,){2})\d+/, '99999'],
])('notices %s that was changed', (_what, table, place, by) => {
  expect(texts[table]).toMatch(place);
  const changed = { ...texts, [table]: texts[table].replace(place, by) };
  expect(recompute(changed).wrong).not.toEqual([]);
});

it('imports nothing of the app', () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'))) {
    const imports = [...readFileSync(join(FOLDER, file), 'utf8').matchAll(/from '([^']+)'/g)];
    for (const [, from = ''] of imports) expect(from).toMatch(/^(node:|\.\/[\w-]+\.mjs$)/);
  }
});

it('names the one digit of an interval that is wrong', () => {
  const made = exportedRecording(syntheticRecording(), {}).texts;
  expect(recompute(made).wrong).toEqual([]);
  const [row] = rowsOf(made.percentiles).filter(
    ({ metric, population }) => metric === 'rtt' && population === 'ok',
  );
  const high = row?.p95_high ?? '';
  const off = `${high.slice(0, -1)}${(Number(high.at(-1)) + 1) % 10}`;
  const cells = `${row?.p95},${row?.p95_low},`;
  const at = made.percentiles.indexOf(`${cells}${high}`, made.percentiles.indexOf('rtt,ms,ok'));
  const percentiles = `${made.percentiles.slice(0, at)}${cells}${off}${made.percentiles.slice(at + cells.length + high.length)}`;
  expect(recompute({ ...made, percentiles }).wrong).toEqual([
    { where: 'recording rtt ok p95_high', printed: off, again: high, agrees: false },
  ]);
});

describe('a text of the page', () => {
  const share = { where: 'a', unit: 'share', value: 0.96283 } as const;
  const seconds = (value: number) => ({ where: 'a', unit: 's', value }) as const;

  it.each<[string, Figure]>([
    ['96.3 %', share],
    ['96.283', share],
    ['> 99.99 %', { ...share, value: 0.99995 }],
    ['100 %', { ...share, value: 1 }],
    ['—', { ...share, value: undefined }],
    ['3 h 05 min', seconds(11_159)],
    ['1 min 30 s', seconds(90.001)],
    ['12.4 s', seconds(12.43)],
    ['5 h', seconds(17_900)],
    ['over 5.2 h', { ...seconds(18_700), over: true }],
    ['8,550', { where: 'a', unit: 'count', value: 8550 }],
    ['∞', { where: 'a', unit: 'ms', value: Number.POSITIVE_INFINITY }],
    ['2026-11-24 12:00:00', { where: 'a', unit: 'utc', value: Date.UTC(2026, 10, 24, 12) }],
    ['Not met', { where: 'a', unit: 'text', value: 'Not met' }],
  ])('that reads %s is the number', (text, figure) => {
    expect(readsAs(text, figure)).toMatchObject({ agrees: true });
  });

  it.each<[string | undefined, Figure]>([
    ['96.2 %', share],
    ['96.284', share],
    ['100 %', { ...share, value: 0.9999999 }],
    ['> 99.99 %', share],
    ['0 %', { ...share, value: 0.00001 }],
    ['—', share],
    ['96.3 %', { ...share, value: undefined }],
    [undefined, share],
    ['', share],
    ['3 h 06 min', seconds(11_159)],
    ['1 min 31 s', seconds(90.001)],
    ['12.5 s', seconds(12.43)],
    ['5 h', seconds(17_600)],
    ['5.2 h', { ...seconds(18_700), over: true }],
    ['5.2 min', seconds(18_700)],
    ['8,551', { where: 'a', unit: 'count', value: 8550 }],
    ['46.1', { where: 'a', unit: 'ms', value: 46.16 }],
    ['Met', { where: 'a', unit: 'text', value: 'Not met' }],
  ])('that reads %s is another number', (text, figure) => {
    expect(readsAs(text, figure)).toMatchObject({ agrees: false });
  });
});
