import type { VisitRun } from './answered.ts';

/**
 * Calls back with the answered values of each window of the wall clock, one after
 * the other: window `index` runs from `index * widthMs + offsetMs`. `values` are
 * in the order of `seq` and are overwritten by the next window. Where the wall
 * clock was set back, a window may come twice. `take` what an `AnsweredReader` hands over, then `end`.
 */
export class Windows {
  readonly #widthMs: number;
  readonly #offsetMs: number;
  readonly #visit: (index: number, values: Float32Array<ArrayBuffer>) => void;
  #room = new Float32Array(256);
  #count = 0;
  #index = Number.NaN;
  #startMs = Number.POSITIVE_INFINITY;
  #endMs = Number.NEGATIVE_INFINITY;

  constructor(
    { widthMs, offsetMs = 0 }: { widthMs: number; offsetMs?: number | undefined },
    visit: (index: number, values: Float32Array<ArrayBuffer>) => void,
  ) {
    this.#widthMs = widthMs;
    this.#offsetMs = offsetMs;
    this.#visit = visit;
  }

  readonly take: VisitRun = (times, readings, n) => {
    for (let i = 0; i < n; ) {
      const sentMs = times[i] ?? Number.NaN;
      if (Number.isNaN(sentMs)) {
        i += 1;
        continue;
      }
      if (sentMs >= this.#endMs || sentMs < this.#startMs) this.#turnTo(sentMs);
      const [startMs, endMs] = [this.#startMs, this.#endMs];
      // Rounding may leave a moment outside of the window that it was counted in.
      let stop = i + 1;
      for (; stop < n; stop++) {
        const next = times[stop] ?? Number.NaN;
        if (!(next >= startMs && next < endMs)) break;
      }
      this.#add(readings.subarray(i, stop));
      i = stop;
    }
  };

  end(): void {
    if (this.#count > 0) this.#visit(this.#index, this.#room.subarray(0, this.#count));
    this.#count = 0;
  }

  #turnTo(sentMs: number): void {
    this.end();
    this.#index = Math.floor((sentMs - this.#offsetMs) / this.#widthMs);
    this.#startMs = this.#index * this.#widthMs + this.#offsetMs;
    this.#endMs = this.#startMs + this.#widthMs;
  }

  #add(values: Float32Array): void {
    const needed = this.#count + values.length;
    if (needed > this.#room.length) {
      const larger = new Float32Array(2 * needed);
      larger.set(this.#room);
      this.#room = larger;
    }
    this.#room.set(values, this.#count);
    this.#count = needed;
  }
}
