import type { VisitRun } from './answered.ts';
import { nearestRank, percentile } from './percentile.ts';
import { selectFloat } from './select-in-place.ts';
import { Windows } from './windows.ts';

/** How far the median moves from one slot of 15 s to the next, in ms. */
export interface SlotStep {
  /** Pairs of neighbouring slots that were compared. */
  count: number;
  /** Quantiles of the absolute step; absent where fewer than 5 steps lie beyond. */
  p50?: number | undefined;
  p90?: number | undefined;
}

const SLOT_MS = 15_000;
/** A slot with fewer samples has no median worth comparing. */
const LEAST_IN_SLOT = 5;

/**
 * Absolute difference of the median round trip (nearest rank) between slots that
 * follow each other, cut at `phaseS` seconds after :00, :15, :30 and :45 of the
 * wall clock. Slots with fewer than 5 answered samples are left out. `take` what an
 * `AnsweredReader` hands over. O(n).
 */
export class SlotSteps {
  readonly take: VisitRun;
  readonly #windows: Windows;
  readonly #steps: number[] = [];

  constructor(phaseS: number) {
    let lastIndex = Number.NaN;
    let lastMedian = 0;
    this.#windows = new Windows({ widthMs: SLOT_MS, offsetMs: phaseS * 1000 }, (index, values) => {
      if (values.length < LEAST_IN_SLOT) return;
      const median = selectFloat(values, nearestRank(values.length, 0.5) - 1);
      if (index === lastIndex + 1) this.#steps.push(Math.abs(median - lastMedian));
      lastIndex = index;
      lastMedian = median;
    });
    this.take = this.#windows.take;
  }

  result(): SlotStep {
    this.#windows.end();
    const sorted = Float64Array.from(this.#steps).sort();
    return { count: sorted.length, p50: percentile(sorted, 0.5), p90: percentile(sorted, 0.9) };
  }
}
