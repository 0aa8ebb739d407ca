import type { SampleBatch } from '../sample-batch.ts';
import { type Less, type Moments, momentsFrom } from './clock-read.ts';
import { gridOf } from './grids.ts';
import { writeInts } from './int-blocks.ts';
import { LINE, METHOD, MISSING, PER } from './layout.ts';
import { isNear } from './numbers.ts';
import { type Packed, packedFrom, type Workbench } from './workbench.ts';

type Floats = Float32Array<ArrayBuffer>;

/** A line of moments as it is written, and as it is read. */
export interface Line {
  id: number;
  from: number;
  packed: Packed;
  moments: Moments;
}

/** How long after the moments that it counts from a line's lie: the sum of these columns, less the others. */
interface After {
  plus?: Floats | undefined;
  minus?: Floats | undefined;
  /** Counts as 0 where it is not known. */
  less?: Less | undefined;
}

/** Moments of the requests of a batch, as far as its columns tell them. */
export class Clock {
  readonly lines = new Map<number, Line>();
  readonly due: Moments;
  readonly #bench: Workbench;
  readonly #grid: number;
  readonly per: number;

  /** `grid`: the clock's steps, as an index into `PER`. */
  constructor(bench: Workbench, due: Float64Array<ArrayBuffer>, grid: number) {
    this.due = { ms: due, isDue: true };
    this.#bench = bench;
    this.#grid = grid;
    this.per = PER[grid] as number;
  }

  at(id: number): Moments | undefined {
    return id === LINE.due ? this.due : this.lines.get(id)?.moments;
  }

  /** Writes a line. Its moments stay on the workbench. */
  add(id: number, from: number, after: After): void {
    const start = this.at(from);
    if (start === undefined) return;
    const bench = this.#bench;
    const { per } = this;
    const count = start.ms.length;
    const moments = bench.doubles(count);
    const mark = bench.mark();
    const steps = stepsAfter(start, per, after, bench.ints(count));
    const at = bench.words.length;
    bench.words.push(from | (this.#grid << 8));
    writeInts(bench.words, steps);
    const packed = packedFrom(bench, METHOD.ints, at);
    this.lines.set(id, { id, from, packed, moments: momentsFrom(start, per, steps, moments) });
    bench.release(mark);
  }
}

function stepsAfter(
  { ms: start, isDue }: Moments,
  per: number,
  { plus, minus, less }: After,
  into: Int32Array<ArrayBuffer>,
): Int32Array<ArrayBuffer> {
  for (let i = 0; i < into.length; i++) {
    let ms = plus === undefined ? 0 : (plus[i] as number);
    if (minus !== undefined) ms -= minus[i] as number;
    if (less !== undefined) ms -= less.values[i] || 0;
    let n = Math.round(ms * per);
    if (isDue) {
      const step = (start[i] as number) * per;
      n = Math.round(step + ms * per) - Math.floor(step);
    }
    // Not so for NaN.
    into[i] = Math.abs(n) < -MISSING ? n : MISSING;
  }
  return into;
}

/**
 * Finds the moments behind a batch's durations. Two that are stored as floats do not add up to the
 * last place; the readings that they are differences of do, and cost less. It yields between one line
 * and the next, and gives undefined where the times lie on no clock's steps. `server`: its own time.
 */
export function* clockOf(
  bench: Workbench,
  { numbers, lateMs, dueMonoMs }: SampleBatch,
  server: Less | undefined,
): Generator<void, Clock | undefined> {
  const { serviceMs, ttfbMs, rttMs, queueMs, ttftMs, ttfoMs, e2eMs } = numbers;
  const grid = serviceMs && gridOf(serviceMs, isNear);
  if (serviceMs === undefined || grid === undefined) return undefined;
  const clock = new Clock(bench, dueMonoMs, grid);
  clock.add(LINE.sent, LINE.due, { plus: lateMs });
  yield;
  if (ttfbMs !== undefined) clock.add(LINE.firstByte, LINE.sent, { plus: ttfbMs });
  yield;
  if (ttfbMs === undefined) clock.add(LINE.end, LINE.sent, { plus: serviceMs });
  else clock.add(LINE.end, LINE.firstByte, { plus: serviceMs, minus: ttfbMs });
  yield;
  if (ttfbMs !== undefined && rttMs !== undefined && queueMs !== undefined) {
    clock.add(LINE.requestStart, LINE.sent, { plus: ttfbMs, minus: rttMs, less: server });
    yield;
    clock.add(LINE.queueStart, LINE.requestStart, { minus: queueMs });
    yield;
  }
  if (ttftMs !== undefined) {
    clock.add(LINE.firstToken, LINE.sent, { plus: ttftMs });
    yield;
    if (ttfoMs !== undefined) clock.add(LINE.firstOutput, LINE.firstToken, { plus: ttfoMs, minus: ttftMs });
    if (e2eMs !== undefined) clock.add(LINE.lastToken, LINE.firstToken, { plus: e2eMs, minus: ttftMs });
    yield;
  }
  return clock;
}
