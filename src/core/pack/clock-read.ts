import { endOfInts, readInts } from './int-blocks-read.ts';
import { MISSING, NAN_BITS, PER } from './layout.ts';
import { bitsOf } from './patches.ts';
import { ints } from './scratch.ts';

type Words = Uint32Array<ArrayBuffer>;
type Doubles = Float64Array<ArrayBuffer>;
type Floats = Float32Array<ArrayBuffer>;

/** Moments on the monotonic clock. */
export interface Moments {
  /** Readings, as precise as doubles are; NaN where there was none. */
  ms: Doubles;
  /** Due times lie between the clock's steps, all others on them. */
  isDue: boolean;
}

/** Where a line of moments stands, and from which other one it counts. */
export interface LinePlaces {
  from: number;
  per: number;
  numbers: number;
}

/** Finds what a line of moments is made of, in the words from `at` to `end`; undefined where they are no whole line of `count` moments. */
export function placesOfLine(words: Words, at: number, end: number, count: number): LinePlaces | undefined {
  if (at >= end) return undefined;
  const head = words[at] as number;
  const per = PER[(head >>> 8) & 255];
  if (per === undefined || endOfInts(words, at + 1, end, count) !== end) return undefined;
  return { from: head & 255, per, numbers: at + 1 };
}

/** The moments of a line; `from`: those that it counts from. */
export function readLine(words: Words, { numbers, per }: LinePlaces, from: Moments, into: Doubles): Moments {
  const n = ints(0, into.length);
  readInts(words, numbers, n);
  return momentsFrom(from, per, n, into);
}

/** The moments in ms that lie `n[i]` steps of 1 / `per` ms after the readings they count from, written to `into`; NaN where `n[i]` is `MISSING`. */
export function momentsFrom({ ms, isDue }: Moments, per: number, n: Int32Array, into: Doubles): Moments {
  // A reading is a whole number of steps, but for what a double leaves of it.
  const half = isDue ? 0 : 0.5;
  for (let i = 0; i < into.length; i++) {
    const steps = n[i] as number;
    into[i] = steps === MISSING ? Number.NaN : (Math.floor((ms[i] as number) * per + half) + steps) / per;
  }
  return { ms: into, isDue: false };
}

/** A column that another one is less, and its grid: the app reckoned with numbers on that, not with floats. */
export interface Less {
  values: Floats;
  /** 0 where it lies on none. */
  per: number;
}

/**
 * The time from one moment to another, as a browser takes it: the difference of two readings, brought
 * to a float. `less` (the server's own time, say) is taken from it, and what is left is at least 0.
 */
export function differenceOf(to: Moments, from: Moments, less: Less | undefined, into: Floats): Floats {
  const [a, b] = [to.ms, from.ms];
  const bits = bitsOf(into);
  if (less !== undefined) return lessOf(to, from, less, into);
  for (let i = 0; i < into.length; i++) {
    const whole = (a[i] as number) - (b[i] as number);
    if (Number.isNaN(whole)) bits[i] = NAN_BITS;
    else into[i] = whole;
  }
  return into;
}

function lessOf(to: Moments, from: Moments, { values, per }: Less, into: Floats): Floats {
  const [a, b] = [to.ms, from.ms];
  const bits = bitsOf(into);
  for (let i = 0; i < into.length; i++) {
    const whole = (a[i] as number) - (b[i] as number);
    if (Number.isNaN(whole)) bits[i] = NAN_BITS;
    else {
      const own = values[i] as number;
      const exact = per === 0 ? own : Math.round(own * per) / per;
      into[i] = Number.isNaN(own) ? whole : Math.max(0, whole - exact);
    }
  }
  return into;
}
