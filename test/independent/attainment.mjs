import { student975 } from './distributions.mjs';
import { degrees, endOf, shareOf } from './share.mjs';

/**
 * How docs/verdict.md decides: once at the planned end, or at any look.
 * @typedef {'planned-end' | 'anytime'} Rule
 */

/**
 * @typedef {object} Ends
 * @property {number} [low]
 * @property {number} [high]
 */

/** Requests within one slot count once where nothing was missed, in seconds. */
const SLOT_S = 15;
const BLOCK_S = 60;
/** A look at any time says nothing of fewer blocks, and on one side nothing of fewer that hold a miss. */
const FEWEST_BLOCKS = 8;
const FEWEST_TELLING = 5;
const NEVER_S = 100 * 365 * 86_400;

/**
 * The 95 % interval of the share of good requests (docs/statistics.md, "Attainment").
 * @param {import('./share.mjs').Share} found
 * @param {number} blocks in which something was due
 * @param {Rule} rule
 * @returns {Ends}
 */
export function attained({ share, total, precision }, blocks, rule) {
  const isLook = rule === 'anytime';
  if (isLook && blocks < FEWEST_BLOCKS) return {};
  const slots = Math.min(total, blocks < 2 ? blocks : 2 + ((blocks - 2) * BLOCK_S) / SLOT_S);
  const flawless = rule === 'planned-end' ? 0.025 ** (1 / slots) : (0.05 / (slots + 1)) ** (1 / slots);
  if (share === 1) return { low: flawless, high: 1 };
  if (share === 0) return { low: 0, high: 1 - flawless };
  if (precision === undefined) return {};
  const { m, skewness } = precision;
  const df = degrees(precision);
  const w = rule === 'planned-end' ? student975(df) : wallace(mixture(blocks * BLOCK_S), df);
  const skewer =
    skewness / Math.sqrt(precision.blocks) - (1 - 2 * share) / Math.sqrt(m * share * (1 - share));
  const more = ((1 + 2 * w ** 2) / 6) * Math.abs(skewer);
  const low = Math.min(share, flawless, endOf('low', share, m, skewer < 0 ? w + more : w));
  const high = Math.max(share, 1 - flawless, endOf('high', share, m, skewer > 0 ? w + more : w));
  if (!isLook || precision.telling >= FEWEST_TELLING) return { low, high };
  return precision.fewMisses ? { low, high: 1 } : { low: 0, high };
}

/**
 * Standard errors to either side of a confidence sequence.
 * @param {number} seconds measured
 */
function mixture(seconds) {
  const tau = ((-2 * Math.log(0.05) + Math.log(1 - 2 * Math.log(0.05))) * seconds) / 7200;
  return Math.sqrt(((tau + 1) / tau) * Math.log((tau + 1) / 0.05 ** 2));
}

/**
 * Student's t that is as rare as `z` is for a normal distribution.
 * @param {number} z
 * @param {number} df
 */
function wallace(z, df) {
  return Math.sqrt(df * (Math.exp(((z * (8 * df + 3)) / (8 * df + 1)) ** 2 / df) - 1));
}

/**
 * @param {Ends} ends
 * @param {number} target
 */
export function decisionOf({ low, high }, target) {
  if (low !== undefined && low >= target) return 'Met';
  return high !== undefined && high < target ? 'Not met' : 'Not enough data';
}

/**
 * "How long until this is decided", in seconds more.
 * @param {import('./share.mjs').Block[]} all
 * @param {number} target
 * @param {number} observedS
 */
export function secondsToGo(all, target, observedS) {
  const found = shareOf(all);
  if (found === undefined || observedS <= 0) return undefined;
  const { share, hits, total, precision } = found;
  const blocks = all.filter((block) => block.total > 0).length;
  /** @param {number} f how many times as long */
  const isDecided = (f) => {
    const longer = precision && {
      ...precision,
      m: precision.m * f,
      blocks: precision.blocks * f,
      telling: precision.telling * f,
    };
    const ends = attained({ share, hits, total: total * f, precision: longer }, blocks * f, 'anytime');
    return decisionOf(ends, target) !== 'Not enough data';
  };
  if (isDecided(1)) return 0;
  let over = 2;
  for (; !isDecided(over); over *= 2) if (2 * over * observedS > NEVER_S) return undefined;
  let under = over / 2;
  while (over - under > over / 1000) {
    const middle = (over + under) / 2;
    if (isDecided(middle)) over = middle;
    else under = middle;
  }
  return (over - 1) * observedS;
}
