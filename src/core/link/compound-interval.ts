import { gammaCdf } from '../stats/gamma.ts';

/** How these intervals are made, as the report names it. */
export const COMPOUND_METHOD =
  'mid-P gamma interval of a sum of random size (Fay and Feuer 1997; Fay and Kim 2017), its variance taken over blocks of time';

export interface CompoundSum {
  /** What the events add up to: seconds of outage, or their number. */
  sum: number;
  /** The estimated variance of that sum. */
  variance: number;
  /** The largest addend that one more event could have brought; above 0. */
  next: number;
}

export interface Bounds {
  low: number;
  high: number;
}

const TAIL = 0.025;
const HALVINGS = 60;

/**
 * A 95 % interval for the expected value of a sum over events that come at
 * random (a compound Poisson sum), which stays honest with few events, with very
 * unequal ones, and with none.
 *
 * Fay and Feuer put gamma distributions around such a sum: the lower one has its
 * mean and variance; the upper one those of the sum with one more event as large
 * as any could be. Their interval covers too often; Fay and Kim take the even
 * mixture of both (mid-P). With events of size 1 it is the mid-P interval of a
 * Poisson count, and with none its upper end is 3.0 of them: the rule of three.
 *
 * Sources: M. Fay, E. Feuer, "Confidence intervals for directly standardized
 * rates", Statistics in Medicine 16 (1997); M. Fay, S. Kim, "Confidence intervals
 * for directly standardized rates using mid-p gamma intervals", Biometrical
 * Journal 59 (2017).
 */
export function compoundInterval({ sum, variance, next }: CompoundSum): Bounds {
  const more = sum + next;
  const moreVariance = variance + next * next;
  const below = (x: number) => (gammaBelow(sum, variance, x) + gammaBelow(more, moreVariance, x)) / 2;
  const most = more + 20 * Math.sqrt(moreVariance);
  return { low: invert(below, TAIL, most), high: invert(below, 1 - TAIL, most) };
}

/** The share of a gamma distribution of this mean and variance that lies at or below x; a mean of 0 is all there. */
function gammaBelow(mean: number, variance: number, x: number): number {
  return mean > 0 && variance > 0
    ? gammaCdf((mean * mean) / variance, (x * mean) / variance)
    : Number(x >= mean);
}

function invert(below: (x: number) => number, share: number, most: number): number {
  let low = 0;
  let high = most;
  if (below(low) >= share) return low;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
