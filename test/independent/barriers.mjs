import { average } from './link-samples.mjs';
import { generator } from './random.mjs';

const WORKERS = [2, 4, 8, 16, 32, 64];
export const QUANTILES = /** @type {const} */ ([
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
]);
/** Simulations made here, from whose scatter the Monte Carlo error of the app's one is known. */
const TRIALS = 24;
/** Student's t with 24 degrees of freedom lies beyond it in one case of 24,000. */
const MOST_OFF = 5;

/**
 * The share of steps at or below each place of the sorted waits, and the mean, of one simulation made
 * here: each worker lives through the record in blocks of a minute, cut and put in an order of its own.
 * @param {Lived} record
 * @param {() => number} random
 * @returns {Map<number, Float64Array>} the steps' barriers by the number of workers
 */
function simulate({ series, rounds, blockLength }, random) {
  const n = series[0]?.length ?? 0;
  const barriers = new Float64Array(n * rounds);
  const found = new Map();
  for (let worker = 1; worker <= 64; worker++) {
    const own = series[(worker - 1) % series.length] ?? [];
    for (let round = 0; round < rounds; round++) {
      const turn = Math.floor(random() * n);
      const blocks = Array.from({ length: Math.ceil(n / blockLength) }, (_, i) => ({ i, key: random() }));
      let step = round * n;
      for (const { i } of blocks.sort((a, b) => a.key - b.key)) {
        const end = Math.min(n, (i + 1) * blockLength);
        for (let at = i * blockLength; at < end; at++, step++)
          barriers[step] = Math.max(barriers[step] ?? 0, own[(at + turn) % n] ?? 0);
      }
    }
    if (WORKERS.includes(worker)) found.set(worker, barriers.slice());
  }
  return found;
}

/**
 * The barrier of so many independent workers: P(barrier <= x) = F(x)^N, and how far a simulation may lie off.
 * @typedef {object} Barrier
 * @property {number} mean
 * @property {number} meanOff
 * @property {number[]} off of the share at or below each quantile
 */

/**
 * What the workers live through: the record, or of a long one every so manieth value from a few starts.
 * @typedef {object} Lived
 * @property {number[][]} series of one length
 * @property {number} rounds
 * @property {number} blockLength values
 * @property {number} steps
 */

/**
 * @param {number[]} waits
 * @param {number} intervalMs
 * @returns {Lived}
 */
export function recordOf(waits, intervalMs) {
  const stride = Math.ceil(waits.length / 65_536);
  const length = Math.floor(waits.length / stride);
  const starts = Math.min(stride, 8);
  const series = Array.from({ length: starts }, (_, k) => {
    const from = Math.floor((k * stride) / starts);
    return Array.from({ length }, (_, i) => waits[from + i * stride] ?? Number.NaN);
  });
  const rounds = Math.ceil(32_768 / length);
  const blockLength = Math.max(1, Math.round(60_000 / (intervalMs * stride)));
  return { series, rounds, blockLength, steps: rounds * length };
}

/**
 * @param {number[]} waits
 * @param {Lived} record of these
 */
export function barriersOf(waits, record) {
  const n = waits.length;
  const sorted = Float64Array.from(waits).sort();
  const random = generator(2_718_281);
  const trials = Array.from({ length: TRIALS }, () => simulate(record, random));
  return new Map(
    WORKERS.map((workers) => {
      const mean = sorted.reduce((sum, x, i) => sum + x * (((i + 1) / n) ** workers - (i / n) ** workers), 0);
      const steps = trials.map((trial) => trial.get(workers) ?? new Float64Array());
      const off = QUANTILES.map(([, p]) => {
        const x = sorted[Math.ceil(n * p ** (1 / workers)) - 1] ?? 0;
        const exact = sorted.filter((wait) => wait <= x).length / n;
        return scatter(
          steps.map((each) => each.filter((wait) => wait <= x).length / each.length),
          exact ** workers,
        );
      });
      const meanOff = scatter(
        steps.map((each) => average([...each])),
        mean,
      );
      return [workers, { mean, meanOff, off }];
    }),
  );
}

/** How far one more trial may lie from the exact value. @param {number[]} values @param {number} exact */
const scatter = (values, exact) =>
  MOST_OFF * Math.sqrt(values.reduce((sum, value) => sum + (value - exact) ** 2, 0) / values.length);

/** How many samples a quantile takes, so that 5 lie beyond it. @param {number} p */
export function samplesNeeded(p) {
  let n = 5;
  while (n - Math.max(1, Math.ceil(Number((n * p).toPrecision(12)))) < 5) n += 1;
  return n;
}
