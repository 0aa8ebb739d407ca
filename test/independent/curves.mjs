import { isAnswered, readingsOf, rowsOfProbe } from './link-samples.mjs';
import { count, matches, ms, reads, utcText } from './page-text.mjs';

/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */
/** @typedef {import('./csv.mjs').Row} Row */

/** Half a thousandth, to which the samples are rounded. */
const ROUNDED = 0.0005;

/** Metrics that a curve or a time line can be of, by what the page calls them. @type {Record<string, string>} */
const COLUMNS = {
  'Response time': 'response_ms',
  'Network round trip': 'rtt_ms',
  'Time to first token': 'ttft_ms',
  'Time to first output': 'ttfo_ms',
  'Time per output token': 'tpot_ms',
  'End to end': 'e2e_ms',
};

/**
 * The figures behind distributions and time lines, whatever the heading of their section.
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkCurves({ samples, beside }) {
  if (beside === undefined) return { findings: [], unchecked: [] };
  const rows = rowsOfProbe(samples, beside.tab);
  const findings = Object.values(beside.sections).flatMap((section) =>
    section.tables.flatMap(({ head, rows: printed }) => {
      if (/^Start \(/.test(head[0] ?? '') && head[1] === 'Fastest, ms')
        return checkTimeline(section, head[0] === 'Start (UTC)', printed, rows);
      const [, metric = ''] = /^(.+), ms$/.exec(head[0] ?? '') ?? [];
      return head[1] === 'Share of answered requests, %' ? checkCurve(metric, printed, rows) : [];
    }),
  );
  return { findings, unchecked: [] };
}

/**
 * Each step of a curve: so many per cent of the values lie at or below it, and the next one above.
 * @param {string} metric @param {string[][]} printed @param {Row[]} rows @returns {Finding[]}
 */
function checkCurve(metric, printed, rows) {
  const column = COLUMNS[metric];
  if (column === undefined) return [reads(`curve ${metric}`, metric, 'a metric that is known here')];
  const sorted = Float64Array.from(readingsOf(rows, column), ({ value }) => value).sort();
  const n = sorted.length;
  const steps = printed.map(([value, share = ''], i) => {
    const where = `curve ${metric} step ${i + 1}`;
    const lowest = Math.max(1, Math.ceil((Number(share) / 100 - 5e-6) * n - 1e-6));
    const highest = Math.min(n, Math.floor((Number(share) / 100 + 5e-6) * n + 1e-6));
    const found = [];
    // Of many samples, several ranks may share the printed digits.
    for (let rank = lowest; rank <= highest; rank++) {
      const [own = Number.NaN, next = Number.POSITIVE_INFINITY] = [sorted[rank - 1], sorted[rank]];
      // Values that the export made equal may have been two.
      const isLast = next > own || Math.abs(next - own) <= ROUNDED;
      if (isLast) found.push(matches(where, value, own, ms, ROUNDED));
    }
    return found.find(({ agrees }) => agrees) ?? found[0] ?? reads(where, share, 'no such share');
  });
  const ends = [printed[0]?.[0], printed.at(-1)?.[0], printed.at(-1)?.[1]];
  return [
    ...steps,
    matches(`curve ${metric} fastest`, ends[0], sorted[0], ms, ROUNDED),
    matches(`curve ${metric} slowest`, ends[1], sorted[n - 1], ms, ROUNDED),
    reads(`curve ${metric} end`, ends[2], '100.000'),
  ];
}

/**
 * Each step of a time line, by due time; the steps follow each other without a hole.
 * @param {Section} section @param {boolean} isUtc @param {string[][]} printed @param {Row[]} rows @returns {Finding[]}
 */
function checkTimeline({ sentences }, isUtc, printed, rows) {
  const starts = printed.map(([start = '']) => Date.parse(`${start.replace(' ', 'T')}Z`));
  const [firstMs = Number.NaN, secondMs = Number.NaN] = starts;
  const binMs = secondMs - firstMs;
  if (!isUtc) return [reads('line clock', 'local', 'UTC')];
  const [metric = ''] =
    /^.+(?= in steps of )/.exec(sentences.find((text) => / in steps of /.test(text)) ?? '') ?? [];
  const column = COLUMNS[metric];
  if (column === undefined) return [reads('line metric', metric, 'a metric that is known here')];
  /** @type {Row[][]} */
  const bins = printed.map(() => []);
  for (const row of rows) bins[Math.floor((Number(row.due_epoch_ms) - firstMs) / binMs)]?.push(row);
  return bins.flatMap((bin, i) => {
    const [start, ...cells] = printed[i] ?? [];
    const where = `line ${i + 1}`;
    const values = Float64Array.from(readingsOf(bin, column), ({ value }) => value).sort();
    const middle = values[Math.ceil(values.length / 2) - 1];
    const lost = bin.filter(({ outcome = '' }) => ['timeout', 'failed', 'skipped'].includes(outcome)).length;
    const unmeasured = bin.filter(({ outcome }) => outcome === 'unmeasured').length;
    const plain = (/** @type {number} */ number) => count(number).replaceAll(',', '');
    return [
      reads(`${where} start`, start, utcText(firstMs + i * binMs)),
      matches(`${where} fastest`, cells[0], values[0], ms, ROUNDED),
      matches(`${where} median`, cells[1], middle, ms, ROUNDED),
      matches(`${where} slowest`, cells[2], values.at(-1), ms, ROUNDED),
      matches(`${where} answered`, cells[3], bin.filter(isAnswered).length, plain),
      matches(`${where} lost`, cells[4], lost, plain),
      matches(`${where} unmeasured`, cells[5], unmeasured, plain),
    ];
  });
}
