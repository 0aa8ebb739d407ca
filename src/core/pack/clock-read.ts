import { endOfInts, readInts } from './int-blocks-read.ts';
import { MISSING, NAN_BITS, PER } from './layout.ts';
import { bitsOf } from './patches.ts';
import { ints } from './scratch.ts';

type Words = Uint32Array<ArrayBuffer>;
type Doubles = Float64Array<ArrayBuffer>;

/** Moments as readings of a clock of `per` steps a millisecond; NaN where there was none. Of due times `per` is 1. */
export interface Moments {
  ticks: Doubles;
  per: number;
}

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
  return { ticks: ticksFrom(from, per, n), per };
}

export function ticksFrom(from: Moments, per: number, n: Int32Array): Doubles {
  const count = from.ticks.length;
  const ticks = new Float64Array(count);
  const { ticks: start } = from;
  // The same clock: its readings are whole.
  const factor = from.per === per ? 1 : per / from.per;
  for (let i = 0; i < count; i++)
    ticks[i] = n[i] === MISSING ? Number.NaN : Math.floor((start[i] as number) * factor) + (n[i] as number);
  return ticks;
}

/**
 * The time from one moment to another, as a browser takes it: the difference of two readings, each as
 * precise as a double is so long after the clock's start, brought to a float. `less` (the server's own
 * time, say) is taken from it, and what is left is at least 0.
 */
export function differenceOf(to: Moments, from: Moments, less?: Doubles): Float32Array<ArrayBuffer> {
  const count = to.ticks.length;
  const values = new Float32Array(count);
  const [a, b] = [to.ticks, from.ticks];
  const [perA, perB] = [to.per, from.per];
  if (less === undefined) {
    for (let i = 0; i < count; i++) values[i] = (a[i] as number) / perA - (b[i] as number) / perB;
  } else {
    for (let i = 0; i < count; i++) {
      const rest = (a[i] as number) / perA - (b[i] as number) / perB;
      const own = less[i] as number;
      values[i] = Math.max(0, Number.isNaN(own) ? rest : rest - own);
    }
  }
  setNaNs(values);
  return values;
}

/** One form of NaN, whatever the machine made of it. */
function setNaNs(values: Float32Array<ArrayBuffer>): void {
  const bits = bitsOf(values);
  for (let i = 0; i < bits.length; i++)
    if (((bits[i] as number) & 0x7fff_ffff) > 0x7f80_0000) bits[i] = NAN_BITS;
}
