import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { decodeBatch } from '../../src/core/batch-reader.ts';
import type { Sample } from '../../src/core/sample.ts';
import { storedBytes } from '../../src/core/store-size.ts';
import { csvText, plainText } from '../../src/report/csv/csv-cell.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { filterLabel } from '../../src/report/filter/time-filter.ts';
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
    const counts = campaign.headlines?.map(({ probe, metric, scheduled }) => ({ probe, metric, scheduled }));
    const due = (probe: number, warmUp: number) =>
      (probes[probe] ?? []).filter(({ seq, outcome }) => seq >= warmUp && outcome !== 'unmeasured').length;
    expect(counts).toEqual([
      { probe: 'ping', metric: 'response', scheduled: due(0, 0) },
      { probe: '@chat', metric: 'ttft', scheduled: due(1, 2) },
    ]);
    expect(campaign.headlines?.every(({ p50 = 0, answered }) => p50 > 0 && answered > 0)).toBe(true);
    expect(storedBytes(campaign)).toBeGreaterThan(0);
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
    [
      'a name that no campaign has',
      (csv) => csv.replace(/\r\n("(?:[^"]|"")*"|[^,]*),/, `\r\n${'x ('.repeat(400)},`),
      /^Line 2: campaign has 1200 characters, and at most 1000/,
    ],
    ['an open quote', (csv) => `${csv}"`, /^Line \d+: a quoted cell is not closed/],
  ])('with %s is refused with its line', (_what, change, problem) => {
    const changed = change(text);
    expect(changed).not.toBe(text);
    expect(read(changed).problem).toMatch(problem);
  });
});

describe('a samples CSV of a filtered report', () => {
  const filters = [
    { fromDate: '2026-11-22', toDate: '2026-11-24', fromMin: 1080, toMin: 1260 },
    { fromMin: 0, toMin: 60 },
    { toDate: '2026-11-24' },
    { fromDate: '2026-11-22' },
    { fromDate: '2026-11-22', toDate: '2026-11-22' },
  ];
  it.each(filters.flatMap((filter) => [[], ['starlink']].map((simulated) => ({ filter, simulated }))))(
    'is refused by what it is: $filter, $simulated',
    ({ filter, simulated }) => {
      const filtered = filterLabel({ ...filter, zone: 'Europe/Berlin' });
      const campaign = { ...stored.campaign, simulated, filtered };
      const [batches = []] = stored.probes;
      const csv = new TextDecoder().decode(
        join([samplesCsvHeader(), ...samplesCsvChunks(campaign, specOf(campaign.plan, 0), batches)]),
      );
      const { problem } = read(csv);
      expect(problem).toContain(`a part of a campaign, only ${filtered}:`);
      expect(problem).toContain('Export it without the filter.');
    },
  );

  it('is not what a campaign is taken for whose own name has the word in it', () => {
    const plan = { ...stored.campaign.plan, name: 'Kiruna (only evenings)' };
    const [batches = []] = stored.probes;
    const chunks = samplesCsvChunks({ ...stored.campaign, plan }, specOf(plan, 0), batches);
    const { found, problem } = read(new TextDecoder().decode(join([samplesCsvHeader(), ...chunks])));
    expect(problem).toBeUndefined();
    const made = samplesCampaign(found, origin);
    expect(typeof made === 'string' ? made : made.campaign.plan.name).toBe(plan.name);
  });
});

test.each([
  ['Hut (simulated starlink, imported from a (b).csv)', 'Hut', ['starlink']],
  ['Hut (imported from a.csv) (imported from b.csv)', 'Hut (imported from a.csv)', []],
  ['Hut (simulated a (b))', 'Hut (simulated a (b))', []],
  ['Hut (north)', 'Hut (north)', []],
])('the name %s is taken apart', (campaign, name, simulated) => {
  const made = samplesCampaign({ ...read(text).found, campaign }, origin);
  if (typeof made === 'string') throw new Error(made);
  expect([made.campaign.plan.name, made.campaign.simulated]).toEqual([name, simulated]);
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
