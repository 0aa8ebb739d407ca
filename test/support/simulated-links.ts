import { uniformAt } from '../../src/core/schedule/random.ts';

/** A link that answers, or loses, one request a second, and whose truth is known. */
export interface SimulatedLink {
  name: string;
  /** What it is, in a line for the table. */
  description: string;
  /** Response times in ms of `seconds` requests, `Infinity` for lost ones. */
  simulate(seed: number, seconds: number): Float32Array<ArrayBuffer>;
  /** Share of all requests that is never answered. */
  lostShare: number;
  /** The response time in ms that a share `p` of all requests does not exceed, in the long run. */
  quantileMs(p: number): number;
}

/** Points of the standard normal distribution (tables of the NIST handbook, 1.3.6.7.1). */
const NORMAL_POINTS: Readonly<Record<string, number>> = {
  0.5: 0,
  0.95: 1.6448536269514722,
  0.99: 2.3263478740408408,
  0.999: 3.090232306167813,
};

/** xoshiro128** 1.1 of Blackman and Vigna ("Scrambled Linear Pseudorandom Number Generators", 2021); numbers from 0 to 1. */
function random(seed: number): () => number {
  const word = (index: number) => (uniformAt(seed, 0, index) * 2 ** 32) | 0;
  let [a, b, c, d] = [word(0), word(1), word(2), word(3) | 1];
  return () => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return (result >>> 0) / 2 ** 32;
  };
}

/** Independent standard normal numbers (Box and Muller 1958). */
function normals(next: () => number): () => number {
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** A link whose response time is a rising function of a standard normal number, so that its quantiles are known. */
function gaussian(
  name: string,
  description: string,
  msOf: (x: number) => number,
  series: (normal: () => number) => () => number,
): SimulatedLink {
  return {
    name,
    description,
    lostShare: 0,
    simulate(seed, seconds) {
      const next = series(normals(random(seed)));
      return Float32Array.from({ length: seconds }, () => msOf(next()));
    },
    quantileMs(p) {
      const point = NORMAL_POINTS[p];
      if (point === undefined) throw new Error(`There is no point of the normal distribution for ${p}.`);
      return msOf(point);
    },
  };
}

/** Stationary and of variance 1, with the correlation exp(-1/memoryS) from second to second. */
function autoregressive(memoryS: number): (normal: () => number) => () => number {
  return (normal) => {
    const phi = Math.exp(-1 / memoryS);
    const fresh = Math.sqrt(1 - phi * phi);
    let x = normal();
    return () => {
      const now = x;
      x = phi * x + fresh * normal();
      return now;
    };
  };
}

/** Two thirds of the variance stay the same for 15 s. */
function slots(normal: () => number): () => number {
  let second = 0;
  let level = 0;
  return () => {
    if (second++ % 15 === 0) level = normal();
    return Math.sqrt(2 / 3) * level + Math.sqrt(1 / 3) * normal();
  };
}

const logNormal = (x: number) => 25 + 20 * Math.exp(0.5 * x);
/** Pareto with index 1.5 beyond the median, whose variance is infinite; near the median as `logNormal`. */
const paretoTail = (x: number) =>
  25 + 20 * Math.exp(0.5 * Math.min(0, x)) + 20 * (upperTail(x) ** (-2 / 3) - 1);

/** 1 at and below the median, twice the share beyond x above it: erfc by its continued fraction would be overkill, so by Abramowitz and Stegun 26.2.17 (to 1e-7). */
function upperTail(x: number): number {
  if (x <= 0) return 1;
  const t = 1 / (1 + 0.2316419 * x);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (2 * Math.exp((-x * x) / 2) * series) / Math.sqrt(2 * Math.PI);
}

/** Medians and spread of the outages of a badly placed dish: half end within 4 s, nine of ten within 14.2 s. */
const OUTAGE_MEDIAN_S = 4;
const OUTAGE_SIGMA = 0.9886;
const MEAN_OUTAGE_S = OUTAGE_MEDIAN_S * Math.exp(OUTAGE_SIGMA ** 2 / 2);

/** Independent answers, and outages in which all is lost, at random times with a mean of `everyS` between them. */
export function withOutages(everyS: number): SimulatedLink {
  const upS = everyS - MEAN_OUTAGE_S;
  const lostShare = MEAN_OUTAGE_S / everyS;
  return {
    name: 'outages',
    description: `independent, and an outage every ${everyS} s on average, half of them over 4 s, one in ten over 14.2 s`,
    lostShare,
    simulate(seed, seconds) {
      const next = random(seed);
      const normal = normals(next);
      const out = new Float32Array(seconds);
      // It begins in the midst of its course, so that the first second is like any other.
      let down = false;
      let until = -3600;
      for (let second = 0; second < seconds; second++) {
        while (until <= second) {
          down = !down;
          until += down ? OUTAGE_MEDIAN_S * Math.exp(OUTAGE_SIGMA * normal()) : -upS * Math.log(1 - next());
        }
        out[second] = down ? Number.POSITIVE_INFINITY : 30 - 20 * Math.log(1 - next());
      }
      return out;
    },
    quantileMs: (p) =>
      p >= 1 - lostShare ? Number.POSITIVE_INFINITY : 30 - 20 * Math.log(1 - p / (1 - lostShare)),
  };
}

/** The links that intervals are judged by. */
export const SIMULATED_LINKS: readonly SimulatedLink[] = [
  gaussian('independent', 'each answer on its own, log-normal', logNormal, (normal) => normal),
  gaussian('AR(1)', 'autoregressive with a memory of a minute', logNormal, autoregressive(60)),
  gaussian('slots', 'a level for each 15 s with two thirds of the variance', logNormal, slots),
  gaussian('heavy tail', 'Pareto tail of infinite variance, memory of 10 s', paretoTail, autoregressive(10)),
  withOutages(300),
];
