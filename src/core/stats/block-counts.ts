import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import type { TimeBlocks } from './time-blocks.ts';

const LATE = OUTCOMES.indexOf('late') + 1;

/** The answered values of a column in the order of `seq`, without NaN, and for each block the index after its last. */
export interface BlockValues {
  values: Float32Array<ArrayBuffer>;
  ends: Uint32Array<ArrayBuffer>;
}

/** Picks a column out of a batch. */
type Column = (batch: SampleBatch) => Float32Array | undefined;

/** Gathers the values of a column over `ok` and `late` samples, in one pass. `room`, where it is large enough, holds them. */
export function blockValues(
  batches: readonly SampleBatch[],
  column: Column,
  blocks: TimeBlocks,
  room = new Float32Array(rowsIn(batches)),
): BlockValues {
  const ends = new Uint32Array(blocks.ends.length);
  const values = room;
  let block = 0;
  let row = 0;
  let n = 0;
  for (const batch of batches) {
    const from = column(batch);
    const { outcome, count } = batch;
    for (let i = 0; i < count; ) {
      const left = (blocks.ends[block] ?? Number.POSITIVE_INFINITY) - row;
      const stop = Math.min(count, i + left);
      if (from !== undefined) {
        for (let at = i; at < stop; at++) {
          const value = from[at] ?? Number.NaN;
          if ((outcome[at] ?? 0) <= LATE && !Number.isNaN(value)) values[n++] = value;
        }
      }
      row += stop - i;
      i = stop;
      if (row === blocks.ends[block]) ends[block++] = n;
    }
  }
  return { values: values.subarray(0, n), ends };
}

/** How many values a column holds at most. */
export function rowsIn(batches: readonly SampleBatch[]): number {
  return batches.reduce((n, { count }) => n + count, 0);
}

/** Answered samples that have a metric, block by block. */
export interface BlockCounts {
  totals: Uint32Array<ArrayBuffer>;
  /** For each threshold, in the order in which they were given: how many are at or below it, as exports print both. */
  atOrBelow: Uint32Array<ArrayBuffer>[];
}

/**
 * What lies here or above is printed as more than `value`. Exports have three decimals: without
 * this, values that read alike would fall on both sides, and nobody could count them again.
 */
const printedAbove = (value: number) => (Math.round(value * 1000) + 0.5) / 1000;

/** Counts the values in each block, all and those at or below each of `thresholds` (ascending), in one pass. */
export function countInBlocks({ values, ends }: BlockValues, thresholds: readonly number[]): BlockCounts {
  const limits = Float64Array.from(thresholds, printedAbove);
  const classes = limits.length;
  const classOf = classTable(limits);
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const totals = new Uint32Array(ends.length);
  const atOrBelow = thresholds.map(() => new Uint32Array(ends.length));
  // Class k holds what lies above threshold k - 1 and not above threshold k.
  // Counted in two places in turn: one would have to wait for itself.
  const counts = new Uint32Array(2 * (classes + 1));
  let i = 0;
  for (let block = 0; block < ends.length; block++) {
    const end = ends[block] ?? 0;
    totals[block] = end - i;
    if (classes === 0) {
      i = end;
      continue;
    }
    counts.fill(0);
    for (; i < end; i++) {
      let k = classOf[(words[i] ?? 0) >>> HALF_BITS] ?? OPEN;
      if (k === OPEN) {
        const value = values[i] ?? 0;
        k = 0;
        while (k < classes && value >= (limits[k] ?? 0)) k += 1;
      }
      const at = 2 * k + (i & 1);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      sum += (counts[2 * k] ?? 0) + (counts[2 * k + 1] ?? 0);
      const below = atOrBelow[k];
      if (below !== undefined) below[block] = sum;
    }
  }
  return { totals, atOrBelow };
}

const HALF_BITS = 16;
const HALF = 1 << HALF_BITS;
const POSITIVE = HALF / 2;
/** Stands where the upper half of a value does not tell its class. */
const OPEN = 0xffff;

/**
 * The class of each value from 0 up by the upper half of its float32 bits, which order like the
 * numbers; `OPEN` where a threshold has the same upper half, and for negative values.
 */
function classTable(limits: Float64Array): Uint16Array {
  const table = new Uint16Array(HALF).fill(OPEN);
  const bits = new Uint32Array(Float32Array.from(limits, (limit) => Math.max(0, limit)).buffer);
  let from = 0;
  limits.forEach((limit, k) => {
    if (limit < 0) return;
    const half = (bits[k] ?? 0) >>> HALF_BITS;
    if (half >= from) table.fill(k, from, half);
    from = half + 1;
  });
  table.fill(limits.length, from, POSITIVE);
  return table;
}
