import { isAnswered, rowsOfProbe } from './link-samples.mjs';
import { count, matches, plural, reads, share } from './page-text.mjs';

/** @typedef {import('./csv.mjs').Row} Row */
/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */

const PERCENTILES = 'Percentiles, ms';
const METHOD = 'How it was measured';

/**
 * What became of the requests of the open probe, and what is in none of its figures.
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkCounts({ samples, beside }) {
  if (beside === undefined) return { findings: [], unchecked: [] };
  const { [PERCENTILES]: losses, [METHOD]: method } = beside.sections;
  return {
    findings: [
      ...(losses === undefined ? [] : checkLosses(losses, rowsOfProbe(samples, beside.tab))),
      ...(method === undefined ? [] : [checkExclusions(method, samples, beside.tab)]),
    ],
    unchecked: [],
  };
}

/** @param {Section} section @param {Row[]} rows @returns {Finding[]} */
function checkLosses({ sentences: [words = ''] }, rows) {
  const of = (/** @type {string} */ outcome) => rows.filter((row) => row.outcome === outcome).length;
  const [timeout, failed, skipped, late, unmeasured] = [
    of('timeout'),
    of('failed'),
    of('skipped'),
    of('late'),
    of('unmeasured'),
  ];
  const due = rows.length - unmeasured;
  const lost = timeout + failed + skipped;
  const first =
    lost === 0
      ? `None of ${plural(due, 'request')} was lost.`
      : `${count(lost)} of ${plural(due, 'request')} lost (${share(lost / due)}): `;
  /** @param {string} name @param {RegExp} pattern @param {number} number */
  const told = (name, pattern, number) =>
    matches(`counts ${name}`, pattern.exec(words)?.[1] ?? '0', number, count);
  return [
    reads('counts lost', words.slice(0, first.length), first),
    told('timed out', /([\d,]+) timed out/, timeout),
    told('failed', /([\d,]+) failed/, failed),
    told('not sent', /([\d,]+) not sent/, skipped),
    told('late', /([\d,]+) answered after/, late),
    told('unmeasured', /([\d,]+) due times? unmeasured/, unmeasured),
  ];
}

/** @param {Section} section @param {Row[]} samples @param {string} probe */
function checkExclusions({ sentences, definitions = [] }, samples, probe) {
  const all = samples.filter((row) => row.probe === probe);
  const rows = all.filter((row) => row.warm_up !== 'true');
  const answered = rows.filter(isAnswered);
  const without = answered.filter(({ rtt_ms }) => rtt_ms === '');
  const fresh = without.filter(({ new_connection }) => new_connection === 'true').length;
  const blind = rows.filter(({ outcome }) => outcome === 'unmeasured').length;
  const parts = [
    all.length === rows.length ? [] : [plural(all.length - rows.length, 'warm-up request')],
    blind === 0 ? [] : [plural(blind, 'unmeasured due time')],
  ].flat();
  const reasons = [
    fresh === 0 ? [] : [`${count(fresh)} came on a new connection`],
    without.length === fresh ? [] : [`${count(without.length - fresh)} gave no reading of one`],
  ].flat();
  const out =
    parts.length === 0 ? 'No due time is left out of the figures.' : `In no figure: ${parts.join(' and ')}.`;
  const trips =
    answered.length === 0
      ? ''
      : reasons.length === 0
        ? ` All ${plural(answered.length, 'answer')} have a round trip.`
        : ` Of ${plural(answered.length, 'answer')} not in the round trips: ${reasons.join(', ')}.`;
  const printed = [...sentences, ...definitions.flat()].find((text) =>
    /^(In no figure|No due time)/.test(text),
  );
  return reads('counts left out', printed, `${out}${trips}`);
}
