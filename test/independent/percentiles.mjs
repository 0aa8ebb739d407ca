import { compare } from './findings.mjs';
import { percentileInterval } from './intervals.mjs';

/**
 * What the numbers of one row are made of.
 * @typedef {object} Population
 * @property {number[]} values answered samples that have the metric, in the order of `seq`
 * @property {number[]} sorted
 * @property {number} lost requests that count as infinitely slow
 * @property {import('./intervals.mjs').Minute[]} minutes the same, by the minute in which they were due
 */

const INF = Number.POSITIVE_INFINITY;

/**
 * Nearest rank, in whole numbers: the smallest rank with at least the share `top / of` at or
 * below it; nothing where fewer than 5 lie beyond.
 * @param {number} top
 * @param {number} of
 */
const rank =
  (top, of) =>
  (/** @type {Population} */ { sorted, lost }) => {
    const n = sorted.length + lost;
    const at = Math.max(1, Math.floor((n * top + of - 1) / of));
    if (n - at < 5) return undefined;
    return at > sorted.length ? INF : sorted[at - 1];
  };

/**
 * One end of the 95 % interval of the percentile at the share `top / of`.
 * @param {'low' | 'high'} end
 * @param {number} top
 * @param {number} of
 */
const interval = (end, top, of) => (/** @type {Population} */ population) => {
  const value = rank(top, of)(population);
  return value === undefined ? undefined : percentileInterval(top / of, value, population)[end];
};

/**
 * How each column of numbers comes about. Add a line here to have a column checked.
 * @type {Record<string, (population: Population) => number | undefined>}
 */
const COLUMNS = {
  min: ({ sorted, lost }) => sorted[0] ?? (lost > 0 ? INF : undefined),
  p50: rank(1, 2),
  p50_low: interval('low', 1, 2),
  p50_high: interval('high', 1, 2),
  p75: rank(3, 4),
  p90: rank(9, 10),
  p75_low: interval('low', 3, 4),
  p75_high: interval('high', 3, 4),
  p90_low: interval('low', 9, 10),
  p90_high: interval('high', 9, 10),
  p95: rank(19, 20),
  p95_low: interval('low', 19, 20),
  p95_high: interval('high', 19, 20),
  p99: rank(99, 100),
  p99_low: interval('low', 99, 100),
  p99_high: interval('high', 99, 100),
  p99_9: rank(999, 1000),
  p99_9_low: interval('low', 999, 1000),
  p99_9_high: interval('high', 999, 1000),
  max: ({ sorted, lost }) => (lost > 0 ? INF : sorted.at(-1)),
  mean: ({ values, lost }) => (lost > 0 ? INF : average(values)),
  jitter: ({ values, lost }) =>
    lost > 0 ? undefined : average(values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? 0)))),
};

/**
 * Means are made of numbers before they were rounded to three decimals: each is off by at most
 * half a thousandth (a difference of two by a whole one), their mean by far less.
 * @type {Record<string, (n: number) => number>}
 */
const SLACK = {
  mean: (n) => Math.min(0.0005, 0.002 / Math.sqrt(n)),
  jitter: (n) => Math.min(0.001, 0.004 / Math.sqrt(n)),
};

const LOST = ['timeout', 'failed', 'skipped'];
const OUTCOMES = ['ok', 'late', 'timeout', 'failed', 'skipped', 'unmeasured'];
/** Texts, and what no sample tells. */
const NO_NUMBERS = [
  ...['campaign', 'site', 'probe', 'metric', 'unit', 'population', 'quantile_method', 'interval_method'],
  ...['clock_resolution_ms', 'cross_origin_isolated', 'scheduled'],
  ...['start_utc', 'end_utc', 'decided_by', 'limits_chosen_utc'],
];

/** @param {number[]} values */
const average = (values) =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The numbers of the percentiles CSV, made again from the samples CSV.
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkPercentiles({ samples, percentiles }) {
  /** @type {import('./findings.mjs').Finding[]} */
  const findings = [];
  for (const row of percentiles) {
    const where = `${row.probe} ${row.metric} ${row.population}`;
    const mine = samples.filter((sample) => sample.probe === row.probe && sample.warm_up !== 'true');
    /** @param {string[]} outcomes */
    const count = (...outcomes) => mine.filter(({ outcome = '' }) => outcomes.includes(outcome)).length;
    for (const outcome of OUTCOMES) {
      findings.push(compareCount(`${where} ${outcome}`, row[outcome], count(outcome)));
    }
    findings.push(compareCount(`${where} scheduled`, row.scheduled, mine.length - count('unmeasured')));
    const minutes = minutesOf(mine, row.metric ?? '');
    const values = minutes.flatMap((minute) => minute.values);
    const lost = row.population === 'scheduled' ? count(...LOST) : 0;
    const population = { values, sorted: [...values].sort((a, b) => a - b), lost, minutes };
    for (const [name, make] of Object.entries(COLUMNS)) {
      const slack = SLACK[name]?.(values.length) ?? 0;
      findings.push(compare(`${where} ${name}`, row[name] ?? '', make(population), slack));
    }
  }
  const known = [...NO_NUMBERS, ...OUTCOMES, ...Object.keys(COLUMNS)];
  return {
    findings,
    unchecked: Object.keys(percentiles[0] ?? {}).filter((name) => !known.includes(name)),
  };
}

/**
 * Answered values and lost requests by the minute of the due time. Rows are in the order of `seq`:
 * a minute that comes again, because the clock was set back, is one more.
 * @param {import('./csv.mjs').Row[]} samples
 * @param {string} metric
 */
function minutesOf(samples, metric) {
  const column = `${metric}_ms` in (samples[0] ?? {}) ? `${metric}_ms` : metric;
  /** @type {import('./intervals.mjs').Minute[]} */
  const minutes = [];
  let last = Number.NaN;
  for (const { outcome = '', due_epoch_ms, [column]: cell = '' } of samples) {
    const now = Math.floor(Number(due_epoch_ms) / 60_000);
    if (now !== last) minutes.push({ values: [], lost: 0 });
    last = now;
    const minute = minutes.at(-1);
    if (minute === undefined) continue;
    if (LOST.includes(outcome)) minute.lost += 1;
    else if ((outcome === 'ok' || outcome === 'late') && cell !== '') minute.values.push(Number(cell));
  }
  return minutes;
}

/**
 * @param {string} where
 * @param {string | undefined} text
 * @param {number} count
 */
function compareCount(where, text = '', count) {
  return { where, printed: text, again: String(count), agrees: text === String(count) };
}
