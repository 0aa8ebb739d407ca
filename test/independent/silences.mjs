/**
 * Answers with an error that prove that the link carries.
 * @typedef {object} Refusals
 * @property {string} probe
 * @property {Record<string, number>} counts by error
 * @property {import('./observed.mjs').Span[]} spells at least two in a row, over more than 2 s
 */

const REFUSED = ['http-status', 'throttled', 'stream-error'];

/**
 * @param {string} probe
 * @param {import('./csv.mjs').Row[]} samples of this probe, without warm-up requests
 * @returns {Refusals}
 */
export function refusals(probe, samples) {
  const counts = Object.fromEntries(REFUSED.map((error) => [error, 0]));
  /** @type {import('./observed.mjs').Span[]} */
  const spells = [];
  /** @type {number[]} */
  let dues = [];
  /** @param {number} [next] due time of what came next, where that was measured */
  const close = (next) => {
    const [from = 0] = dues;
    const to = next ?? dues.at(-1) ?? 0;
    if (dues.length >= 2 && to - from > 2) spells.push({ from, to });
    dues = [];
  };
  for (const { error = '', outcome, due_epoch_ms } of samples) {
    const due = Number(due_epoch_ms) / 1000;
    if (REFUSED.includes(error)) {
      counts[error] = (counts[error] ?? 0) + 1;
      dues.push(due);
    } else if (dues.length > 0) close(outcome === 'unmeasured' ? undefined : due);
  }
  close();
  return { probe, counts, spells };
}

/**
 * When answers came, in seconds since 1970, in order.
 * @param {import('./csv.mjs').Row[]} samples
 */
export function arrivalsOf(samples) {
  return samples
    .filter(({ outcome, response_ms }) => outcome !== 'timeout' && response_ms !== '')
    .map(({ due_epoch_ms, response_ms }) => (Number(due_epoch_ms) + Number(response_ms)) / 1000)
    .sort((a, b) => a - b);
}

/** Times of the outages CSV are whole milliseconds, cut off. */
export const MS = 0.0011;

/**
 * An outage begins and ends with an answer, or with a due time: the samples have these to the microsecond.
 * @param {import('./observed.mjs').Span} outage
 * @param {number[]} moments in order
 */
export function sharpened({ from, to }, moments) {
  /** @param {number} time */
  const exact = (time) => {
    const found = moments[firstFrom(moments, time - 1e-6)];
    return found !== undefined && found < time + MS ? found : time;
  };
  return { from: exact(from), to: exact(to) };
}

/**
 * @param {number[]} sorted
 * @param {number} value
 */
function firstFrom(sorted, value) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Outages as a standing connection felt them: for each whose first echo is known, how long it
 * lasted and how long until that echo, in seconds.
 * @param {import('./csv.mjs').Row[]} samples of one connection
 * @param {import('./observed.mjs').Span[]} outages
 * @param {import('./observed.mjs').Span[]} holes unmeasured time
 */
export function recoveries(samples, outages, holes) {
  const arrivals = arrivalsOf(samples);
  return outages.flatMap(({ from, to }) => {
    const served = arrivals.find((at) => at > from + MS);
    if (served === undefined || holes.some((hole) => hole.from < served && hole.to > from)) return [];
    return [{ link: to - from, echo: served - from }];
  });
}

/**
 * Whether nobody saw the outage begin, or nobody saw it end.
 * @param {import('./observed.mjs').Span} outage
 * @param {number[]} dues of all probes
 * @param {number[]} arrivals at probes that are no control probes
 * @param {import('./observed.mjs').Span[]} holes
 * @param {number} end of the campaign
 */
export function isCut({ from, to }, dues, arrivals, holes, end) {
  const isFrom = (/** @type {number} */ at) => at >= from - 1e-6 && at < from + MS;
  if (to >= end - MS || holes.some((hole) => Math.abs(hole.from - to) < MS)) return true;
  return dues.some(isFrom) && !arrivals.some(isFrom);
}
