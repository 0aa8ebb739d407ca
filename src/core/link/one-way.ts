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
}

/**
 * The same batches with `owdUpMs` and `owdDownMs` as one-way delay variation:
 * ms above the least delay of that direction, 0 or more (the PDV of RFC 5481,
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
 * window is told from drift only as far as it bends. The batches, in the order of
 * `seq`, are not changed; without one-way readings they are returned as they are.
 * O(n). Give it readings as stored: a second time it would take off nothing but rounding.
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
  const cursor = { next: 0 };
  return batches.map((batch) => rewritten(batch, echoes, cursor));
}

function takeOffFloor(times: Float64Array, values: Float32Array, from: number, to: number): void {
  const { slope, valueAt0 } = floorLine(times, values, from, to, MOST_DRIFT);
  for (let i = from; i < to; i++) {
    const floor = valueAt0 + slope * (times[i] ?? 0);
    values[i] = Math.max(0, (values[i] ?? Number.NaN) - floor);
  }
}

/** Rows that carry both readings. */
function timedRows(
  count: number,
  owdUpMs: Float32Array | undefined,
  owdDownMs: Float32Array | undefined,
): number[] {
  const rows: number[] = [];
  for (let i = 0; i < count; i++) {
    if (!Number.isNaN(owdUpMs?.[i] ?? Number.NaN) && !Number.isNaN(owdDownMs?.[i] ?? Number.NaN))
      rows.push(i);
  }
  return rows;
}

function isTimed({ numbers }: SampleBatch): boolean {
  return numbers.owdUpMs !== undefined || numbers.owdDownMs !== undefined;
}

function collect(batches: readonly SampleBatch[]): Echoes {
  const most = batches.reduce((n, batch) => n + (isTimed(batch) ? batch.count : 0), 0);
  const sentMs = new Float64Array(most);
  const up = new Float32Array(most);
  const down = new Float32Array(most);
  const starts: number[] = [];
  const segments = new OneWaySegments();
  let n = 0;
  for (const batch of batches) {
    if (!isTimed(batch)) continue;
    const { count, numbers, dueMonoMs, dueEpochMs, lateMs } = batch;
    const { owdUpMs, owdDownMs, rttMs } = numbers;
    for (const i of timedRows(count, owdUpMs, owdDownMs)) {
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
  }
  return { sentMs: sentMs.subarray(0, n), up: up.subarray(0, n), down: down.subarray(0, n), starts };
}

/** A copy with new one-way columns; without them where no value is left. */
function rewritten(batch: SampleBatch, { up, down }: Echoes, cursor: { next: number }): SampleBatch {
  if (!isTimed(batch)) return batch;
  const { owdUpMs: storedUp, owdDownMs: storedDown, ...numbers } = batch.numbers;
  const owdUpMs = new Float32Array(batch.count).fill(Number.NaN);
  const owdDownMs = owdUpMs.slice();
  let kept = 0;
  for (const i of timedRows(batch.count, storedUp, storedDown)) {
    owdUpMs[i] = up[cursor.next] ?? Number.NaN;
    owdDownMs[i] = down[cursor.next++] ?? Number.NaN;
    if (!Number.isNaN(owdUpMs[i])) kept += 1;
  }
  return { ...batch, numbers: kept === 0 ? numbers : { ...numbers, owdUpMs, owdDownMs } };
}
