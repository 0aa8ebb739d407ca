import type { Page } from 'puppeteer-core';
import { METRIC_NAMES } from '../../src/ui/words.ts';
import type { Figure, Finding } from '../independent/findings.mjs';
import { readsAs } from '../independent/reads.mjs';
import { figuresOf, type PageFigures, tableOf } from './page-figures.ts';

type Row = Partial<Record<string, string>>;

/** Texts of the page by the name of the figure that they show. */
type Shown = [where: string, text: string | undefined][];

/** `28.4 to 31 %`: both ends. */
const ends = (where: string, text = ''): Shown => {
  const [low, high] = text.replace(/ %$/, '').split(' to ');
  return [
    [`${where} low`, low],
    [`${where} high`, high ?? low],
  ];
};

/** What stands at the marks of a pattern (`All but {link down} of {link observed}.`), in the sentence that has its words. */
function within(sentences: readonly string[], pattern: string): Shown {
  const names = [...pattern.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const words = pattern.split(/\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // What a mark stands for has no full stop followed by a space, so it begins with its sentence.
  const shape = new RegExp(words.join('((?:(?!\\. ).)+?)'));
  const found = sentences.map((sentence) => shape.exec(sentence)).find((match) => match !== null);
  return names.map((name, i) => [name, found?.[i + 1]?.trim()]);
}

/** Compares the printed texts with the figures of these names. A figure that is not there is a fault, too. */
function compared(shown: Shown, figures: readonly Figure[]): Finding[] {
  return shown.map(([where, text]) => {
    const figure = figures.find((each) => each.where === where);
    return figure === undefined
      ? { where, printed: text ?? 'nothing', again: 'no such figure', agrees: false }
      : readsAs(text, figure);
  });
}

/** All figures of the verdict: its word, its sentences, each limit, and the course of the share. */
export async function verdictFindings(page: Page, figures: readonly Figure[]): Promise<Finding[]> {
  const section = await figuresOf(page, '.verdict');
  const answer = await page.$eval('.verdict .verdict-word .verdict-mark', ({ textContent }) => textContent);
  const shown: Shown = [
    ['verdict answer', answer?.trim()],
    ...within(section.sentences, ': {verdict reached} of '),
  ];
  const isOpen = figures.some(({ where, value }) => where === 'verdict more' && value !== undefined);
  if (isOpen) shown.push(...within(section.sentences, 'bout {verdict more} longer would decide it'));
  tableOf(section, 'Limits of the workload').rows.forEach((cells, i) => {
    const [, said, reached, target, interval, counts = ''] = cells;
    shown.push([`limit ${i + 1} answer`, said]);
    // What was not measured is said in words.
    if (target === undefined || !/%$/.test(target)) return;
    const [, good, due, without = '0'] = /^(.+?) of (.+?)(?: \((\S+) answers.*)?$/.exec(counts) ?? [];
    shown.push(
      [`limit ${i + 1} reached`, reached],
      [`limit ${i + 1} target`, target],
      ...ends(`limit ${i + 1}`, interval),
      [`limit ${i + 1} good`, good],
      [`limit ${i + 1} due`, due],
      [`limit ${i + 1} without`, without],
    );
  });
  const lead = figures.find(({ where }) => where === 'verdict lead')?.value;
  const course = tableOf(section, 'Figures: How sure is that, and since when?');
  course.rows.forEach(([until, share, low, high], i) => {
    const point = `limit ${lead} point ${i + 1}`;
    shown.push([`${point} until`, until], [`${point} share`, share]);
    shown.push([`${point} low`, low], [`${point} high`, high]);
  });
  return compared(shown, figures);
}

const MEASURES: [name: string, figure: string][] = [
  ['Availability', 'share'],
  ['Nines', 'nines'],
  ['Observed', 'observed'],
  ['Time lost', 'down'],
  ['Outages over 2 s', 'outages'],
  ['MTBF', 'mtbf'],
  ['MTTR', 'mttr'],
  ['Longest outage', 'longest'],
];

/** All figures of the availability section of a record with outages, and a target that only a planned end decides. */
export async function availabilityFindings(page: Page, figures: readonly Figure[]): Promise<Finding[]> {
  const section = await figuresOf(page, '.availability');
  const { sentences, definitions } = section;
  const table = tableOf(section, 'Availability of the link and of the service').rows;
  const shown: Shown = [];
  for (const [column, who] of ['link', 'service'].entries()) {
    const cell = (name: string) => table.find(([head]) => head === name)?.[column + 1];
    for (const [name, figure] of MEASURES) shown.push([`${who} ${figure}`, cell(name)]);
    shown.push(...ends(who, cell('95 % interval')), ...ends(`${who} mtbf`, cell('MTBF, 95 % interval')));
  }
  const headline = definitions.find(([name]) => name === 'Availability of the link');
  shown.push(['link share', headline?.[1]?.replace(/ ?%$/, '')]);
  shown.push(...ends('link', headline?.[2]?.replace('95 % interval: ', '')));
  for (const name of ['Nines', 'MTBF', 'MTTR', 'Longest'])
    shown.push([`link ${name.toLowerCase()}`, definitions.find(([term]) => term === name)?.[1]]);
  for (const pattern of [
    '{target answer}: the target is {target}, and the interval is made for one look',
    'The link was there for all but {link down} of the {link observed} in which',
    '{link outages} outages over 2 s, one in {one outage in} on average, the longest {link longest}. A',
    'would lose {month} (from {month least} to {month most}).',
    '{unmeasured} went unmeasured and count',
    '{link outages} outages against the link: the longest {link longest}. {interruptions} interruptions of',
  ])
    shown.push(...within(sentences, pattern));
  for (const [bin, ...counts] of tableOf(section, 'Figures: How long do outages last?').rows)
    for (const [i, kind] of ['link', 'others', 'interruptions'].entries())
      shown.push([`${bin} ${kind}`, counts[i]]);
  return compared([...shown, ...causesIn(section)], figures);
}

function causesIn(section: PageFigures): Shown {
  return tableOf(section, 'Outages by cause').rows.flatMap(
    ([cause = '', outages, lost, longest, interruptions]): Shown => {
      const of = { 'The link': 'link', 'Not known': 'unknown', 'The endpoint': 'endpoint' }[cause] ?? 'local';
      return [
        [`${of} outages`, outages],
        [`${of} lost`, lost],
        [`${of} longest`, longest],
        [`${of} interruptions`, interruptions],
      ];
    },
  );
}

/** What the silences of a campaign come to: by cause, and until standing connections were served again. */
export async function silenceFindings(page: Page, figures: readonly Figure[]): Promise<Finding[]> {
  const section = await figuresOf(page, '.availability');
  const recovered = tableOf(section, 'Recovery of standing connections').rows.flatMap(
    ([name, known = '', linkP50, echoP50, linkLongest, echoLongest, later]): Shown => [
      [`${name} recoveries`, known.split(' of ')[0]],
      [`${name} link back p50`, linkP50],
      [`${name} echo back p50`, echoP50],
      [`${name} link longest`, linkLongest],
      [`${name} echo longest`, echoLongest],
      [`${name} later`, later],
    ],
  );
  return compared([...causesIn(section), ...recovered], figures);
}

const COLUMNS = ['p50', 'p75', 'p90', 'p95', 'p99', 'p99_9', 'min', 'max', 'mean', 'jitter'] as const;
/** Exports have three decimals: a page may round what lies on the edge the other way. */
const EXPORTED = 0.0005;

/** Every value and interval of the percentile table that is open, against the rows of the percentiles CSV. */
export async function percentileFindings(
  page: Page,
  rows: readonly Row[],
  population: 'ok' | 'scheduled',
): Promise<Finding[]> {
  const [table] = (await figuresOf(page, '.percentiles')).tables;
  const wanted = rows.filter((row) => row.population === population);
  const names = table?.rows.map(([name = '']) => name).join();
  const expected = wanted.map(({ metric = '' }) => METRIC_NAMES[metric] ?? metric).join();
  const findings: Finding[] = [
    { where: 'metrics', printed: names ?? '', again: expected, agrees: names === expected },
  ];
  wanted.forEach((row, i) => {
    COLUMNS.forEach((column, k) => {
      const where = `${population} ${row.metric} ${column}`;
      const [value = '', ...rest] = (table?.rows[i]?.[k + 1] ?? '').split(' ');
      findings.push(readsAs(value, figure(where, row[column])));
      if (!(`${column}_low` in row) || value === '—') return;
      const [low, high] = endsOf(rest.filter((word) => word !== 'lost').join(' '));
      findings.push(readsAs(low, figure(`${where} low`, row[`${column}_low`])));
      findings.push(readsAs(high, figure(`${where} high`, row[`${column}_high`])));
    });
  });
  return findings;
}

function endsOf(text: string): [low: string, high: string] {
  if (text === 'no interval') return ['—', '—'];
  const [number = ''] = text.split(' ');
  if (text.endsWith(' or more')) return [number, '—'];
  if (text.endsWith(' or less')) return ['—', number];
  const [low = '', high = ''] = text.split('–');
  return [low, high];
}

function figure(where: string, cell = ''): Figure {
  const value = cell === '' ? undefined : cell === 'inf' ? Number.POSITIVE_INFINITY : Number(cell);
  return { where, unit: 'ms', value, slack: EXPORTED };
}
