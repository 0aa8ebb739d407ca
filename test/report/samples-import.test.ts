import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { decodeBatch } from '../../src/core/batch-reader.ts';
import type { Sample } from '../../src/core/sample.ts';
import { csvText, plainText } from '../../src/report/csv/csv-cell.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { samplesCampaign } from '../../src/report/samples-import/samples-campaign.ts';
import { SamplesReader } from '../../src/report/samples-import/samples-reader.ts';
import { storedCampaign } from './bundles.ts';
import { join } from './rfc4180.ts';
import { hostileText, specOf } from './samples.ts';

const stored = storedCampaign();
const text = new TextDecoder().decode(
  join([
    samplesCsvHeader(),
    ...stored.probes.flatMap((batches, i) => [
      ...samplesCsvChunks(stored.campaign, specOf(stored.campaign.plan, i), batches),
    ]),
  ]),
);

function read(csv: string, size = 64) {
  const reader = new SamplesReader(50);
  const probes: Sample[][] = [];
  const take = ({ probeIndex, batch }: { probeIndex: number; batch: Parameters<typeof decodeBatch>[0] }) => {
    probes[probeIndex] = [...(probes[probeIndex] ?? []), ...decodeBatch(batch)];
  };
  for (let at = 0; at < csv.length; at += size)
    for (const item of reader.push(csv.slice(at, at + size))) take(item);
  for (const item of reader.end()) take(item);
  return { probes, problem: reader.problem, found: reader.found() };
}

const origin = { id: 'new', file: 'samples.csv', epochMs: 1.8e12, sha256: 'a'.repeat(64) };

describe('a samples CSV of this app', () => {
  it.each([1, 64, 1 << 20])('becomes the same rows again, read in pieces of %i characters', (size) => {
    const { probes, problem, found } = read(text, size);
    expect(problem).toBeUndefined();
    const made = samplesCampaign(found, origin);
    if (typeof made === 'string') throw new Error(made);
    const { campaign } = made;
    expect(campaign.plan.name).toBe(stored.campaign.plan.name);
    expect(campaign.plan.site.name).toBe('Kiruna');
    expect(campaign.simulated).toEqual(['starlink']);
    expect(campaign.plan.probes.map(({ name, kind }) => [name, kind])).toEqual([
      ['ping', 'http'],
      ['@chat', 'chat'],
    ]);
    // Its own export holds the same cells; the campaign says that it was imported.
    const again = probes.flatMap((samples, i) => [
      ...samplesCsvChunks({ ...campaign, imported: undefined }, specOf(campaign.plan, i), [
        encodeBatch(samples),
      ]),
    ]);
    expect(new TextDecoder().decode(join([samplesCsvHeader(), ...again]))).toBe(text);
    expect(campaign.imported?.lacks?.join(' ')).toMatch(/timeouts.*Events.*control probes/);
  });

  it.each<[string, (csv: string) => string, RegExp]>([
    [
      'a cut row',
      (csv) => csv.slice(0, -30),
      /^Line \d+: (the row has \d+ cells|a quoted cell|the row lacks)/,
    ],
    [
      'a row that is gone',
      (csv) => csv.replace(/\r\n[^\r]*,http,7,[^\r]*/, ''),
      /^Line 9: sample 7 .* seq is 8/,
    ],
    [
      'a word for a number',
      (csv) => csv.replace(/(,ok,,,)[\d.]+/, '$1fast'),
      /^Line \d+: response_ms is "fast"/,
    ],
    [
      'another due time',
      (csv) => csv.replace(/T12:00:00\.\d{3}Z/, 'T12:00:01.000Z'),
      /^Line 2: due_utc and due_epoch_ms/,
    ],
    ['an unknown outcome', (csv) => csv.replace(',ok,', ',fine,'), /^Line \d+: outcome is "fine"/],
    [
      'an unknown column',
      (csv) => csv.replace('late_ms', 'later_ms'),
      /^Line 1: the column "later_ms" is not known/,
    ],
    ['no rows', (csv) => csv.slice(0, csv.indexOf('\r\n') + 2), /no rows/],
    [
      'a quote within a cell',
      (csv) => csv.replace(',http,', ',ht"t"p,'),
      /^Line 2: a quote stands where none may be/,
    ],
    ['an open quote', (csv) => `${csv}"`, /^Line \d+: a quoted cell is not closed/],
  ])('with %s is refused with its line', (_what, change, problem) => {
    const changed = change(text);
    expect(changed).not.toBe(text);
    expect(read(changed).problem).toMatch(problem);
  });
});

test('text that a spreadsheet would run gets its apostrophe, and loses it again', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', "'=", "''@"])
    expect(csvText(`${start}1`)).toMatch(/^"?'/);
  expect(csvText("'plain")).toBe("'plain");
  fc.assert(
    fc.property(fc.oneof(hostileText, fc.string({ unit: fc.constantFrom("'", '=', '-', 'a') })), (value) => {
      const cell = csvText(value);
      const unquoted = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(plainText(unquoted)).toBe(value);
    }),
  );
});
