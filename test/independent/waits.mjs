import { isAnswered } from './link-samples.mjs';

/** @typedef {import('./csv.mjs').Row} Row */

/**
 * @typedef {object} Waits
 * @property {number[]} waits in ms, in the order of time
 * @property {number} lost
 * @property {number} leftOut
 * @property {string} metric
 */

/**
 * What a worker waits at each due time of the probe.
 * @param {Row[]} rows all rows of the probe
 * @param {Row[]} outages
 * @param {number} timeoutMs
 * @returns {Waits}
 */
export function waitsOf(rows, outages, timeoutMs) {
  const answers = rows.filter(isAnswered);
  const withTrip = answers.filter(({ rtt_ms }) => rtt_ms !== '').length;
  const isTrip = withTrip > 0 && 2 * withTrip >= answers.length;
  const blind = [
    ...rows.filter(({ outcome }) => outcome === 'unmeasured').map(({ due_epoch_ms }) => Number(due_epoch_ms)),
    ...outages.filter(({ kind }) => kind === 'unmeasured').map(({ start_utc = '' }) => Date.parse(start_utc)),
  ];
  /** @type {Waits} */
  const found = { waits: [], lost: 0, leftOut: 0, metric: isTrip ? 'round trips' : 'response times' };
  rows.forEach((row, i) => {
    if (row.outcome === 'unmeasured') return;
    const cell = (isTrip ? row.rtt_ms : row.response_ms) ?? '';
    if (isAnswered(row)) {
      if (cell === '') found.leftOut += 1;
      else found.waits.push(Number(cell));
    } else if (row.error === 'throttled' && row.late_ms === '') found.leftOut += 1;
    else {
      found.lost += 1;
      found.waits.push(Math.max(timeoutMs, nextAnswer(rows, i, blind) - Number(row.due_epoch_ms)));
    }
  });
  return found;
}

/**
 * When the next answer came to a row further down, or when nobody looked any more if that is earlier.
 * @param {Row[]} rows
 * @param {number} from
 * @param {number[]} blind
 */
function nextAnswer(rows, from, blind) {
  const due = Number(rows[from]?.due_epoch_ms);
  const end = blind.reduce((least, at) => (at >= due && at < least ? at : least), Number.POSITIVE_INFINITY);
  let next = end;
  for (let i = from + 1; i < rows.length; i++) {
    const row = rows[i] ?? {};
    if (Number(row.due_epoch_ms) >= Math.min(end, next)) break;
    if (isAnswered(row)) next = Math.min(next, Number(row.due_epoch_ms) + Number(row.response_ms));
  }
  return next === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : next;
}
