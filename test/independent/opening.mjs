import { isBlind } from './blind.mjs';
import { isAnswered, quantile, rowsOfProbe, valuesOf } from './link-samples.mjs';
import { lengthOf, merged, observedSeconds, spanOf } from './observed.mjs';
import { clock, count, ms, plural, reads, readsAny, seconds, share } from './page-text.mjs';

/** @typedef {import('./csv.mjs').Row} Row */
/** @typedef {import('./page-text.mjs').Finding} Finding */

/** The sentences that open a report, by the selector of their place. */
const OPENING = '.answer';
/** Half a thousandth, to which the samples are rounded. */
const ROUNDED = 0.0005;
/** The headline of a kind of probe: its column, and what the page calls it. @type {Record<string, [string, string]>} */
const HEADLINES = {
  http: ['response_ms', 'Response time'],
  websocket: ['response_ms', 'Response time'],
  chat: ['ttft_ms', 'Time to first token'],
};

/**
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkOpening({ samples, percentiles: [facts], outages, beside }) {
  const section = beside?.sections[OPENING];
  if (beside === undefined || section === undefined || facts === undefined)
    return { findings: [], unchecked: [] };
  const [first, ...others] = section.sentences;
  const own = beside.probes.filter(({ role }) => role !== 'control');
  const holes = outages.filter(({ kind }) => kind === 'unmeasured').map(spanOf);
  const blind = isBlind(own, (name) => rowsOfProbe(samples, name), holes, spanOf(facts));
  const probes = own.slice(0, 4);
  return {
    findings: [
      reads('opening', first, `${observed(facts, outages)} ${silence(facts, outages, blind)}`),
      reads('opening probes', String(others.length), String(probes.length)),
      ...probes.map((probe, i) =>
        readsAny(
          `opening ${probe.name}`,
          others[i],
          (off) => probeWords(probe, rowsOfProbe(samples, probe.name), off),
          ROUNDED,
        ),
      ),
    ],
    unchecked: [],
  };
}

/** @param {Row} facts @param {Row[]} outages */
const observed = (facts, outages) =>
  `${clock(observedSeconds(facts, outages))} observed${facts.site ? ` at ${facts.site}` : ''}.`;

/** @param {Row} facts @param {Row[]} outages @param {boolean} blind */
function silence(facts, outages, blind) {
  const of = (/** @type {string} */ kind) => outages.filter((row) => row.kind === kind).map(spanOf);
  const long = of('outage');
  const unmeasuredS = lengthOf(merged(of('unmeasured'), spanOf(facts)));
  const longest = Math.max(...long.map(({ from, to }) => to - from));
  const said =
    long.length === 0
      ? blind
        ? 'No outage was seen, by probes that ask too seldom to see each.'
        : 'No outage over 2 s.'
      : `${plural(long.length, 'outage')}, ${seconds(lengthOf(merged(long, spanOf(facts))))} in all, the longest ${seconds(longest)}.`;
  return unmeasuredS > 0 ? `${said} ${clock(unmeasuredS)} went unmeasured.` : said;
}

/** @param {import('./page-text.mjs').PlanProbe} probe @param {Row[]} rows @param {number} off */
function probeWords({ name, kind }, rows, off) {
  const due = rows.filter(({ outcome }) => outcome !== 'unmeasured').length;
  const answered = rows.filter(isAnswered).length;
  const head = `${name} answered ${count(answered)} of ${count(due)} requests (${share(answered / due)}).`;
  const [column, metric] = HEADLINES[kind] ?? ['response_ms', 'Response time'];
  const values = valuesOf(rows, column);
  const within = [50, 95, 99].flatMap((percent) => {
    const value = quantile(values, percent / 100);
    return value === undefined ? [] : [`${percent} % within ${ms(value + off)} ms`];
  });
  return within.length === 0 ? head : `${head} ${metric}: ${within.join(', ')}.`;
}
