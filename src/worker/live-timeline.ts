import type { Sample } from '../core/sample.ts';
import { nearestRank } from '../core/stats/percentile.ts';
import { roundBinMs } from '../core/stats/timeline.ts';
import type { Timeline, TimelineBin } from '../report/types.ts';

/** The window grows in these steps from the first due time on, then slides: axes step, they do not creep. */
const WINDOWS_MS = [60_000, 120_000, 300_000, 600_000];
const LONGEST_MS = 600_000;
const MOST_BINS = 600;
const FEWEST_BINS = 60;

interface Bin {
  values: number[];
  lost: number;
  unmeasured: number;
  /** What `read` made of it, until something changes: a look each second must not delay a probe. */
  summary?: TimelineBin | undefined;
}

/** The time line of the last minutes, exact, in bins wide enough to hold two due times. */
export class LiveTimeline {
  readonly #binMs: number;
  readonly #count: number;
  readonly #bins = new Map<number, Bin>();
  #first: number | undefined;

  constructor(intervalMs: number) {
    this.#binMs = roundBinMs(Math.max(LONGEST_MS / MOST_BINS, 2 * intervalMs), 1);
    this.#count = Math.max(FEWEST_BINS, Math.round(LONGEST_MS / this.#binMs));
  }

  add(sample: Sample, value: number | undefined, replaces: boolean): void {
    const index = Math.floor(sample.dueEpochMs / this.#binMs);
    this.#first = Math.min(index, this.#first ?? index);
    let bin = this.#bins.get(index);
    if (bin === undefined) {
      if (replaces) return;
      bin = { values: [], lost: 0, unmeasured: 0 };
      this.#bins.set(index, bin);
      this.#drop(index);
    }
    bin.summary = undefined;
    if (value !== undefined) bin.values.push(value);
    if (replaces) bin.lost -= 1;
    else if (sample.outcome === 'unmeasured') bin.unmeasured += 1;
    else if (sample.outcome !== 'ok' && sample.outcome !== 'late') bin.lost += 1;
  }

  /** The window around now; bins without a due time, those to come too, are there and empty. */
  read(nowEpochMs: number): Timeline {
    const { from, count } = this.#window(Math.floor(nowEpochMs / this.#binMs));
    const bins = Array.from({ length: count }, (_, i) => this.#summary(from + i));
    return { binMs: this.#binMs, bins };
  }

  #summary(index: number): TimelineBin {
    const startEpochMs = index * this.#binMs;
    const bin = this.#bins.get(index);
    if (bin === undefined) return { startEpochMs, answered: 0, lost: 0, unmeasured: 0 };
    if (bin.summary === undefined) {
      const sorted = [...bin.values].sort((a, b) => a - b);
      bin.summary = {
        startEpochMs,
        min: sorted[0],
        median: sorted[nearestRank(sorted.length, 0.5) - 1],
        max: sorted.at(-1),
        answered: sorted.length,
        lost: bin.lost,
        unmeasured: bin.unmeasured,
      };
    }
    return bin.summary;
  }

  #window(last: number): { from: number; count: number } {
    const first = this.#first ?? last;
    const soFar = last - first + 1;
    if (soFar > this.#count) return { from: last - this.#count + 1, count: this.#count };
    const steps = WINDOWS_MS.map((ms) => Math.max(FEWEST_BINS, Math.round(ms / this.#binMs)));
    return { from: first, count: Math.min(this.#count, steps.find((bins) => bins >= soFar) ?? this.#count) };
  }

  #drop(newest: number): void {
    for (const index of this.#bins.keys()) if (index <= newest - this.#count) this.#bins.delete(index);
  }
}
