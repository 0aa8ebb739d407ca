import { estimateFigures, sentenceFigures, targetFigures } from './availability-figures.mjs';
import { isBlind } from './blind.mjs';
import { rowsOfProbe } from './link-samples.mjs';
import { availability } from './lost-time.mjs';
import { lengthOf, merged, outside, spanOf } from './observed.mjs';
import {
  AGAINST_LINK,
  binFigures,
  causeFigures,
  durationFigures,
  recoveryFigures,
  refusalFigures,
} from './silence-figures.mjs';
import { arrivalsOf, isCut, MS, recoveries, refusals, sharpened } from './silences.mjs';

/** @typedef {import('./observed.mjs').Span} Span */

/**
 * The figures of availability (docs/statistics.md).
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkAvailability(tables) {
  const { samples, percentiles, outages, plan } = tables;
  const [facts] = percentiles;
  if (plan === undefined || facts === undefined) return { findings: [], unchecked: [] };
  const { link, service, own, silent, against, holes, local, refused, dues, arrivals, range } = lossesOf(
    tables,
    facts,
    plan,
  );
  const interruptions = outages
    .filter(({ kind }) => kind === 'interruption')
    .map((row) => Number(row.duration_s));
  const rowsOf = (/** @type {string} */ name) => rowsOfProbe(samples, name);
  const cut = against.filter((outage) => isCut(outage, dues, arrivals, holes, range.to));
  const standing = own.filter(({ kind, expect }) => kind === 'websocket' && expect === undefined);
  return {
    findings: [],
    unchecked: [],
    figures: [
      ...estimateFigures('link', link),
      ...estimateFigures('service', service),
      ...sentenceFigures(link),
      ...targetFigures(link, plan.availabilityTarget, facts.decided_by),
      { where: 'unmeasured', unit: 's', value: lengthOf(holes), slack: MS },
      { where: 'local', unit: 's', value: lengthOf(local), slack: MS },
      { where: 'cut short', unit: 'count', value: cut.length },
      ...durationFigures(interruptions.length, against),
      ...binFigures(silent, interruptions),
      ...causeFigures(outages, silent),
      ...refused.flatMap(refusalFigures),
      ...standing.flatMap(({ name }) => recoveryFigures(name, recoveries(rowsOf(name), against, holes))),
    ],
  };
}

/**
 * Time lost, by the link and by the service.
 * @param {import('./findings.mjs').Tables} tables
 * @param {import('./csv.mjs').Row} facts
 * @param {import('./profiles.mjs').Plan} plan
 */
export function lossesOf({ samples, outages }, facts, plan) {
  const range = spanOf(facts);
  const of = (/** @type {string} */ kind) => outages.filter((row) => row.kind === kind);
  const holes = merged(of('unmeasured').map(spanOf), range);
  const own = plan.probes.filter(({ role }) => role !== 'control');
  const isMain = (/** @type {string | undefined} */ name) => own.some((probe) => probe.name === name);
  const dues = samples.map(({ due_epoch_ms }) => Number(due_epoch_ms) / 1000);
  const arrivals = arrivalsOf(samples.filter(({ probe }) => isMain(probe)));
  const moments = [...arrivals, ...dues].sort((a, b) => a - b);
  const silent = of('outage').map((row) => ({ cause: row.cause ?? '', ...sharpened(spanOf(row), moments) }));
  const against = silent.filter(({ cause }) => AGAINST_LINK.includes(cause));
  const local = silent.filter(({ cause }) => cause === 'local');
  const refused = own.map(({ name }) => refusals(name, rowsOfProbe(samples, name)));
  const blind = isBlind(own, (name) => rowsOfProbe(samples, name), holes, range);
  const told = blind ? seenAlone : (/** @type {import('./lost-time.mjs').Availability} */ found) => found;
  const link = told(availability(...observed(against, [...holes, ...local], range)));
  const down = [...silent, ...refused.flatMap(({ spells }) => spells)];
  const everywhere = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const service = told(availability(...observed(merged(down, everywhere), holes, range)));
  return { link, service, own, silent, against, holes, local, refused, dues, arrivals, range };
}

/**
 * What was seen, where outages may have passed unseen.
 * @param {import('./lost-time.mjs').Availability} found
 * @returns {import('./lost-time.mjs').Availability}
 */
const seenAlone = ({ observed, down, outages, longest }) => ({ observed, down, outages, longest });

/**
 * Outages on a clock that stands still in the holes, and how long it ran.
 * @param {Span[]} outages
 * @param {Span[]} holes
 * @param {Span} range
 * @returns {[losses: import('./lost-time.mjs').Loss[], observed: number]}
 */
function observed(outages, holes, range) {
  const losses = outages
    .map((outage) => ({
      at: outside({ from: range.from, to: outage.from }, holes),
      length: outside(outage, holes),
    }))
    .filter(({ length }) => length > 0);
  return [losses, outside(range, holes)];
}
