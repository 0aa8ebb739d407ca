import { isAnswered } from './link-samples.mjs';

/** @typedef {import('./csv.mjs').Row} Row */

/**
 * @typedef {object} Waits
 * @property {number[]} waits in ms, in the order of time
 * @property {number} lost
 * @property {number} timedOut
 * @property {number} cut of the other lost ones, those after which nobody looked until an answer came
 * @property {number} least the shortest wait that is a lower bound; without one infinite
 * @property {number} leftOut
 * @property {number} refused
 * @property {string} metric
 */

/** Answers that say no, over a link that carries them. */
const REFUSALS = ['http-status', 'throttled', 'stream-error'];

/**
 * When an answer of any kind came, also one that says no or breaks off; nothing where none did.
 * @param {Row} row
 */
function arrivalOf({ outcome, response_ms = '', http_status = '', late_ms, ttfb_ms, due_epoch_ms }) {
  if (outcome !== 'ok' && outcome !== 'late' && outcome !== 'failed') return undefined;
  if (response_ms !== '') return Number(due_epoch_ms) + Number(response_ms);
  return http_status === '' ? undefined : Number(due_epoch_ms) + Number(late_ms) + Number(ttfb_ms);
}

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
  const found = {
    ...{ waits: [], lost: 0, timedOut: 0, cut: 0, least: Number.POSITIVE_INFINITY },
    ...{ leftOut: 0, refused: 0, metric: isTrip ? 'round trips' : 'response times' },
  };
  rows.forEach((row, i) => {
    if (row.outcome === 'unmeasured') return;
    const { error = '' } = row;
    const cell = (isTrip ? row.rtt_ms : row.response_ms) ?? '';
    if (isAnswered(row)) {
      if (cell === '') found.leftOut += 1;
      else found.waits.push(Number(cell));
    } else if (
      REFUSALS.includes(error) &&
      (arrivalOf(row) !== undefined || (error === 'throttled' && row.late_ms === ''))
    )
      found.refused += 1;
    else {
      const { until, isAnswer } = nextAnswer(rows, i, blind);
      const isTimeout = row.outcome === 'timeout';
      const wait = Math.max(isTimeout ? timeoutMs : 0, until - Number(row.due_epoch_ms));
      found.lost += 1;
      found.waits.push(wait);
      if (isTimeout) found.timedOut += 1;
      else if (!isAnswer) found.cut += 1;
      if (isTimeout || !isAnswer) found.least = Math.min(found.least, wait);
    }
  });
  return found;
}

/**
 * When the next answer came to a row further down, or when nobody looked any more if that is earlier: at the
 * last due time, too.
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
    next = Math.min(next, arrivalOf(row) ?? next);
  }
  if (next === Number.POSITIVE_INFINITY)
    return { until: Math.max(due, Number(rows.at(-1)?.due_epoch_ms)), isAnswer: false };
  return { until: next, isAnswer: next < end };
}
