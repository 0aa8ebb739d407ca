import { type BatchReader, readAll } from '../batch-pass.ts';
import type { NumericKey } from '../columns.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { CellRooms, CellRuns, type CellTaker } from './cell-runs.ts';
import { summarise } from './cell-summary.ts';
import { nearestRank } from './percentile.ts';

/** One column of the time line. Times are absent where nothing was answered: gaps stay gaps. */
export interface Bin {
  startEpochMs: number;
  min?: number | undefined;
  median?: number | undefined;
  max?: number | undefined;
  /** Outcome `ok` or `late`. */
  answered: number;
  /** Timed out, failed or skipped. */
  lost: number;
  unmeasured: number;
}

export interface Bins {
  binMs: number;
  bins: Bin[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const WIDTHS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((s) => s * SECOND),
  ...[1, 2, 5, 15, 30].map((m) => m * MINUTE),
  ...[1, 3, 6].map((h) => h * HOUR),
];

/** The smallest round width that cuts `spanMs` into at most `target` bins; above 6 h a multiple of 6 h. */
export function roundBinMs(spanMs: number, target: number): number {
  const fits = WIDTHS_MS.find((width) => spanMs / width <= target);
  return fits ?? Math.ceil(spanMs / target / (6 * HOUR)) * 6 * HOUR;
}

/**
 * Cuts [start, end] into about `target` bins of a round width that begin on
 * round UTC times, and sums up the samples by due time: exact minimum, median
 * (nearest rank) and maximum of reading `key` over answered samples. Samples
 * that are due outside are left out. Linear in the samples; the values of one bin
 * at a time are in memory.
 */
export class TimelineReader implements BatchReader {
  readonly #key: NumericKey;
  readonly #binMs: number;
  /** Number of the first bin since the epoch. */
  readonly #first: number;
  readonly #bins: Bin[];
  readonly #runs = new CellRuns((place, values) => this.#sumUp(place, values));

  constructor(key: NumericKey, range: { startEpochMs: number; endEpochMs: number }, target: number) {
    const { startEpochMs, endEpochMs } = range;
    const binMs = roundBinMs(Math.max(0, endEpochMs - startEpochMs), target);
    const first = Math.floor(startEpochMs / binMs);
    const length = Math.max(1, Math.floor(endEpochMs / binMs) - first + 1);
    this.#key = key;
    this.#binMs = binMs;
    this.#first = first;
    this.#bins = Array.from(
      { length },
      (_, i): Bin => ({ startEpochMs: (first + i) * binMs, answered: 0, lost: 0, unmeasured: 0 }),
    );
  }

  read(batch: SampleBatch): void {
    this.#eachStretch(batch, (place, from, to) => {
      this.#count(batch, place, from, to);
      this.#gather(this.#runs, batch, place, from, to);
    });
  }

  /** After all batches; they are read once more where time came back to a bin. */
  result(batches: readonly SampleBatch[]): Bins {
    this.#runs.end();
    if (this.#runs.cameAgain.size > 0) {
      const rooms = new CellRooms(this.#runs.cameAgain);
      const read = (batch: SampleBatch) =>
        this.#eachStretch(batch, (place, from, to) => this.#gather(rooms, batch, place, from, to));
      readAll(batches, [{ read }]);
      rooms.end((place, values) => this.#sumUp(place, values));
    }
    return { binMs: this.#binMs, bins: this.#bins };
  }

  /** Calls back with the rows that follow each other in one bin. */
  #eachStretch(
    { count, dueEpochMs }: SampleBatch,
    visit: (place: number, from: number, to: number) => void,
  ): void {
    const binMs = this.#binMs;
    for (let i = 0; i < count; ) {
      const bin = Math.floor((dueEpochMs[i] ?? 0) / binMs);
      // Well inside a bin its neighbours need no division; beside its borders, that decides to the last bit.
      const start = bin * binMs + 1;
      const end = start + binMs - 2;
      let stop = i + 1;
      for (; stop < count; stop++) {
        const due = dueEpochMs[stop] ?? 0;
        if (!(due > start && due < end)) break;
      }
      const place = bin - this.#first;
      if (place >= 0 && place < this.#bins.length) visit(place, i, stop);
      i = stop;
    }
  }

  #count({ outcome }: SampleBatch, place: number, from: number, to: number): void {
    let [lost, unmeasured] = [0, 0];
    for (let i = from; i < to; i++) {
      const what = outcome[i] ?? 0;
      if (what === UNMEASURED) unmeasured += 1;
      else if (what > LATE) lost += 1;
    }
    const bin = this.#bins[place];
    if (bin === undefined) return;
    bin.answered += to - from - lost - unmeasured;
    bin.lost += lost;
    bin.unmeasured += unmeasured;
  }

  #gather(
    cells: CellTaker,
    { outcome, numbers }: SampleBatch,
    place: number,
    from: number,
    to: number,
  ): void {
    cells.turnTo(place);
    const column = numbers[this.#key];
    if (column === undefined) return;
    const found = new Float32Array(to - from);
    let n = 0;
    for (let i = from; i < to; i++) {
      const value = column[i] ?? Number.NaN;
      if ((outcome[i] ?? 0) <= LATE && !Number.isNaN(value)) found[n++] = value;
    }
    cells.add(found.subarray(0, n));
  }

  #sumUp(place: number, values: Float32Array<ArrayBuffer>): void {
    const bin = this.#bins[place];
    if (bin === undefined || values.length === 0) return;
    const { min, max, nth } = summarise(values, nearestRank(values.length, 0.5) - 1);
    bin.min = min;
    bin.median = nth;
    bin.max = max;
  }
}

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;
