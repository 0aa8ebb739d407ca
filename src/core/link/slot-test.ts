import type { SampleBatch } from '../sample-batch.ts';
import { type Answered, thinned } from '../stats/answered.ts';
import { PHASES, SlotFold } from './slot-fold.ts';
import { apart, peakOf } from './slot-peak.ts';
import { phaseOf } from './slot-phase.ts';

/** Why a rhythm is not held for established. */
export type SlotDoubt =
  /** Under 9 minutes of consecutive samples. */
  | 'too-short'
  /** Its z is under 6, or under 1.5 times that at a wrong period. */
  | 'no-clearer-than-chance'
  /** Its effect is under 1 ms. */
  | 'too-small'
  /** The thirds of the campaign do not agree on the phase. */
  | 'not-repeated'
  /** Another phase comes close to it, as with a rhythm of 5 s. */
  | 'not-alone'
  /** It is missing at one of its places in a round of 45, 60, 75 or 105 s, as with a job that runs each minute. */
  | 'not-each-slot';

/** What the samples say of a rhythm of 15 s. Phases are seconds after :00, :15, :30 and :45 of the wall clock. */
export interface SlotTest {
  status: 'established' | 'not-established' | 'not-enough-data';
  /** Why not, where it is `not-established`. */
  doubts: SlotDoubt[];
  /** Time between consecutive samples that were compared, in s, and their number. */
  observedS: number;
  steps: number;
  /** Robust z of the best phase, and the highest of those at the wrong periods. */
  z?: number | undefined;
  nullZ?: number | undefined;
  /** How much larger a step is that straddles the boundary, in ms. */
  effectMs?: number | undefined;
  /** With its 95 % interval, which may reach below 0 or above 15; where established. */
  phase?: { s: number; lowS: number; highS: number } | undefined;
  /** Excess in ms at each of 150 candidate phases; NaN where nothing was seen. */
  excessMs: Float64Array;
}

const SLOT_MS = 15_000;
/** Periods at which nothing is known to happen. */
const WRONG_PERIODS_MS = [11.3, 12.7, 13.7, 16.3, 17.3, 18.1, 19.1, 21.7].map((s) => s * 1000);
const MOST_STEP_MS = 100;
/** Samples that lie further apart say little of when something happened. */
const MOST_APART_MS = SLOT_MS / 4;
const MOST_SAMPLES = 300_000;
const PARTS = 30;
const MINUTE_MS = 60_000;
/**
 * Rounds of so many slots, in each place of which the rhythm has to be: what comes once in 60 s is in
 * one of four places, and what comes once in 45, 75 or 105 s in all four of those, but in one only of
 * three, five or seven. Of what is rarer the phases show too little to pass for a rhythm of 15 s.
 */
const ROUNDS: readonly { slots: number; least: number }[] = [
  { slots: 3, least: 0.25 },
  { slots: 4, least: 0.25 },
  { slots: 5, least: 0.1 },
  { slots: 7, least: 0.1 },
];
/** Rounds of more than four slots are asked for from so many of them on: fewer tell little of each place. */
const LEAST_ROUNDS = 10;

/** Under this nothing is computed: four slots, and a step or so a second. */
const LEAST_S = 60;
const LEAST_STEPS = 40;
const ESTABLISHED_S = 540;
const LEAST_Z = 6;
const OVER_NULL = 1.5;
const LEAST_EFFECT_MS = 1;
const SAME_PHASE_S = 1;
const NEIGHBOUR_S = 2.5;
const MOST_ELSEWHERE = 0.6;

/**
 * Whether round-trip times change in a rhythm of 15 s, in which Starlink assigns
 * its satellites anew, and at which phase of the wall clock.
 *
 * Steps are |RTT difference| of consecutive answered samples at most 3.75 s
 * apart, capped at 100 ms. For each candidate phase: the mean of the steps that
 * straddle it less the mean of the others; z is that of the maximum over the
 * phases, by median and MAD. The same at eight wrong periods is the null. That
 * alone gives false alarms where latency steps at random times, so that a rhythm
 * counts as established only where all of `SlotDoubt` is out of the way
 * (docs/statistics.md has the figures). O(n).
 */
export function slotTest(samples: SlotSamples): SlotTest {
  const parts = Array.from({ length: PARTS }, () => new SlotFold(SLOT_MS));
  const rounds = ROUNDS.map(({ slots }) => new SlotFold(slots * SLOT_MS, slots * PHASES));
  const nulls = WRONG_PERIODS_MS.map((periodMs) => new SlotFold(periodMs));
  const { observedS, steps } = foldSteps(samples, parts, [...rounds, ...nulls]);
  const whole = sumOf(parts);
  const excessMs = whole.excess();
  const peak = peakOf(excessMs);
  const seen = { observedS, steps, excessMs };
  if (observedS < LEAST_S || steps < LEAST_STEPS || peak === undefined)
    return { ...seen, status: 'not-enough-data', doubts: [] };

  const nullZ = nulls.reduce((most, fold) => Math.max(most, peakOf(fold.excess())?.z ?? 0), 0);
  const sameInThirds = [0, 1, 2].every((third) => {
    const own = peakOf(sumOf(parts.slice((third * PARTS) / 3, ((third + 1) * PARTS) / 3)).excess());
    return own !== undefined && secondsApart(own.index, peak.index) <= SAME_PHASE_S;
  });
  const elsewhere = excessMs.reduce(
    (most, value, i) => (secondsApart(i, peak.index) > NEIGHBOUR_S && value > most ? value : most),
    0,
  );
  const effectMs = excessMs[peak.index] ?? 0;
  const isInEachPlace = () =>
    ROUNDS.every(({ slots, least }, i) => {
      if (slots > 4 && observedS * 1000 < LEAST_ROUNDS * slots * SLOT_MS) return true;
      const excess = rounds[i]?.excess().filter((_, at) => at % PHASES === peak.index);
      return excess?.every((value) => value > least * effectMs) === true;
    });
  const conditions: [SlotDoubt, boolean][] = [
    ['too-short', observedS >= ESTABLISHED_S],
    ['no-clearer-than-chance', peak.z >= LEAST_Z && peak.z >= OVER_NULL * nullZ],
    ['too-small', effectMs >= LEAST_EFFECT_MS],
    ['not-repeated', sameInThirds],
    ['not-alone', elsewhere < MOST_ELSEWHERE * effectMs],
    ['not-each-slot', isInEachPlace()],
  ];
  const doubts = conditions.flatMap(([doubt, holds]) => (holds ? [] : [doubt]));
  const status = doubts.length === 0 ? 'established' : 'not-established';
  const phase = status === 'established' ? phaseOf(parts) : undefined;
  return { ...seen, status, doubts, z: peak.z, nullZ, effectMs, phase };
}

/** Round trips, and the due time of the first row of all. */
export interface SlotSamples extends Answered {
  startEpochMs: number;
}

/** Round trips for `slotTest`: of more than 300,000, blocks spread over the campaign. `batches` are in the order of `seq`. */
export function slotSamples(batches: readonly SampleBatch[]): SlotSamples {
  const startEpochMs = batches[0]?.dueEpochMs[0] ?? 0;
  return { ...thinned(batches, 'rttMs', MOST_SAMPLES), startEpochMs };
}

function foldSteps(
  { sentEpochMs, values, startEpochMs }: SlotSamples,
  parts: readonly SlotFold[],
  others: readonly SlotFold[],
) {
  // A whole minute keeps the phases those of the wall clock.
  const originMs = Math.floor(startEpochMs / MINUTE_MS) * MINUTE_MS;
  const n = values.length;
  let answered = 0;
  for (let i = 0; i < n; i++) if (!Number.isNaN(sentEpochMs[i] ?? Number.NaN)) answered += 1;
  const [fromMs, toMs, sizeMs] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  /** How many steps lie in each part and before it. */
  const ends = new Uint32Array(parts.length);
  let lastMs = Number.NaN;
  let lastRtt = Number.NaN;
  let observedMs = 0;
  let steps = 0;
  let at = 0;
  for (let i = 0; i < n; i++) {
    const sentMs = (sentEpochMs[i] ?? Number.NaN) - originMs;
    const rttMs = values[i] ?? Number.NaN;
    const apartMs = sentMs - lastMs;
    if (lastMs >= 0 && apartMs > 0 && apartMs <= MOST_APART_MS) {
      fromMs[steps] = lastMs;
      toMs[steps] = sentMs;
      sizeMs[steps] = Math.min(MOST_STEP_MS, Math.abs(rttMs - lastRtt));
      observedMs += apartMs;
      steps += 1;
      ends[Math.floor((at / answered) * parts.length)] = steps;
    }
    if (!Number.isNaN(sentMs)) at += 1;
    lastMs = sentMs;
    lastRtt = rttMs;
  }
  const all = { fromMs, toMs, sizeMs };
  let begin = 0;
  parts.forEach((part, k) => {
    const end = Math.max(begin, ends[k] ?? 0);
    part.add(all, begin, end);
    begin = end;
  });
  for (const fold of others) fold.add(all, 0, steps);
  return { observedS: observedMs / 1000, steps };
}

function sumOf(folds: readonly SlotFold[]): SlotFold {
  const sum = new SlotFold(SLOT_MS);
  for (const fold of folds) sum.addFold(fold);
  return sum;
}

function secondsApart(a: number, b: number): number {
  return (apart(a, b, PHASES) * SLOT_MS) / PHASES / 1000;
}
