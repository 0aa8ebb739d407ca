import type { Span } from './spans.ts';

/** Outages that come again and again after the same time. */
export interface OutageRhythm {
  periodS: number;
  /** Times without a rhythm before it: what lies under a minute apart is one. */
  events: number;
  /** Those within the fullest quarter of the period; a quarter of them by chance. */
  inQuarter: number;
  /** The period is that of something that runs by the clock, such as a task each 5 minutes. */
  isRound: boolean;
}

/** Fewer tell nothing. */
const LEAST_EVENTS = 20;
/** More are not looked at: the newest of a long record. */
const MOST_EVENTS = 500;
/** Outages this close, in s, belong to one passage of a satellite. */
const ONE_EVENT_S = 60;
const LONGEST_S = 2 * 3600;
const SHORTEST_S = 120;
/** A period has to come round this often. */
const LEAST_ROUNDS = 10;
/** The finest period that is sought is the record by this: it bounds the work. */
const MOST_ROUNDS = 2000;
/** Trials for each independent frequency. */
const OVERSAMPLING = 4;
/** False alarms where outages come at random, one after the other. */
const ALARMS = 0.001;
/** Against the middle power, which bursts raise and one rhythm does not. */
const OVER_MIDDLE = 10;
/** Of the strongest bundle. */
const NEARLY = 0.75;
const LEAST_IN_QUARTER = 0.6;
const THIRD_REACH = 1 / 6;
/** A third has to be bundled by this at least; 0 is even, 1 is one instant. */
const THIRD_LENGTH = 0.3;
const ROUND_S = [120, 180, 300, 600, 900, 1200, 1800, 3600, 7200];
const ROUND_SHARE = 0.004;

/**
 * Whether outages come in a rhythm, as they do where something stands in the way of
 * a dish: satellites pass the same part of the sky again after a fixed time. `starts`
 * are in ms, ascending; `holes` is time in which nobody looked.
 *
 * The power of each frequency is the Rayleigh statistic (Mardia and Jupp, Directional
 * Statistics, 2000, 6.3.1), the maximum judged as one of so many, also
 * where each round of the period has one voice. A rhythm has to stand out of the middle
 * power tenfold, be there at the same phase in each third of the events, and hold 60 %
 * of them in a quarter of its period. Nothing where any
 * of that is missing, or where a tenth of the time went unmeasured: pauses of the
 * measurement have a rhythm of their own.
 */
export function outageRhythm(
  starts: readonly number[],
  { start, end }: Span,
  unmeasuredMs: number,
): OutageRhythm | undefined {
  if (unmeasuredMs > 0.1 * (end - start)) return undefined;
  const times = eventsOf(starts).slice(-MOST_EVENTS);
  const [first = 0] = times;
  if (times.length < LEAST_EVENTS) return undefined;
  // Of a record whose newest events alone are looked at, their time counts.
  const spanS = (end - (starts.length > times.length ? first : start)) / 1000;
  const seconds = times.map((ms) => (ms - first) / 1000);
  const shortest = Math.max(SHORTEST_S, spanS / MOST_ROUNDS);
  const longest = Math.min(LONGEST_S, spanS / LEAST_ROUNDS);
  if (longest <= 2 * shortest) return undefined;
  const powers = spectrum(seconds, 1 / longest, 1 / shortest, 1 / (OVERSAMPLING * spanS));
  const best = Math.max(...powers);
  const asked = Math.log((spanS * (1 / shortest - 1 / longest)) / ALARMS);
  if (best < asked || best < OVER_MIDDLE * middleOf(powers)) return undefined;
  const found = 1 / (1 / longest + powers.indexOf(best) / (OVERSAMPLING * spanS));
  const periodS = fundamental(seconds, found, longest);
  return cyclePower(seconds, periodS) < asked ? undefined : rhythmAt(seconds, periodS);
}

/** The first of each group of outages. */
function eventsOf(starts: readonly number[]): number[] {
  return starts.filter((ms, i) => i === 0 || ms - (starts[i - 1] ?? 0) >= ONE_EVENT_S * 1000);
}

/** Rayleigh powers at even steps of frequency. Each event turns by the same angle from one to the next. */
function spectrum(seconds: readonly number[], from: number, to: number, step: number): Float64Array {
  const count = Math.floor((to - from) / step) + 1;
  const real = new Float64Array(count);
  const imaginary = new Float64Array(count);
  for (const s of seconds) {
    let [re, im] = unit(from * s);
    const [turnRe, turnIm] = unit(step * s);
    for (let i = 0; i < count; i++) {
      real[i] = (real[i] ?? 0) + re;
      imaginary[i] = (imaginary[i] ?? 0) + im;
      const turned = re * turnRe - im * turnIm;
      im = re * turnIm + im * turnRe;
      re = turned;
    }
  }
  return real.map((re, i) => (re * re + (imaginary[i] ?? 0) ** 2) / seconds.length);
}

const unit = (turns: number): [number, number] => [
  Math.cos(2 * Math.PI * turns),
  Math.sin(2 * Math.PI * turns),
];

/** What is bundled at a period is so at its half and third as well: the longest that is nearly as strong is meant. */
function fundamental(seconds: readonly number[], periodS: number, longest: number): number {
  const { length } = bundle(seconds, periodS);
  const multiples = [6, 5, 4, 3, 2].map((times) => times * periodS).filter((other) => other <= longest);
  return multiples.find((other) => bundle(seconds, other).length >= NEARLY * length) ?? periodS;
}

function middleOf(powers: Float64Array): number {
  return powers.slice().sort()[powers.length >> 1] ?? 0;
}

/** Where in the period the events lie, from 0 to 1, and how bundled they are. */
function bundle(seconds: readonly number[], periodS: number): { at: number; length: number } {
  let re = 0;
  let im = 0;
  for (const s of seconds) {
    const [x, y] = unit(s / periodS);
    re += x;
    im += y;
  }
  return { at: Math.atan2(im, re) / (2 * Math.PI), length: Math.hypot(re, im) / seconds.length };
}

/** The Rayleigh power with one voice for each round of the period: a burst within one round is one event. */
function cyclePower(seconds: readonly number[], periodS: number): number {
  const { at } = bundle(seconds, periodS);
  const rounds = new Map<number, number[]>();
  for (const s of seconds) {
    const round = Math.round(s / periodS - at);
    rounds.set(round, [...(rounds.get(round) ?? []), s]);
  }
  let re = 0;
  let im = 0;
  for (const inRound of rounds.values()) {
    const own = bundle(inRound, periodS);
    const [x, y] = unit(own.at);
    re += x * own.length;
    im += y * own.length;
  }
  return (re * re + im * im) / rounds.size;
}

/** The distance of two phases, at most half a turn. */
const apart = (a: number, b: number) => Math.abs(a - b - Math.round(a - b));

function rhythmAt(seconds: readonly number[], periodS: number): OutageRhythm | undefined {
  const whole = bundle(seconds, periodS);
  const n = seconds.length;
  const thirds = [0, 1, 2].map((third) =>
    bundle(seconds.slice((third * n) / 3, ((third + 1) * n) / 3), periodS),
  );
  if (thirds.some(({ at, length }) => length < THIRD_LENGTH || apart(at, whole.at) > THIRD_REACH))
    return undefined;
  const inQuarter = seconds.filter((s) => apart(s / periodS, whole.at) <= 1 / 8).length;
  if (inQuarter < LEAST_IN_QUARTER * n) return undefined;
  const isRound = ROUND_S.some((round) => Math.abs(periodS - round) <= ROUND_SHARE * round);
  return { periodS, events: n, inQuarter, isRound };
}
