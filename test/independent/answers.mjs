import { checkStalls, gapsOf, linkOf } from './answer-stalls.mjs';
import { isAnswered, quantile, rowsOfProbe, valuesOf } from './link-samples.mjs';
import { count, matches, ms, partsOf, plural, reads, rowsOf, share } from './page-text.mjs';
import { checkReader } from './reader.mjs';

/** @typedef {import('./csv.mjs').Row} Row */
/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */

const SPLIT = 'Who takes the time: the network or the server?';
const GAPS = 'How long are the gaps within an answer?';
const STALLS = 'Who made answers stall?';
const READER = 'How long does a reader wait?';
const ROUNDED = 0.0005;
const SHARES = [
  ['Time to first token', 'ttft_ms'],
  ['Server time to first token', 'server_ttft_ms'],
  ['Wait in the server', 'server_queue_ms'],
  ['Network share of first token', 'network_ttft_ms'],
  ['Server time', 'server_ms'],
];

/**
 * What the page prints of the answers of the open chat probe.
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkAnswers({ samples, outages, beside }) {
  if (beside === undefined) return { findings: [], unchecked: [] };
  const answers = rowsOfProbe(samples, beside.tab).filter(isAnswered);
  const { [SPLIT]: split, [GAPS]: gaps, [STALLS]: stalls, [READER]: reader } = beside.sections;
  return {
    findings: [
      ...(split === undefined ? [] : checkSplit(split, answers, samples, beside)),
      ...(gaps === undefined ? [] : checkGaps(gaps, answers)),
      ...(stalls === undefined ? [] : checkStalls(stalls, answers, linkOf(samples, outages, beside))),
      ...(reader === undefined ? [] : checkReader(reader, answers)),
    ],
    unchecked: [],
  };
}

/** @param {string} where @param {string[]} cells @param {number[]} values @returns {Finding[]} */
function checkFigures(where, cells, values) {
  const [p50, p95, p99, max, n] = cells;
  return [
    matches(`${where} p50`, p50, quantile(values, 0.5), ms, ROUNDED),
    matches(`${where} p95`, p95, quantile(values, 0.95), ms, ROUNDED),
    matches(`${where} p99`, p99, quantile(values, 0.99), ms, ROUNDED),
    matches(`${where} max`, max, Math.max(...values), ms, ROUNDED),
    matches(`${where} samples`, n, values.length, count),
  ];
}

/** @param {Section} section @param {Row[]} answers @param {Row[]} samples @param {import('./page-text.mjs').Beside} beside @returns {Finding[]} */
function checkSplit(section, answers, samples, beside) {
  const table = rowsOf(section, 'Shares of the network and the server');
  const told = answers.filter((row) => row.server_ttft_ms !== '' || row.server_ms !== '');
  const findings = SHARES.flatMap(([name = '', column = '']) => {
    const values = valuesOf(answers, column);
    return values.length === 0 ? [] : checkFigures(`share ${name}`, table.get(name) ?? [], values);
  });
  const [words = ''] = section.sentences;
  if (told.length === 0) {
    const other = beside.probes.find(
      ({ name, kind, role }) =>
        kind !== 'chat' && role !== 'control' && valuesOf(rowsOfProbe(samples, name), 'rtt_ms').length > 0,
    );
    if (other === undefined) return findings;
    const trips = valuesOf(rowsOfProbe(samples, other.name), 'rtt_ms');
    const cells = table.get(`Round trip of ${other.name} (another distribution)`) ?? [];
    return [...findings, ...checkFigures(`share round trip of ${other.name}`, cells, trips)];
  }
  /** @type {Map<string, number>} */
  const sources = new Map();
  for (const { server_source } of told) {
    const name = server_source || 'unnamed';
    sources.set(name, (sources.get(name) ?? 0) + 1);
  }
  const by = [...sources].map(([name, n]) => (sources.size === 1 ? name : `${name} ${count(n)}`)).join(', ');
  const first = `${count(told.length)} of ${plural(answers.length, 'answer')} told the server’s time (${by}).`;
  const server = quantile(valuesOf(answers, 'server_ttft_ms'), 0.5);
  const network = quantile(valuesOf(answers, 'network_ttft_ms'), 0.5);
  findings.push(reads('share sources', words.slice(0, first.length), first));
  if (server === undefined || network === undefined) return findings;
  const [of, other] = partsOf(
    section,
    /took the server at most ([\d.,]+) ms, and the network at most ([\d.,]+) ms/,
  );
  return [
    ...findings,
    matches('share of the server, half of the answers', of, server, ms, ROUNDED),
    matches('share of the network, half of the answers', other, network, ms, ROUNDED),
  ];
}

/** @param {Section} section @param {Row[]} answers @returns {Finding[]} */
function checkGaps(section, answers) {
  const sorted = Float64Array.from(answers.flatMap(gapsOf)).sort();
  const values = [...sorted];
  const n = values.length;
  const zero = values.filter((gap) => gap === 0).length / n;
  const [gaps] = partsOf(section, /^([\d,]+) gaps? between chunks/);
  const [zeros] = partsOf(section, /none left out\. ([<>]? ?[\d.]+ %) of the gaps are 0/);
  const summary = section.sentences.find((sentence) => sentence.startsWith('Chunk gap, ')) ?? '';
  const parts = /** @type {const} */ ([
    ['50 % within', quantile(values, 0.5)],
    ['95 % within', quantile(values, 0.95)],
    ['99 % within', quantile(values, 0.99)],
    ['the longest', values.at(-1)],
  ]).flatMap(([what, value]) => {
    const printed = new RegExp(`${what} ([\\d.,< ]+) ms`).exec(summary)?.[1];
    return value === undefined && printed === undefined
      ? []
      : [matches(`gaps, ${what}`, printed, value, ms, ROUNDED)];
  });
  const steps = (section.tables[0]?.rows ?? []).map(([at = '', part = '']) => {
    const own = values.filter((_, i) => (((i + 1) / n) * 100).toFixed(3) === part);
    const agrees = own.some((value) => [0, -ROUNDED, ROUNDED].some((off) => ms(value + off) === at));
    return { where: `gaps at or below ${at} ms`, printed: `${part} %`, again: own.map(ms).join(' '), agrees };
  });
  return [
    matches('gaps', gaps, n, count),
    // A gap that was rounded to 0 need not have been one.
    ...(zeros === undefined ? [] : [matches('gaps of 0', zeros, zero, share)]),
    ...parts,
    ...steps,
  ];
}
