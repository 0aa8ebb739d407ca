import type { Sample } from '../core/sample.ts';
import { nearestRank } from '../core/stats/percentile.ts';
import { roundBinMs } from '../core/stats/timeline.ts';
import type { Timeline } from '../report/types.ts';

const WINDOW_MS = 600_000;
const MOST_BINS = 600;
const FEWEST_BINS = 60;

interface Bin {
  values: number[];
  lost: number;
  unmeasured: number;
}

/** The time line of the last minutes, exact, in bins wide enough to hold two due times. */
export class LiveTimeline {
  readonly #binMs: number;
  readonly #count: number;
  readonly #bins = new Map<number, Bin>();

  constructor(intervalMs: number) {
    this.#binMs = roundBinMs(Math.max(WINDOW_MS / MOST_BINS, 2 * intervalMs), 1);
    this.#count = Math.max(FEWEST_BINS, Math.round(WINDOW_MS / this.#binMs));
  }

  add(sample: Sample, value: number | undefined, replaces: boolean): void {
    const index = Math.floor(sample.dueEpochMs / this.#binMs);
    let bin = this.#bins.get(index);
    if (bin === undefined) {
      if (replaces) return;
      bin = { values: [], lost: 0, unmeasured: 0 };
      this.#bins.set(index, bin);
      this.#drop(index);
    }
    if (value !== undefined) bin.values.push(value);
    if (replaces) bin.lost -= 1;
    else if (sample.outcome === 'unmeasured') bin.unmeasured += 1;
    else if (sample.outcome !== 'ok' && sample.outcome !== 'late') bin.lost += 1;
  }

  /** The window that ends now; bins without a due time are there and empty. */
  read(nowEpochMs: number): Timeline {
    const last = Math.floor(nowEpochMs / this.#binMs);
    const bins = Array.from({ length: this.#count }, (_, i) => {
      const index = last - this.#count + 1 + i;
      const { values = [], lost = 0, unmeasured = 0 } = this.#bins.get(index) ?? {};
      const sorted = [...values].sort((a, b) => a - b);
      return {
        startEpochMs: index * this.#binMs,
        min: sorted[0],
        median: sorted[nearestRank(sorted.length, 0.5) - 1],
        max: sorted.at(-1),
        answered: sorted.length,
        lost,
        unmeasured,
      };
    });
    return { binMs: this.#binMs, bins };
  }

  #drop(newest: number): void {
    for (const index of this.#bins.keys()) if (index <= newest - this.#count) this.#bins.delete(index);
  }
}
