import { uniformStream } from '../schedule/random.ts';
import { mean } from '../stats/mean.ts';
import { MIN_BEYOND, nearestRank, samplesNeeded } from '../stats/percentile.ts';
import { valuesAtRanks } from '../stats/select.ts';

/** Numbers of workers that are simulated. */
export const WORKERS = [2, 4, 8, 16, 32, 64] as const;
/** Wall-clock time that stays together when the record is cut: four slots of 15 s, and nearly every outage. */
export const BLOCK_S = 60;
/** With fewer blocks, the workers of the independent bound would mostly wait for the same moment. */
export const MIN_BLOCKS = 10;
/** Steps of the simulation: at least so many, and at most. */
const LEAST_STEPS = 1 << 15;
const MOST_STEPS = 1 << 16;
/** A long record is thinned to so many series at most, so that they stay in the processor's cache. */
const MOST_SERIES = 8;

/** How long a step of so many workers waits for its slowest link, in ms; absent where the data cannot support it. */
export interface Barrier {
  workers: number;
  p50?: number | undefined;
  p95?: number | undefined;
  p99?: number | undefined;
  mean?: number | undefined;
}

export interface BarrierSimulation {
  /** One link; and any number of workers behind links that all see the same moment. */
  single: Barrier;
  /** Workers behind links of their own; empty with fewer than `MIN_BLOCKS` blocks. */
  independent: Barrier[];
  /** Blocks that the record has. */
  blocks: number;
  /** Simulated steps behind each row of `independent`. */
  steps: number;
}

/**
 * The barrier at the end of a synchronous training step: each worker sends at one
 * moment, and the step goes on when the slowest link has answered.
 *
 * The lower bound is one link: all see the same moment. For the upper bound each
 * worker lives through the whole record, cut into blocks of a minute at a place
 * of its own and in an order of its own; a step is the maximum over the workers.
 * That is a block bootstrap (Kuensch 1989; circular: Politis and Romano 1992)
 * drawn without replacement, so that each worker meets each sample equally often
 * (balanced: Davison, Hinkley and Schechtman 1986). `waitMs` are in the order of
 * time, `intervalMs` lie between them; where that is no one number, no blocks can be cut. A long record is thinned evenly, from up to
 * eight starts. Seeded from the values: the same record gives
 * the same figures.
 */
export function simulateBarrier(
  waitMs: Float32Array<ArrayBuffer>,
  intervalMs: number | undefined,
): BarrierSimulation {
  const n = waitMs.length;
  const blocks = Math.floor((n * (intervalMs ?? 0)) / (1000 * BLOCK_S));
  const single = rowOf(1, waitMs, n);
  if (intervalMs === undefined || blocks < MIN_BLOCKS) return { single, independent: [], blocks, steps: 0 };
  const stride = Math.ceil(n / MOST_STEPS);
  const length = Math.floor(n / stride);
  const series = thinned(waitMs, stride, length);
  const rounds = Math.ceil(LEAST_STEPS / length);
  const blockLength = Math.max(1, Math.round((1000 * BLOCK_S) / (intervalMs * stride)));
  const seed = seedOf(waitMs);
  const slowest = new Float32Array(length * rounds);
  const independent: Barrier[] = [];
  let worker = 0;
  for (const workers of WORKERS) {
    for (; worker < workers; worker++) {
      const own = series[worker % series.length] ?? waitMs;
      for (let round = 0; round < rounds; round++) {
        const steps = slowest.subarray(round * length, (round + 1) * length);
        live(own, steps, blockLength, uniformStream(seed, worker * rounds + round));
      }
    }
    independent.push(rowOf(workers, slowest, n));
  }
  return { single, independent, blocks, steps: slowest.length };
}

/** How many samples of one link quantile `p` of the barrier of independent workers needs. */
export function barrierSamplesNeeded(p: number, workers: number): number {
  return samplesNeeded(linkShare(p, workers));
}

/**
 * The quantile of one link that stands behind quantile `p` of the barrier: the
 * maximum of N independent values is at or below x with probability F(x)^N. The
 * median over 8 links is one link's p91.7, and the p99 its p99.87.
 */
function linkShare(p: number, workers: number): number {
  return p ** (1 / workers);
}

/** A figure must have 5 samples of the `measured` ones of one link beyond it. */
function rowOf(workers: number, values: Float32Array<ArrayBuffer>, measured: number): Barrier {
  const n = values.length;
  const found = valuesAtRanks(
    values,
    QUANTILES.map((p) => nearestRank(n, p)),
  );
  const [p50, p95, p99] = QUANTILES.map((p, i) =>
    measured - nearestRank(measured, linkShare(p, workers)) < MIN_BEYOND ? undefined : found[i],
  );
  return { workers, p50, p95, p99, mean: mean(values) };
}

const QUANTILES = [0.5, 0.95, 0.99] as const;

/** Every `stride`-th value, from a few starts that lie evenly. */
function thinned(values: Float32Array<ArrayBuffer>, stride: number, length: number) {
  if (stride === 1) return [values];
  const count = Math.min(stride, MOST_SERIES);
  return Array.from({ length: count }, (_, k) => {
    const start = Math.floor((k * stride) / count);
    const series = new Float32Array(length);
    for (let i = 0; i < length; i++) series[i] = values[start + i * stride] ?? 0;
    return series;
  });
}

/** One worker's way through the record: raises `slowest` where it was slower. */
function live(
  waitMs: Float32Array,
  slowest: Float32Array,
  blockLength: number,
  chance: (index: number) => number,
): void {
  const { length } = slowest;
  const turn = Math.floor(chance(0) * length);
  const order = shuffled(Math.ceil(length / blockLength), (i) => chance(1 + i));
  let step = 0;
  for (let b = 0; b < order.length; b++) {
    const start = (order[b] ?? 0) * blockLength;
    const end = Math.min(start + blockLength, length);
    let from = start + turn;
    if (from >= length) from -= length;
    for (let i = start; i < end; i++) {
      const wait = waitMs[from] ?? 0;
      if (wait > (slowest[step] ?? 0)) slowest[step] = wait;
      step += 1;
      from += 1;
      if (from === length) from = 0;
    }
  }
}

/** 0 up to `count` in an order by chance (Fisher and Yates). */
function shuffled(count: number, chance: (i: number) => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(chance(i) * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  return order;
}

/** A seed that depends on each value and its place (FNV-1a, a 32-bit word at a time). */
function seedOf(values: Float32Array<ArrayBuffer>): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ (words[i] ?? 0), 0x01000193);
  return hash >>> 0;
}
