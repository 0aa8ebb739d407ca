import { betaQuantile, student975, Z } from './distributions.mjs';

/**
 * Hits and all samples of one block of time.
 * @typedef {{ hits: number, total: number }} Block
 */

/**
 * How well blocks of time tell a share (docs/statistics.md, "Variance of a share").
 * @typedef {object} Precision
 * @property {number} m effective sample size
 * @property {number} blocks T
 * @property {number} rho
 * @property {number} skewness of the residuals
 * @property {number} kurtosis excess, of the residuals
 * @property {number} telling blocks with a hit, or with a miss, whichever are fewer
 * @property {boolean} fewMisses those with a miss are fewer, or no more
 */

/**
 * @typedef {object} Share
 * @property {number} hits
 * @property {number} total
 * @property {number} share
 * @property {Precision | undefined} precision
 */

/** @param {number[]} values */
const sum = (values) => values.reduce((all, value) => all + value, 0);

/**
 * Steps 1 to 6.
 * @param {Block[]} all
 * @returns {Share | undefined}
 */
export function shareOf(all) {
  const blocks = all.filter(({ total }) => total > 0);
  const hits = sum(blocks.map((block) => block.hits));
  const total = sum(blocks.map((block) => block.total));
  if (total === 0) return undefined;
  const share = hits / total;
  const e = blocks.map((block) => block.hits - share * block.total);
  const T = e.length;
  const squares = sum(e.map((x) => x ** 2));
  const withHit = blocks.filter((block) => block.hits > 0).length;
  const withMiss = blocks.filter((block) => block.hits < block.total).length;
  const telling = Math.min(withHit, withMiss);
  if (T < 8 || telling === 0 || squares === 0) return { hits, total, share, precision: undefined };
  const r = sum(e.slice(1).map((x, i) => x * (e[i] ?? 0))) / squares;
  const rho = Math.min(0.99, r + (1 + 3 * r) / T);
  const k = componentsOf(T, rho);
  let variance = 0;
  for (let j = 1; j <= k; j++) {
    const cosine = sum(e.map((x, i) => x * Math.cos((Math.PI * j * (i + 0.5)) / T)));
    variance += (2 * cosine ** 2) / k;
  }
  return {
    hits,
    total,
    share,
    precision: {
      m: (share * (1 - share) * total ** 2) / variance,
      blocks: T,
      rho,
      skewness: sum(e.map((x) => x ** 3)) / T / (squares / T) ** 1.5,
      kurtosis: Math.max(0, sum(e.map((x) => x ** 4)) / T / (squares / T) ** 2 - 3),
      telling,
      fewMisses: withMiss <= withHit,
    },
  };
}

/**
 * @param {number} T
 * @param {number} rho
 */
function componentsOf(T, rho) {
  const usual = 0.4 * T ** (2 / 3);
  const flat = rho > 0 ? (0.21 * T * (1 - rho)) / Math.sqrt(rho) : usual;
  return Math.min(50, Math.max(1, Math.round(Math.min(usual, flat))));
}

/**
 * Step 5.
 * @param {Precision} precision
 */
export function degrees({ blocks, rho, kurtosis, telling }) {
  return Math.min(telling, 2 / (2 / componentsOf(blocks, rho) + (1.75 * kurtosis) / blocks));
}

/**
 * Step 7: one end of the interval around `share`, `width` standard errors away.
 * @param {'low' | 'high'} end
 * @param {number} share
 * @param {number} m
 * @param {number} width
 */
export function endOf(end, share, m, width) {
  const size = m * (Z / width) ** 2;
  return betaQuantile(end === 'low' ? 0.025 : 0.975, share * size + 0.5, (1 - share) * size + 0.5);
}

/**
 * The 95 % interval around `share` with the precision of these blocks.
 * @param {number} share
 * @param {Precision} precision
 */
export function intervalAround(share, precision) {
  const width = student975(degrees(precision));
  return { low: endOf('low', share, precision.m, width), high: endOf('high', share, precision.m, width) };
}
