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
 * @param {number[]} waits
 * @param {number} rounds
 * @param {number} blockLength
 * @param {() => number} random
 * @returns {Map<number, Float64Array>} the steps' barriers by the number of workers
 */
function simulate(waits, rounds, blockLength, random) {
  const n = waits.length;
  const barriers = new Float64Array(n * rounds);
  const found = new Map();
  for (let worker = 1; worker <= 64; worker++) {
    for (let round = 0; round < rounds; round++) {
      const turn = Math.floor(random() * n);
      const blocks = Array.from({ length: Math.ceil(n / blockLength) }, (_, i) => ({ i, key: random() }));
      let step = round * n;
      for (const { i } of blocks.sort((a, b) => a.key - b.key)) {
        const end = Math.min(n, (i + 1) * blockLength);
        for (let at = i * blockLength; at < end; at++, step++)
          barriers[step] = Math.max(barriers[step] ?? 0, waits[(at + turn) % n] ?? 0);
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
 * @param {number[]} waits
 * @param {number} rounds
 * @param {number} blockLength
 */
export function barriersOf(waits, rounds, blockLength) {
  const n = waits.length;
  const sorted = Float64Array.from(waits).sort();
  const random = generator(2_718_281);
  const trials = Array.from({ length: TRIALS }, () => simulate(waits, rounds, blockLength, random));
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
