import type { TimelineBin } from '../../report/types.ts';
import type { Zone } from '../format-time.ts';
import type { Evidence } from './evidence.ts';

const Y_STEPS = [
  5, 10, 20, 50, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 4000, 5000, 7500, 10_000, 15_000,
  20_000, 30_000, 60_000, 120_000, 300_000, 600_000,
];

/**
 * The top of a latency axis that starts at 0. It steps, and with hysteresis: up
 * when something would not fit, down only when less than 0.4 of it is used.
 */
export function stepTop(neededMs: number, shownMs: number | undefined): number {
  const wanted = Y_STEPS.find((step) => step >= neededMs * 1.05) ?? neededMs * 1.05;
  if (shownMs === undefined || wanted > shownMs || neededMs < 0.4 * shownMs) return wanted;
  return shownMs;
}

/**
 * What a time line must show to the top: all medians, and all but the highest
 * 2 % of the peaks, so that one answer of five seconds does not flatten the rest.
 */
export function neededTop(bins: readonly TimelineBin[]): number {
  const peaks = bins
    .map((bin) => bin.max)
    .filter((max) => max !== undefined)
    .sort((a, b) => a - b);
  const most = peaks[Math.min(peaks.length - 1, Math.floor(0.98 * peaks.length))] ?? 0;
  return bins.reduce((top, bin) => Math.max(top, bin.median ?? 0), most);
}

/**
 * The bins that no outage touches; all of them where none is left. What waited an outage out
 * took as long as the outage, which is drawn anyway: it does not set the scale of the rest.
 */
export function calmBins({ bins, binMs, intervals }: Evidence): readonly TimelineBin[] {
  const rough = intervals.filter(({ kind }) => kind !== 'unmeasured');
  const calm = bins.filter(
    ({ startEpochMs, median }) =>
      median !== undefined &&
      !rough.some(
        (row) => startEpochMs < row.endEpochMs + binMs && startEpochMs + 2 * binMs > row.startEpochMs,
      ),
  );
  return calm.length > 0 ? calm : bins;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const TICK_STEPS_S = [
  1,
  2,
  5,
  10,
  15,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
];

/** Round instants between two epoch times (ms), at most `most` of them, on the clock of the zone. */
export function timeTicks(
  fromMs: number,
  toMs: number,
  most: number,
  zone: Zone,
): { stepS: number; at: number[] } {
  const spanS = (toMs - fromMs) / 1000;
  const stepS = TICK_STEPS_S.find((step) => spanS / step <= most) ?? 30 * DAY;
  const shiftMs = zone === 'local' ? -new Date(fromMs).getTimezoneOffset() * 60_000 : 0;
  const stepMs = stepS * 1000;
  const at: number[] = [];
  for (let tick = Math.ceil((fromMs + shiftMs) / stepMs) * stepMs - shiftMs; tick <= toMs; tick += stepMs)
    at.push(tick);
  return { stepS, at };
}

/** Place of a share on a percentile axis in powers of ten: 0.9 is 1, 0.99 is 2, 0.999 is 3. */
export const nines = (share: number) => -Math.log10(1 - share);

/** The marks of a percentile axis that reaches as far as `count` samples can tell. */
export function percentileTicks(count: number): { place: number; label: string }[] {
  const marks = [
    [0, '0'],
    [0.5, '50'],
    [0.9, '90'],
    [0.99, '99'],
    [0.999, '99.9'],
    [0.9999, '99.99'],
    [0.99999, '99.999'],
  ] as const;
  const end = nines(1 - 0.5 / Math.max(1, count));
  return marks.map(([share, label]) => ({ place: nines(share), label })).filter(({ place }) => place <= end);
}

/** The ends (as powers of ten) and the marks, in ms, of a logarithmic axis in steps of 1, 2 and 5. */
export function logTicks(
  fastestMs: number,
  slowestMs: number,
): { min: number; max: number; marks: number[] } {
  const all: number[] = [];
  for (let power = -2; power <= 6; power += 1) {
    for (const digit of [1, 2, 5]) all.push(digit * 10 ** power);
  }
  const low = all.findLast((mark) => mark <= fastestMs) ?? 0.01;
  const high = all.find((mark) => mark >= slowestMs && mark > low) ?? Math.max(slowestMs, low * 2);
  const marks = all.filter((mark) => mark >= low && mark <= high);
  return { min: Math.log10(low), max: Math.log10(high), marks };
}

const FLOORS = [0.999, 0.998, 0.995, 0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2];

/** The bottom of an axis of shares that ends at 1 and has to show `least`. */
export function shareFloor(least: number): number {
  return FLOORS.find((floor) => floor <= least - 0.1 * (1 - least)) ?? 0;
}
