import type { SampleBatch } from '../sample-batch.ts';
import { dueMoments, type Moments, momentsFrom } from './clock-read.ts';
import { gridOf } from './grids.ts';
import { writeInts } from './int-blocks.ts';
import { LINE, METHOD, MISSING, PER } from './layout.ts';
import { isNear } from './numbers.ts';
import type { Packed } from './packed.ts';
import { WordWriter } from './word-writer.ts';

type Floats = Float32Array<ArrayBuffer>;

/** A line of moments as it is written, and as it is read. */
export interface Line {
  id: number;
  from: number;
  packed: Packed;
  moments: Moments;
}

/** Moments of the requests of a batch, as far as its columns tell them. */
export class Clock {
  readonly lines = new Map<number, Line>();
  readonly due: Moments;
  readonly #grid: number;
  readonly #per: number;

  /** `grid`: the clock's steps, as an index into `PER`. */
  constructor(due: Float64Array<ArrayBuffer>, grid: number) {
    this.due = dueMoments(due);
    this.#grid = grid;
    this.#per = PER[grid] as number;
  }

  at(id: number): Moments | undefined {
    return id === LINE.due ? this.due : this.lines.get(id)?.moments;
  }

  /** A line whose moments lie `msAt` after those of another one. */
  add(id: number, from: number, msAt: (i: number) => number): void {
    const start = this.at(from);
    if (start === undefined) return;
    const per = this.#per;
    const numbers = new Int32Array(start.ticks.length);
    const factor = start.per === per ? 1 : per / start.per;
    for (let i = 0; i < numbers.length; i++) {
      const tick = start.ticks[i] as number;
      // A due time lies between two steps of the clock.
      const n =
        start.per === per
          ? Math.round(msAt(i) * per)
          : Math.round(tick * factor + msAt(i) * per) - Math.floor(tick * factor);
      numbers[i] = Math.abs(n) < -MISSING ? n : MISSING;
    }
    const body = new WordWriter(numbers.length / 2 + 16);
    body.push(from | (this.#grid << 8));
    writeInts(body, numbers);
    const moments = momentsFrom(start, per, numbers);
    this.lines.set(id, { id, from, packed: { method: METHOD.ints, body }, moments });
  }
}

/**
 * Finds the moments behind a batch's durations. Two that are stored as floats do not add up to the
 * last place; the readings that they are differences of do, and cost less. Undefined where the times
 * lie on no clock's steps. `serverMs`: the server's own time as the app reckoned with it.
 */
export function clockOf(batch: SampleBatch, serverMs: Float64Array | undefined): Clock | undefined {
  const { numbers, lateMs, dueMonoMs } = batch;
  const { serviceMs, ttfbMs, rttMs, queueMs, ttftMs, ttfoMs, e2eMs } = numbers;
  const grid = serviceMs && gridOf(serviceMs, isNear);
  if (serviceMs === undefined || grid === undefined) return undefined;
  const clock = new Clock(dueMonoMs, grid);
  const at = (column: Floats) => (i: number) => column[i] as number;
  const between = (to: Floats, from: Floats) => (i: number) => (to[i] as number) - (from[i] as number);
  clock.add(LINE.sent, LINE.due, at(lateMs));
  if (ttfbMs !== undefined) clock.add(LINE.firstByte, LINE.sent, at(ttfbMs));
  if (ttfbMs !== undefined) clock.add(LINE.end, LINE.firstByte, between(serviceMs, ttfbMs));
  else clock.add(LINE.end, LINE.sent, at(serviceMs));
  if (ttfbMs !== undefined && rttMs !== undefined && queueMs !== undefined) {
    const exchangeMs = (i: number) => (rttMs[i] as number) + (serverMs?.[i] || 0);
    clock.add(LINE.requestStart, LINE.sent, (i) => (ttfbMs[i] as number) - exchangeMs(i));
    clock.add(LINE.queueStart, LINE.requestStart, (i) => -(queueMs[i] as number));
  }
  if (ttftMs !== undefined) {
    clock.add(LINE.firstToken, LINE.sent, at(ttftMs));
    if (ttfoMs !== undefined) clock.add(LINE.firstOutput, LINE.firstToken, between(ttfoMs, ttftMs));
    if (e2eMs !== undefined) clock.add(LINE.lastToken, LINE.firstToken, between(e2eMs, ttftMs));
  }
  return clock;
}
