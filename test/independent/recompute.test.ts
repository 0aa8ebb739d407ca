import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { outagesCsv } from '../../src/report/csv/outages-csv.ts';
import { percentilesCsv } from '../../src/report/csv/percentiles-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { join as joined } from '../report/rfc4180.ts';
import { batches, campaign, plan, report } from '../report/ten-minutes.ts';
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
