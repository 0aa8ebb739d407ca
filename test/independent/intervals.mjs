import { intervalAround, shareOf } from './share.mjs';

/**
 * Answered values and lost requests of one minute of due times.
 * @typedef {{ values: number[], lost: number }} Minute
 */

/**
 * What an interval is made of.
 * @typedef {object} Timed
 * @property {number[]} sorted answered values, ascending
 * @property {number} lost requests that count as infinitely slow
 * @property {Minute[]} minutes
 */

/** Fewer blocks than this with a sample beyond a value tell nothing of an upper end. */
const FEWEST_BLOCKS = 5;

/**
 * The 95 % interval of the percentile `value`, at or below which the share `p` lies
 * (docs/statistics.md, "Percentiles").
 * @param {number} p
 * @param {number} value
 * @param {Timed} population
 * @returns {{ low?: number | undefined, high?: number | undefined }}
 */
export function percentileInterval(p, value, population) {
  const first = around(p, value, population);
  const { low, high } = first ?? {};
  const atLow = low === undefined ? undefined : around(p, low, population);
  const atHigh = high === undefined ? undefined : around(p, high, population);
  return {
    low: atLow === undefined ? low : outwards(Math.min, low, atLow.low),
    high: atHigh === undefined ? high : outwards(Math.max, high, atHigh.high),
  };
}

/**
 * @param {(a: number, b: number) => number} farther
 * @param {number | undefined} a
 * @param {number | undefined} b
 */
const outwards = (farther, a, b) => (a === undefined || b === undefined ? undefined : farther(a, b));

/**
 * The interval with the variance at `value`, as measured values; nothing where there is no variance.
 * @param {number} p
 * @param {number} value
 * @param {Timed} population
 */
function around(p, value, { sorted, lost, minutes }) {
  const blocks = minutes.map(({ values, lost: gone }) => ({
    hits: values.filter((each) => each <= value).length,
    total: values.length + (lost > 0 ? gone : 0),
  }));
  const precision = shareOf(blocks)?.precision;
  if (precision === undefined) return undefined;
  const shares = intervalAround(p, precision);
  const n = sorted.length + lost;
  /** @param {number} rank */
  const at = (rank) => {
    if (rank < 1 || rank > n) return undefined;
    return rank > sorted.length ? Number.POSITIVE_INFINITY : sorted[rank - 1];
  };
  return {
    low: at(Math.floor(n * shares.low)),
    high: precision.telling < FEWEST_BLOCKS ? undefined : at(Math.floor(n * shares.high) + 1),
  };
}
