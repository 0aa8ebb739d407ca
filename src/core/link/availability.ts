import { type Bounds, compoundInterval } from './compound-interval.ts';

/** An outage on the clock that stands still while nobody observes. */
export interface ObservedOutage {
  /** Observed time before it, in seconds. */
  atS: number;
  durationS: number;
}

/**
 * How much of the observed time something was up. Ends of intervals are at 95 %;
 * what the data cannot tell is absent.
 */
export interface AvailabilityEstimate {
  observedS: number;
  downS: number;
  outages: number;
  /** Observed time without outage / observed time; absent where nothing was observed. */
  share?: number | undefined;
  low?: number | undefined;
  high?: number | undefined;
  /** -log10(1 - share): 3 for 99.9 %. Absent where no time was lost: they would be endless. */
  nines?: number | undefined;
  /** Mean operating time between failures (IEC 60050-192-05-13): up time / outages. */
  mtbfS?: number | undefined;
  /** With no outage, the bound that the rule of three gives. */
  mtbfLowS?: number | undefined;
  mtbfHighS?: number | undefined;
  /** Mean time to restoration (IEC 60050-192-07-23): down time / outages. */
  mttrS?: number | undefined;
  longestS?: number | undefined;
}

/**
 * What one more outage could have cost at least, in seconds, where none so long
 * was seen. An assumption, and with no outage at all the only thing that the upper
 * bound of the lost time rests on: outages of a badly placed dish last 6 s on
 * average. Simulated intervals cover with it (docs/statistics.md).
 */
export const LEAST_NEXT_S = 10;

/** Outages hang together over minutes (obstructions, weather): their variance is taken over blocks of this length in s ... */
const SHORTEST_BLOCK_S = 600;
const LONGEST_BLOCK_S = 3600;
/** ... or of such a part of the observed time, between the two. */
const BLOCKS = 48;
/** More make no difference: a clock that was wrong by decades must not cost memory. */
const MOST_BLOCKS = 100_000;

/**
 * Time-weighted availability with its interval. `outages` are in any order, do not
 * overlap, and lie within the observed time.
 *
 * The lost time is a sum of a random number of unequal outages, and gets the
 * interval of such a sum (compound-interval.ts). Its variance is the sum of squared
 * durations, which holds where outages come independently, or that between blocks
 * of 10 minutes to an hour, whichever is more; the largest that one more could have
 * brought is the worst block. What was up is the rest.
 */
export function availability(outages: readonly ObservedOutage[], observedS: number): AvailabilityEstimate {
  const downS = outages.reduce((sum, { durationS }) => sum + durationS, 0);
  const n = outages.length;
  if (!(observedS > 0)) return { observedS: 0, downS, outages: n };
  const longestS = outages.reduce((most, { durationS }) => Math.max(most, durationS), 0);
  const lost = intervalOf(outages, observedS, ({ durationS }) => durationS, LEAST_NEXT_S);
  const count = intervalOf(outages, observedS, () => 1, 1);
  const upS = Math.max(0, observedS - downS);
  const share = upS / observedS;
  return {
    observedS,
    downS,
    outages: n,
    share,
    low: Math.max(0, 1 - lost.high / observedS),
    high: Math.max(0, 1 - lost.low / observedS),
    nines: downS > 0 ? -Math.log10(downS / observedS) : undefined,
    mtbfS: n > 0 ? upS / n : undefined,
    mtbfLowS: upS / count.high,
    mtbfHighS: count.low > 0 ? upS / count.low : undefined,
    mttrS: n > 0 ? downS / n : undefined,
    longestS: n > 0 ? longestS : undefined,
  };
}

function intervalOf(
  outages: readonly ObservedOutage[],
  observedS: number,
  size: (outage: ObservedOutage) => number,
  leastNext: number,
): Bounds {
  const blockS = Math.min(LONGEST_BLOCK_S, Math.max(SHORTEST_BLOCK_S, observedS / BLOCKS));
  const blocks = Math.min(MOST_BLOCKS, Math.max(2, Math.round(observedS / blockS)));
  const sums = new Float64Array(blocks);
  let sum = 0;
  let alone = 0;
  for (const outage of outages) {
    const at = Math.min(blocks - 1, Math.max(0, Math.floor((outage.atS / observedS) * blocks)));
    const added = size(outage);
    sums[at] = (sums[at] ?? 0) + added;
    sum += added;
    alone += added * added;
  }
  const between = sums.reduce((total, block) => total + (block - sum / blocks) ** 2, 0);
  return compoundInterval({
    sum,
    variance: Math.max(alone, (between * blocks) / (blocks - 1)),
    next: sums.reduce((most, block) => Math.max(most, block), leastNext),
  });
}
