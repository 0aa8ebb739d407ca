import { type BatchReader, readAll, rowsIn } from '../batch-pass.ts';
import { isApart } from '../batch-rows.ts';
import type { NumericKey } from '../columns.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';

const LATE = OUTCOMES.indexOf('late') + 1;
const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/**
 * The first `count` places of both arrays: wall-clock times of sending (epoch ms)
 * and readings, NaN in both where nobody was looking or due times are not there. The
 * next call overwrites them.
 */
export type VisitRun = (sentEpochMs: Float64Array, values: Float32Array, count: number) => void;

/** Runs are this long at most. */
const RUN = 4096;

/**
 * Calls back, in the order of `seq` and run by run, with when each answered sample
 * was sent that has the reading, and with the reading. What lies on both sides of a
 * NaN is not consecutive. Of each `every` blocks of 4096 rows only the first is read.
 */
export class AnsweredReader implements BatchReader {
  readonly #key: NumericKey;
  readonly #visit: VisitRun;
  readonly #every: number;
  readonly #times = new Float64Array(RUN);
  readonly #values = new Float32Array(RUN);
  #n = 0;
  #row = 0;
  #before: SampleBatch | undefined;

  constructor(key: NumericKey, visit: VisitRun, every = 1) {
    this.#key = key;
    this.#visit = visit;
    this.#every = every;
  }

  read(batch: SampleBatch): void {
    if (isApart(this.#before, batch)) this.#part();
    this.#before = batch;
    const { count } = batch;
    for (let i = 0; i < count; ) {
      const row = this.#row;
      const stop = Math.min(count, i + RUN - (row % RUN));
      if (Math.floor(row / RUN) % this.#every === 0) this.#take(batch, i, stop);
      else this.#part();
      this.#row += stop - i;
      i = stop;
    }
  }

  /** Hands over what is left. */
  end(): void {
    if (this.#n > 0) this.#visit(this.#times, this.#values, this.#n);
    this.#n = 0;
  }

  #part(): void {
    if (this.#n === RUN) this.end();
    this.#times[this.#n] = Number.NaN;
    this.#values[this.#n++] = Number.NaN;
  }

  /** No more than `RUN` rows. */
  #take({ dueEpochMs, lateMs, outcome, numbers }: SampleBatch, from: number, to: number): void {
    if (this.#n + to - from > RUN) this.end();
    const column = numbers[this.#key];
    const [times, values] = [this.#times, this.#values];
    let n = this.#n;
    for (let i = from; i < to; i++) {
      const what = outcome[i] ?? 0;
      if (what === UNMEASURED) {
        times[n] = Number.NaN;
        values[n++] = Number.NaN;
      } else if (what <= LATE && column !== undefined) {
        const value = column[i] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        times[n] = (dueEpochMs[i] ?? 0) + (lateMs[i] || 0);
        values[n++] = value;
      }
    }
    this.#n = n;
  }
}

/** Readings with when they were sent, as `AnsweredReader` gives them. */
export interface Answered {
  sentEpochMs: Float64Array<ArrayBuffer>;
  values: Float32Array<ArrayBuffer>;
}

/** The readings of about so many rows, in blocks spread over all of them. */
export function thinned(batches: readonly SampleBatch[], key: NumericKey, most: number): Answered {
  const every = thinning(batches, most);
  const times: Float64Array[] = [];
  const values: Float32Array[] = [];
  const reader = new AnsweredReader(
    key,
    (sentEpochMs, read, n) => {
      times.push(sentEpochMs.slice(0, n));
      values.push(read.slice(0, n));
    },
    every,
  );
  readAll(batches, [reader]);
  reader.end();
  const n = values.reduce((sum, { length }) => sum + length, 0);
  const all = { sentEpochMs: new Float64Array(n), values: new Float32Array(n) };
  let at = 0;
  values.forEach((read, k) => {
    all.values.set(read, at);
    all.sentEpochMs.set(times[k] ?? [], at);
    at += read.length;
  });
  return all;
}

/** How many blocks apart to read, so that at most about `most` rows are read. */
function thinning(batches: readonly SampleBatch[], most: number): number {
  return Math.max(1, Math.ceil(rowsIn(batches) / most));
}
