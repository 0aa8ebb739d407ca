import { endOfInts, readInts } from './int-blocks-read.ts';
import { MISSING, NAN_BITS, PER } from './layout.ts';
import { bitsOf } from './patches.ts';
import { ints } from './scratch.ts';

type Words = Uint32Array<ArrayBuffer>;
type Doubles = Float64Array<ArrayBuffer>;

/** Moments on the monotonic clock; NaN where there was none. */
export interface Moments {
  /** Readings of a clock of `per` steps a millisecond; of due times, which lie between its steps, those themselves. */
  ticks: Doubles;
  per: number;
  /** The same in ms: a reading as precise as a double is. */
  ms: Doubles;
}

/** Due times as moments. */
export const dueMoments = (due: Doubles): Moments => ({ ticks: due, per: 1, ms: due });

/** Where a line of moments stands, and from which other one it counts. */
export interface LinePlaces {
  from: number;
  per: number;
  numbers: number;
}

export function placesOfLine(words: Words, at: number, end: number, count: number): LinePlaces | undefined {
  if (at >= end) return undefined;
  const head = words[at] as number;
  const per = PER[(head >>> 8) & 255];
  if (per === undefined || endOfInts(words, at + 1, end, count) !== end) return undefined;
  return { from: head & 255, per, numbers: at + 1 };
}

/** The moments of a line; `from`: those that it counts from. */
export function readLine(words: Words, { numbers, per }: LinePlaces, from: Moments): Moments {
  const count = from.ticks.length;
  const n = ints(0, count);
  readInts(words, numbers, n);
  return momentsFrom(from, per, n, { ticks: new Float64Array(count), ms: new Float64Array(count) });
}

export function momentsFrom(
  { ticks: start, per: startPer }: Moments,
  per: number,
  n: Int32Array,
  { ticks, ms }: Omit<Moments, 'per'>,
): Moments {
  const factor = per / startPer;
  for (let i = 0; i < ticks.length; i++) {
    const steps = n[i] as number;
    const tick = steps === MISSING ? Number.NaN : Math.floor((start[i] as number) * factor) + steps;
    ticks[i] = tick;
    ms[i] = tick / per;
  }
  return { ticks, per, ms };
}

/**
 * The time from one moment to another, as a browser takes it: the difference of two readings, brought
 * to a float. `less` (the server's own time, say) is taken from it, and what is left is at least 0.
 */
export function differenceOf(
  to: Moments,
  from: Moments,
  less: Doubles | undefined,
  into: Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  const [a, b] = [to.ms, from.ms];
  const bits = bitsOf(into);
  for (let i = 0; i < into.length; i++) {
    const whole = (a[i] as number) - (b[i] as number);
    if (Number.isNaN(whole)) bits[i] = NAN_BITS;
    else into[i] = less === undefined ? whole : outside(whole, less[i] as number);
  }
  return into;
}

function outside(whole: number, less: number): number {
  return Number.isNaN(less) ? whole : Math.max(0, whole - less);
}
