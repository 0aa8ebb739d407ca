import { lowerMedian } from './link-samples.mjs';

/** @typedef {import('./link-samples.mjs').Reading} Reading */

export const PHASES = 150;
export const SLOT_MS = 15_000;
const NULLS_MS = [11_300, 12_700, 13_700, 16_300, 17_300, 18_100, 19_100, 21_700];
export const STRETCHES = 30;

/**
 * A pair of consecutive round trips; `stretch`: which of 30 it belongs to, by the place of the later
 * one among the answered.
 * @typedef {{ fromMs: number, toMs: number, size: number, stretch: number }} Step
 */

/**
 * @param {Reading[]} readings
 * @returns {Step[]}
 */
function stepsOf(readings) {
  const [first] = readings;
  // Phases count from the whole minute in which the record begins.
  const originMs = Math.floor((first?.sentMs ?? 0) / 60_000) * 60_000;
  return readings.slice(1).flatMap(({ sentMs, value, breaks }, i) => {
    const before = readings[i];
    const apartMs = sentMs - (before?.sentMs ?? 0);
    if (before === undefined || breaks || apartMs <= 0 || apartMs > 3750) return [];
    const stretch = Math.floor(((i + 1) * STRETCHES) / readings.length);
    const size = Math.min(100, Math.abs(value - before.value));
    return [{ fromMs: before.sentMs - originMs, toMs: sentMs - originMs, size, stretch }];
  });
}

/**
 * For each phase of a period: the mean of the steps across it less the mean of the others.
 * @param {Step[]} steps
 * @param {number} periodMs
 * @param {number} [phases]
 */
function excessOf(steps, periodMs, phases = PHASES) {
  // In whole phases since the origin, so that a period begins at a multiple of `phases` plus the phase.
  const place = (/** @type {number} */ atMs) => Math.floor((atMs * phases) / periodMs);
  const placed = steps.map(({ fromMs, toMs, size }) => ({ from: place(fromMs), to: place(toMs), size }));
  return Array.from({ length: phases }, (_, phase) => {
    let [across, acrossN, others, othersN] = [0, 0, 0, 0];
    for (const { from, to, size } of placed) {
      if (Math.floor((to - phase) / phases) > Math.floor((from - phase) / phases)) {
        across += size;
        acrossN += 1;
      } else {
        others += size;
        othersN += 1;
      }
    }
    return acrossN === 0 || othersN === 0 ? Number.NaN : across / acrossN - others / othersN;
  });
}

/** @param {number[]} excess */
export function peakOf(excess) {
  const known = excess.filter((value) => !Number.isNaN(value));
  const top = known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const middle = lowerMedian(known);
  const spread = 1.4826 * lowerMedian(known.map((value) => Math.abs(value - middle)));
  return {
    at: excess.indexOf(top),
    top,
    height: top - middle,
    z: spread === 0 ? 0 : (top - middle) / spread,
  };
}

/** @param {number} a @param {number} b */
const apartS = (a, b) => Math.min(Math.abs(a - b), PHASES - Math.abs(a - b)) / 10;

/**
 * The centre of the upper half of the peak, in phases from its top.
 * @param {number[]} excess
 */
export function centreOf(excess) {
  const { at, top, height } = peakOf(excess);
  let [weight, moment] = [0, 0];
  for (let turn = -15; turn <= 15; turn++) {
    const above = (excess[(at + turn + PHASES) % PHASES] ?? Number.NaN) - (top - height / 2);
    if (!(above > 0)) continue;
    weight += above;
    moment += above * turn;
  }
  return at + moment / weight;
}

/**
 * The slot test of docs/statistics.md, each phase folded by itself.
 * @param {Reading[]} readings
 */
export function slotTest(readings) {
  const steps = stepsOf(readings);
  const observedS = steps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / 1000;
  if (observedS < 60 || steps.length < 40) return { status: 'Not enough data', observedS };
  const excess = excessOf(steps, SLOT_MS);
  const { at, top, z } = peakOf(excess);
  const nullZ = Math.max(...NULLS_MS.map((periodMs) => peakOf(excessOf(steps, periodMs)).z));
  const thirds = [0, 1, 2].map((third) => steps.filter(({ stretch }) => Math.floor(stretch / 10) === third));
  // In a round of so many slots each has its share; long rounds are asked for where ten were seen.
  const inEachPlace = [
    [3, 0.25],
    [4, 0.25],
    [5, 0.1],
    [7, 0.1],
  ].every(([slots = 0, least = 0]) => {
    if (slots > 4 && observedS < 10 * slots * 15) return true;
    const places = excessOf(steps, slots * SLOT_MS, slots * PHASES).filter((_, i) => i % PHASES === at);
    return places.every((value) => value > least * top);
  });
  const elsewhere = excess.filter((_, i) => apartS(i, at) > 2.5).filter((value) => value > 0);
  const holds =
    observedS >= 540 &&
    z >= 6 &&
    z >= 1.5 * nullZ &&
    top >= 1 &&
    thirds.every((third) => apartS(peakOf(excessOf(third, SLOT_MS)).at, at) <= 1) &&
    elsewhere.every((value) => value < 0.6 * top) &&
    inEachPlace;
  const phaseS = (centreOf(excess) / 10 + 15) % 15;
  return {
    status: holds ? 'Established' : 'Not established',
    observedS,
    z,
    nullZ,
    effectMs: top,
    phaseS,
    steps,
  };
}
