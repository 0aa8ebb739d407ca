import type { SlotDoubt, SlotTest } from '../core/link/slot-test.ts';
import type { FoldSecond, HoursReport } from '../report/rhythm-types.ts';
import type { SiteZone } from '../report/site-zone.ts';
import { formatDuration, formatMs, plural } from './format.ts';
import { metricName } from './words.ts';

const SLOT_S = 15;
const NETWORK_PHASE_S = 12;
/** The boundary of recordings with a good clock was found from 12.0 to 12.5 s. */
const KNOWN_WIDTH_S = 0.5;
/** A wider interval of the phase does not tell a good clock from a bad one. */
const NARROW_S = 2;

/** One decimal, and no sign before nought. */
const one = (value: number) => value.toFixed(1).replace(/^-(?=0\.0$)/, '');

/** Whether the slot test found a rhythm of 15 s, and what is missing where it did not. */
export function slotWords(slots: SlotTest): string {
  const { status, observedS, z, nullZ, effectMs } = slots;
  if (status === 'not-enough-data')
    return `Not enough data: ${formatDuration(observedS)} of round trips at most 3.75 s apart; the test takes a minute of them to begin with, and 9 minutes to establish anything.`;
  if (status === 'established')
    return `Established: round trips change in a rhythm of 15 s. From one probe to the next they change by ${formatMs(effectMs)} ms more where a boundary lies between (z ${one(z ?? 0)}, at eight wrong periods at most ${one(nullZ ?? 0)}).`;
  const doubts = slots.doubts.slice(0, 2).map((doubt) => DOUBTS[doubt](slots));
  return `Not established: ${doubts.join('; ')}. That is no proof that there is none.`;
}

const DOUBTS: Record<SlotDoubt, (slots: SlotTest) => string> = {
  'too-short': ({ observedS }) =>
    `${formatDuration(observedS)} of consecutive round trips are too short, it takes 9 minutes`,
  'no-clearer-than-chance': ({ z, nullZ }) =>
    `the best phase has a z of ${one(z ?? 0)}, where 6 are asked and half as much again as at every wrong period (here ${one(nullZ ?? 0)})`,
  'too-small': ({ effectMs }) =>
    `round trips change by only ${formatMs(effectMs)} ms more at the best phase, and under 1 ms is not counted`,
  'not-repeated': () => 'the three thirds of the campaign do not agree on the phase',
  'not-alone': () => 'another phase comes close to the best, as a rhythm other than 15 s would do',
  'not-each-slot': () =>
    'it is not seen in each slot of a round of 45, 60, 75 or 105 s, as with something that comes once in such a round',
};

/** Of a recording that does not say when it was made. */
export function undatedWords({ phase }: SlotTest): string | undefined {
  return phase === undefined
    ? undefined
    : 'Where in the minute the boundaries lie says nothing here: the recording does not tell at which time of day it was made.';
}

/** What the phase says of the clock that stamped the samples; nothing where there is no phase. */
export function clockWords({ phase }: SlotTest): string | undefined {
  if (phase === undefined) return undefined;
  const { s, lowS, highS } = phase;
  const at = [0, 1, 2, 3].map((slot) => one(s + slot * SLOT_S));
  const where = `By this computer’s clock the boundaries fall at ${at.slice(0, 3).join(', ')} and ${at[3]} s of the minute (95 % interval of the first: ${one(lowS)} to ${one(highS)} s).`;
  const known = 'Starlink’s lie at 12, 27, 42 and 57 s';
  if (highS - lowS > NARROW_S)
    return `${where} ${known}: where they lie is known too coarsely here to judge the clock by it, which takes an interval of ${NARROW_S} s at most.`;
  const aheadS = ((s - NETWORK_PHASE_S + 1.5 * SLOT_S) % SLOT_S) - SLOT_S / 2;
  const [fromS, toS] = [aheadS - (s - lowS), aheadS + (highS - s)];
  // The furthest that one end of the interval may lie from what the clock should have shown.
  const rightTo = Math.max(toS, KNOWN_WIDTH_S - fromS);
  if (fromS <= KNOWN_WIDTH_S && toS >= 0)
    return `${where} ${known}: this is where they are expected, and over Starlink it says that the clock was right to about ${one(rightTo)} s (or wrong by a multiple of 15 s).`;
  const [word, other] = aheadS > 0 ? ['ahead', 'behind'] : ['behind', 'ahead'];
  const off = Math.abs(aheadS);
  return `${where} ${known}: either the clock was ${word} by ${one(off)} s (or ${other} by ${one(SLOT_S - off)} s, or by 15 s more), or this is not Starlink.`;
}

/** The fold in words. */
export function foldWords(fold: readonly FoldSecond[]): string {
  const known = fold.flatMap(({ s, p50 }) => (p50 === undefined ? [] : [{ s, p50 }]));
  const [first] = known;
  if (first === undefined) return 'No second of the slot has the 10 round trips that a median takes.';
  const low = known.reduce((least, other) => (other.p50 < least.p50 ? other : least), first);
  const high = known.reduce((most, other) => (other.p50 > most.p50 ? other : most), first);
  return `Median round trip by second of the slot: least ${formatMs(low.p50)} ms in second ${low.s}, most ${formatMs(high.p50)} ms in second ${high.s}.`;
}

/** The heat map in words: the fastest and the slowest hour, and how many were measured. */
export function heatWords({ metric, days, cells }: HoursReport): string {
  const known = cells.flatMap(({ day, hour, medianMs }) =>
    medianMs === undefined ? [] : [{ at: `${days[day]} from ${hour} to ${hour + 1} h`, medianMs }],
  );
  const [first] = known;
  if (first === undefined) return 'No hour has the 10 answers that its median takes.';
  const low = known.reduce((least, other) => (other.medianMs < least.medianMs ? other : least), first);
  const high = known.reduce((most, other) => (other.medianMs > most.medianMs ? other : most), first);
  return `${metricName(metric)}, median of the hour: least ${formatMs(low.medianMs)} ms on ${low.at}, most ${formatMs(high.medianMs)} ms on ${high.at}. ${plural(known.length, 'hour')} on ${plural(days.length, 'day')} measured.`;
}

/** Whether the evening differs, or what is missing to tell. */
export function peakWords({ metric, pairedDays, peakLessRest }: HoursReport): string {
  if (peakLessRest === undefined)
    return `Not enough data to compare the evening (18 to 21 h) with the rest: ${plural(pairedDays, 'day')} of at least 3 with two hours of the one and six of the other.`;
  const { mean, low, high } = peakLessRest;
  const more = `${metricName(metric)}: from 18 to 21 h ${formatMs(Math.abs(mean))} ms ${mean < 0 ? 'less' : 'more'} than in the rest of the day (95 % interval ${signed(low)} to ${signed(high)} ms, ${plural(pairedDays, 'day')}, Student’s t over the days).`;
  return low <= 0 && high >= 0 ? `${more} That may be chance.` : more;
}

function signed(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatMs(Math.abs(ms))}`;
}

/** Which zone's hours count, and how that is known: the end of a sentence. */
export function zoneWords({ name, of }: SiteZone): string {
  return of === 'campaign'
    ? `${name}, the zone of the computer that measured.`
    : `${name}, the zone of the computer that made this report: that of the site is not known.`;
}
