/** Candidate phases in a period of 15 s: one each 0.1 s. */
export const PHASES = 150;

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
  /** The end of the latest step, where the next one mostly begins, counted in phases, and within the period. */
  #lastMs = Number.NaN;
  #lastIndex = 0;
  #lastPhase = 0;

  /** `phases` candidates lie evenly in the period, the first at 0. */
  constructor(periodMs: number, phases = PHASES) {
    this.#phases = phases;
    this.#perMs = phases / periodMs;
    this.#sums = new Float64Array(phases);
    this.#counts = new Float64Array(phases);
  }

  /** Adds the step from a sample at `fromMs` to the next at `toMs`; they lie less than a period apart, and not before 0. */
  add(fromMs: number, toMs: number, step: number): void {
    const sums = this.#sums;
    const counts = this.#counts;
    const phases = this.#phases;
    this.#sum += step;
    this.#count += 1;
    const isNext = fromMs === this.#lastMs;
    const before = isNext ? this.#lastIndex : Math.floor(fromMs * this.#perMs);
    const phase = isNext ? this.#lastPhase : before % phases;
    const index = Math.floor(toMs * this.#perMs);
    const straddled = index - before;
    this.#lastMs = toMs;
    this.#lastIndex = index;
    this.#lastPhase = phase + straddled < phases ? phase + straddled : phase + straddled - phases;
    if (straddled === 0) return;
    const first = phase + 1 === phases ? 0 : phase + 1;
    let end = first + straddled;
    sums[first] = (sums[first] ?? 0) + step;
    counts[first] = (counts[first] ?? 0) + 1;
    if (end === phases) return;
    if (end > phases) {
      end -= phases;
      sums[0] = (sums[0] ?? 0) + step;
      counts[0] = (counts[0] ?? 0) + 1;
    }
    sums[end] = (sums[end] ?? 0) - step;
    counts[end] = (counts[end] ?? 0) - 1;
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
