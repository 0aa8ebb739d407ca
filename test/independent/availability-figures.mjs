import { judged } from './lost-time.mjs';
import { MS } from './silences.mjs';

/** @typedef {import('./findings.mjs').Figure} Figure */

const MONTH_S = 30 * 86_400;

/**
 * @param {string} who
 * @param {import('./lost-time.mjs').Availability} found
 * @returns {Figure[]}
 */
export function estimateFigures(who, found) {
  const { nines, low, mtbf, mtbfLow } = found;
  const slack = MS * Math.max(1, found.outages);
  return [
    { where: `${who} share`, unit: 'share', value: found.share },
    { where: `${who} low`, unit: 'share', value: found.low },
    { where: `${who} high`, unit: 'share', value: found.high },
    {
      where: `${who} nines`,
      unit: 'number',
      value: nines ?? (low === undefined ? undefined : -Math.log10(1 - low)),
      over: nines === undefined && low !== undefined,
    },
    { where: `${who} observed`, unit: 's', value: found.observed, slack: MS },
    { where: `${who} down`, unit: 's', value: found.down, slack },
    { where: `${who} outages`, unit: 'count', value: found.outages },
    {
      where: `${who} mtbf`,
      unit: 's',
      value: mtbf ?? mtbfLow,
      over: mtbf === undefined && mtbfLow !== undefined,
    },
    // Without an upper end, the lower one is not shown either.
    { where: `${who} mtbf low`, unit: 's', value: found.mtbfHigh === undefined ? undefined : mtbfLow },
    { where: `${who} mtbf high`, unit: 's', value: found.mtbfHigh },
    { where: `${who} mttr`, unit: 's', value: found.mttr, slack: MS },
    { where: `${who} longest`, unit: 's', value: found.longest, slack: MS },
  ];
}

/**
 * @param {import('./lost-time.mjs').Availability} link
 * @returns {Figure[]}
 */
export function sentenceFigures({ observed: seconds, outages, share, low, high }) {
  /** @param {number | undefined} part */
  const month = (part) => (part === undefined ? undefined : (1 - part) * MONTH_S);
  return [
    { where: 'one outage in', unit: 's', value: outages > 0 ? seconds / outages : undefined },
    { where: 'month', unit: 's', value: month(share), slack: 1 },
    { where: 'month least', unit: 's', value: month(high), slack: 1 },
    { where: 'month most', unit: 's', value: month(low), slack: 1 },
  ];
}

/**
 * @param {import('./lost-time.mjs').Availability} link
 * @param {number | undefined} target
 * @param {string | undefined} decidedBy the interval is made for one look, at the planned end
 * @returns {Figure[]}
 */
export function targetFigures(link, target, decidedBy) {
  if (target === undefined) return [];
  const { answer, more } =
    decidedBy === 'planned-end' ? judged(link, target) : { answer: 'Not enough data', more: undefined };
  return [
    { where: 'target answer', unit: 'text', value: answer },
    { where: 'target', unit: 'share', value: target },
    { where: 'target more', unit: 's', value: more },
  ];
}
