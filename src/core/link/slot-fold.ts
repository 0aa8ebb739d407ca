/** Candidate phases in a period of 15 s: one each 0.1 s. */
export const PHASES = 150;

/** Steps from one sample to the next, by their place: when both were sent, and how far their round trips are apart. */
export interface Steps {
  fromMs: Float64Array;
  toMs: Float64Array;
  sizeMs: Float64Array;
}

/**
 * Steps between consecutive samples, folded with one period: for each candidate
 * phase, the sum and the number of the steps that straddle a boundary there.
 */
export class SlotFold {
  readonly #phases: number;
  readonly #perMs: number;
  /** Differences from one phase to the next, so that a step touches two places, however long it is. */
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  #sum = 0;
  #count = 0;
  /** `phases` candidates lie evenly in the period, the first at 0. */
  constructor(periodMs: number, phases = PHASES) {
    this.#phases = phases;
    this.#perMs = phases / periodMs;
    this.#sums = new Float64Array(phases);
    this.#counts = new Float64Array(phases);
  }

  /** Adds the steps at the places from `begin` up to `end`; each is less than a period long, and begins not before 0. */
  add({ fromMs, toMs, sizeMs }: Steps, begin: number, end: number): void {
    const [sums, counts, phases, perMs] = [this.#sums, this.#counts, this.#phases, this.#perMs];
    let all = this.#sum;
    // Where the latest step ended, in phases, and within the period: there the next one mostly begins.
    let lastMs = Number.NaN;
    let lastIndex = 0;
    let lastPhase = 0;
    for (let i = begin; i < end; i++) {
      const step = sizeMs[i] ?? 0;
      const startMs = fromMs[i] ?? 0;
      all += step;
      const before = startMs === lastMs ? lastIndex : Math.floor(startMs * perMs);
      const phase = startMs === lastMs ? lastPhase : before % phases;
      lastMs = toMs[i] ?? 0;
      lastIndex = Math.floor(lastMs * perMs);
      const straddled = lastIndex - before;
      lastPhase = phase + straddled < phases ? phase + straddled : phase + straddled - phases;
      if (straddled === 0) continue;
      const first = phase + 1 === phases ? 0 : phase + 1;
      let stop = first + straddled;
      sums[first] = (sums[first] ?? 0) + step;
      counts[first] = (counts[first] ?? 0) + 1;
      if (stop === phases) continue;
      if (stop > phases) {
        stop -= phases;
        sums[0] = (sums[0] ?? 0) + step;
        counts[0] = (counts[0] ?? 0) + 1;
      }
      sums[stop] = (sums[stop] ?? 0) - step;
      counts[stop] = (counts[stop] ?? 0) - 1;
    }
    this.#sum = all;
    this.#count += end - begin;
  }

  /** Adds what another fold of the same period and phases holds. */
  addFold(other: SlotFold): void {
    for (let i = 0; i < this.#phases; i++) {
      this.#sums[i] = (this.#sums[i] ?? 0) + (other.#sums[i] ?? 0);
      this.#counts[i] = (this.#counts[i] ?? 0) + (other.#counts[i] ?? 0);
    }
    this.#sum += other.#sum;
    this.#count += other.#count;
  }

  /**
   * For each candidate phase the mean step that straddles it, less the mean of the
   * others; NaN where either kind is missing.
   */
  excess(): Float64Array {
    const excess = new Float64Array(this.#phases);
    let sum = 0;
    let count = 0;
    for (let i = 0; i < excess.length; i++) {
      sum += this.#sums[i] ?? 0;
      count += this.#counts[i] ?? 0;
      const others = this.#count - count;
      excess[i] = count === 0 || others === 0 ? Number.NaN : sum / count - (this.#sum - sum) / others;
    }
    return excess;
  }
}
