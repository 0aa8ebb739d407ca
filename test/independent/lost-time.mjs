import { gammaShare, inverse } from './distributions.mjs';

/**
 * An outage: observed time before it, and how much of it was observed, in seconds.
 * @typedef {{ at: number, length: number }} Loss
 */

/**
 * What docs/statistics.md says of availability. Times in seconds.
 * @typedef {object} Availability
 * @property {number} observed
 * @property {number} down
 * @property {number} outages
 * @property {number} [share]
 * @property {number} [low]
 * @property {number} [high]
 * @property {number} [nines]
 * @property {number} [mtbf]
 * @property {number} [mtbfLow]
 * @property {number} [mtbfHigh]
 * @property {number} [mttr]
 * @property {number} [longest]
 */

/** One more outage lasts so long at least, in seconds: an assumption. */
const LEAST_NEXT_S = 10;

/**
 * @param {Loss[]} losses
 * @param {number} observed seconds
 * @returns {Availability}
 */
export function availability(losses, observed) {
  const down = losses.reduce((sum, { length }) => sum + length, 0);
  const outages = losses.length;
  if (observed <= 0) return { observed: 0, down, outages };
  const up = observed - down;
  const time = sumInterval(losses, observed, LEAST_NEXT_S);
  const count = sumInterval(
    losses.map(({ at }) => ({ at, length: 1 })),
    observed,
    1,
  );
  return {
    observed,
    down,
    outages,
    share: up / observed,
    low: Math.max(0, 1 - time.high / observed),
    high: 1 - time.low / observed,
    nines: down > 0 ? -Math.log10(down / observed) : undefined,
    mtbf: outages > 0 ? up / outages : undefined,
    mtbfLow: up / count.high,
    mtbfHigh: count.low > 0 ? up / count.low : undefined,
    mttr: outages > 0 ? down / outages : undefined,
    longest: outages > 0 ? Math.max(...losses.map(({ length }) => length)) : undefined,
  };
}

/**
 * The mid-P gamma interval of what losses add up to.
 * @param {Loss[]} losses
 * @param {number} observed
 * @param {number} leastNext
 */
function sumInterval(losses, observed, leastNext) {
  const length = Math.min(3600, Math.max(600, observed / 48));
  const blocks = Math.max(2, Math.round(observed / length));
  /** @type {number[]} */
  const sums = new Array(blocks).fill(0);
  for (const loss of losses) {
    const block = Math.min(blocks - 1, Math.floor((loss.at / observed) * blocks));
    sums[block] = (sums[block] ?? 0) + loss.length;
  }
  const sum = losses.reduce((all, loss) => all + loss.length, 0);
  const alone = losses.reduce((all, loss) => all + loss.length ** 2, 0);
  const between = sums.reduce((all, block) => all + (block - sum / blocks) ** 2, 0);
  const variance = Math.max(alone, (between * blocks) / (blocks - 1));
  const next = Math.max(leastNext, ...sums);
  /** @param {number} x */
  const share = (x) => (gammaOf(sum, variance, x) + gammaOf(sum + next, variance + next ** 2, x)) / 2;
  const most = sum + next + 20 * Math.sqrt(variance + next ** 2);
  return { low: inverse(share, 0.025, 0, most), high: inverse(share, 0.975, 0, most) };
}

/**
 * @param {number} mean
 * @param {number} variance
 * @param {number} x
 */
function gammaOf(mean, variance, x) {
  return variance > 0 ? gammaShare(mean ** 2 / variance, (x * mean) / variance) : 1;
}

/**
 * What the estimate says of a target, and how long until it would say more.
 * @param {Availability} estimate
 * @param {number} target
 */
export function judged({ observed, down, share, low, high }, target) {
  if (low !== undefined && low >= target) return { answer: 'Met' };
  if (high !== undefined && high < target) return { answer: 'Not met' };
  const answer = 'Not enough data';
  if (share === undefined || low === undefined || high === undefined || share === target) return { answer };
  const times = (share > target ? share - low : high - share) / Math.abs(share - target);
  const asLong = down > 0 ? times ** 2 : times;
  return { answer, more: asLong > 1 ? observed * (asLong - 1) : undefined };
}
