import { readAll, rowsIn } from '../batch-pass.ts';
import { withNumbers } from '../batch-rows.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { floorLine } from './one-way-line.ts';
import { MOST_DRIFT, OneWaySegments } from './one-way-segments.ts';

/** Fewer echoes, or a shorter time, hardly show the floor. */
const LEAST_ECHOES = 20;
const LEAST_MS = 10_000;
/** Within an hour the drift of two clocks is a straight line to some tenths of a ms; over a day, with its temperatures, it is not. */
const WINDOW_MS = 3_600_000;
/** A window is not made shorter than this many echoes: few of them touch the floor. */
const WINDOW_ECHOES = 100;

interface Echoes {
  sentMs: Float64Array;
  up: Float32Array;
  down: Float32Array;
  /** Index of the first echo of each segment. */
  starts: number[];
  /** How many echoes each batch holds; undefined where it has no such column. */
  counts: (number | undefined)[];
}

/**
 * The same batches with `owdUpMs` and `owdDownMs` as one-way delay variation:
 * ms above the least delay of that direction in about the same hour, 0 or more (the PDV of RFC 5481,
 * with the clocks' drift taken out).
 *
 * As stored, a one-way reading holds the drift between the laptop's clock and
 * the server's. For each direction, the convex hull line (`floorLine`) below the
 * readings of a segment is taken off; a segment ends where the clocks changed
 * (`OneWaySegments`), and is divided evenly into windows of at most about an
 * hour. A segment of fewer than 20 echoes or shorter than 10 s leaves no values.
 *
 * Limits: what both clocks do alike, and a drift within a window that is no
 * straight line, stay in; a lasting change of the way's least delay within a
 * window is told from drift only as far as it bends, and one that lasts for a whole window not at all. The batches, in the order of
 * `seq`, are not changed, and those that are returned take their columns from them when they are asked;
 * without one-way readings they are returned as they are. O(n). Give it readings as stored: a second time it would take off nothing but rounding.
 */
export function withoutDrift(batches: readonly SampleBatch[]): SampleBatch[] {
  if (!batches.some(isTimed)) return [...batches];
  const echoes = collect(batches);
  const { starts, sentMs } = echoes;
  starts.forEach((from, i) => {
    const to = starts[i + 1] ?? sentMs.length;
    const lengthMs = (sentMs[to - 1] ?? 0) - (sentMs[from] ?? 0);
    const tooShort = to - from < LEAST_ECHOES || lengthMs < LEAST_MS;
    const windows = Math.max(
      1,
      Math.min(Math.ceil(lengthMs / WINDOW_MS), Math.floor((to - from) / WINDOW_ECHOES)),
    );
    for (let w = 0; w < windows; w++) {
      const begin = from + Math.round(((to - from) * w) / windows);
      const end = from + Math.round(((to - from) * (w + 1)) / windows);
      for (const values of [echoes.up, echoes.down]) {
        if (tooShort) values.fill(Number.NaN, begin, end);
        else takeOffFloor(sentMs, values, begin, end);
      }
    }
  });
  const columns = new VariationColumns(echoes);
  let next = 0;
  return batches.map((batch, b) => {
    const count = echoes.counts[b];
    if (count === undefined) return batch;
    const from = next;
    next += count;
    const isEmpty = echoes.up.subarray(from, next).every((value) => Number.isNaN(value));
    const column = (key: keyof OneWay) => (isEmpty ? undefined : () => columns.of(batch, from)[key]);
    return withNumbers(batch, { owdUpMs: column('owdUpMs'), owdDownMs: column('owdDownMs') });
  });
}

function takeOffFloor(times: Float64Array, values: Float32Array, from: number, to: number): void {
  const { slope, valueAt0 } = floorLine(times, values, from, to, MOST_DRIFT);
  for (let i = from; i < to; i++) {
    const floor = valueAt0 + slope * (times[i] ?? 0);
    values[i] = Math.max(0, (values[i] ?? Number.NaN) - floor);
  }
}

function isTimed({ numbers }: SampleBatch): boolean {
  return numbers.owdUpMs !== undefined || numbers.owdDownMs !== undefined;
}

function collect(batches: readonly SampleBatch[]): Echoes {
  const most = rowsIn(batches);
  const sentMs = new Float64Array(most);
  const up = new Float32Array(most);
  const down = new Float32Array(most);
  const starts: number[] = [];
  const counts: Echoes['counts'] = [];
  const segments = new OneWaySegments();
  let n = 0;
  const read = (batch: SampleBatch) => {
    const from = n;
    const { count, numbers, dueMonoMs, dueEpochMs, lateMs } = batch;
    const { owdUpMs, owdDownMs, rttMs } = numbers;
    for (let i = 0; i < count; i++) {
      if (!hasBoth(owdUpMs, owdDownMs, i)) continue;
      const dueMs = dueMonoMs[i] ?? Number.NaN;
      const echo = {
        sentMs: dueMs + (lateMs[i] || 0),
        leadMs: (dueEpochMs[i] ?? Number.NaN) - dueMs,
        upMs: owdUpMs?.[i] ?? Number.NaN,
        downMs: owdDownMs?.[i] ?? Number.NaN,
        rttMs: rttMs?.[i] ?? Number.NaN,
      };
      if (segments.begins(echo)) starts.push(n);
      sentMs[n] = echo.sentMs;
      up[n] = echo.upMs;
      down[n++] = echo.downMs;
    }
    counts.push(n - from);
  };
  readAll(batches, [{ read: (batch) => void (isTimed(batch) ? read(batch) : counts.push(undefined)) }]);
  return { sentMs: sentMs.subarray(0, n), up: up.subarray(0, n), down: down.subarray(0, n), starts, counts };
}

/** True of a row that carries both readings. */
function hasBoth(owdUpMs: Float32Array | undefined, owdDownMs: Float32Array | undefined, i: number): boolean {
  return !Number.isNaN(owdUpMs?.[i] ?? Number.NaN) && !Number.isNaN(owdDownMs?.[i] ?? Number.NaN);
}

type OneWay = Record<'owdUpMs' | 'owdDownMs', Float32Array<ArrayBuffer>>;

/** Makes the new columns of a batch when they are asked for, and keeps those of the latest. */
class VariationColumns {
  readonly #echoes: Echoes;
  #latest: { batch: SampleBatch; columns: OneWay } | undefined;

  constructor(echoes: Echoes) {
    this.#echoes = echoes;
  }

  /** `from`: the first echo of the batch. */
  of(batch: SampleBatch, from: number): OneWay {
    if (this.#latest?.batch === batch) return this.#latest.columns;
    const { up, down } = this.#echoes;
    const { owdUpMs: storedUp, owdDownMs: storedDown } = batch.numbers;
    const owdUpMs = new Float32Array(batch.count).fill(Number.NaN);
    const owdDownMs = owdUpMs.slice();
    let next = from;
    for (let i = 0; i < batch.count; i++) {
      if (!hasBoth(storedUp, storedDown, i)) continue;
      owdUpMs[i] = up[next] ?? Number.NaN;
      owdDownMs[i] = down[next++] ?? Number.NaN;
    }
    const columns = { owdUpMs, owdDownMs };
    this.#latest = { batch, columns };
    return columns;
  }
}
