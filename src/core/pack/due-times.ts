import { placesOfDue, readDue } from './due-times-read.ts';
import { gridOf } from './grids.ts';
import { writeInts } from './int-blocks.ts';
import { METHOD, MOST_RUNS, PER } from './layout.ts';
import { bitsOf, patchWhatDiffers } from './patches.ts';
import type { WordWriter } from './word-writer.ts';
import { type Packed, packedFrom, type Workbench } from './workbench.ts';

type Doubles = Float64Array<ArrayBuffer>;

/** Times the usual step of a column: beyond it a new run begins. */
const LONGEST_STEP = 1000;
/** Bits of what lies above the line that stand in one column of ints; below it stand the rest. */
const HIGH_BITS = 30;

/** Rows from `row` on: `(base + line + rest) / per`, where the line rises by `slope` a row, or follows another column. */
interface Run {
  row: number;
  base: number;
  slope: number;
  per: number;
}

/**
 * Writes a column of due times: whole numbers on a grid less a straight line, or, with `follow`, less
 * that column: the wall clock's reading lies within a millisecond of the monotonic one's and a
 * constant. A due time that was never rounded lies on the grid of its own precision.
 */
export function packDue(bench: Workbench, values: Doubles, follow?: Doubles): Packed {
  const mark = bench.mark();
  const { words } = bench;
  const at = words.length;
  const count = values.length;
  const { runs, numbers } = numbersOf(values, follow, bench.doubles(count));
  let isPacked = runs.length <= MOST_RUNS;
  if (isPacked) {
    const rest = restOf(numbers, runs, follow !== undefined);
    const shift = Math.max(0, Math.ceil(Math.log2(largest(rest) + 1)) - HIGH_BITS);
    writeRuns(words, runs, shift, follow !== undefined);
    writeRest(bench, rest, shift);
    const patched = patchWhatDiffers(words, values, () => {
      const places = placesOfDue(words.words, at, words.length, count);
      return places && readDue(words.words, at, places, follow, numbers);
    });
    isPacked = patched <= count / 4;
  }
  bench.release(mark);
  if (isPacked) return packedFrom(bench, METHOD.trend, at);
  words.length = at;
  words.pushAll(bitsOf(values));
  return packedFrom(bench, METHOD.raw, at);
}

function writeRuns(words: WordWriter, runs: readonly Run[], shift: number, follows: boolean): void {
  words.push((follows ? 1 : 0) | (runs.length << 8));
  words.push(shift);
  for (const { row, base, slope, per } of runs) {
    words.push(row);
    for (const value of [base, slope, per]) words.pushDouble(value);
  }
}

function largest(values: Doubles): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if ((values[i] as number) > most) most = values[i] as number;
  return most;
}

function writeRest(bench: Workbench, rest: Doubles, shift: number): void {
  const high = bench.ints(rest.length);
  const low = bench.ints(shift > 0 ? rest.length : 0);
  const unit = 2 ** shift;
  for (let i = 0; i < rest.length; i++) {
    const value = rest[i] as number;
    high[i] = Math.floor(value / unit);
    if (shift > 0) low[i] = value - (high[i] as number) * unit;
  }
  writeInts(bench.words, high);
  if (shift > 0) writeInts(bench.words, low);
}

/** Each value as a number on its run's grid; NaN where it has none. */
function numbersOf(
  values: Doubles,
  follow: Doubles | undefined,
  numbers: Doubles,
): { runs: Run[]; numbers: Doubles } {
  const grid = gridOf(values, (value, onGrid) => value === onGrid);
  const fixed = grid === undefined ? undefined : (PER[grid] as number);
  const bits = bitsOf(values);
  const runs: Run[] = [];
  const longestMs = follow === undefined ? usualStepOf(values) * LONGEST_STEP : Number.POSITIVE_INFINITY;
  let before = Number.NaN;
  let run: Run = { row: 0, base: 0, slope: 0, per: Number.NaN };
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const line = follow === undefined ? 0 : (follow[i] as number);
    const per = fixed ?? 2 ** (52 - exponentOf(bits[i * 2 + 1] as number));
    const n = Math.round(value * per) - Math.floor(line * per);
    // Not so for NaN.
    const isNumber = Math.abs(n) <= Number.MAX_SAFE_INTEGER && Number.isFinite(per);
    numbers[i] = isNumber ? n : Number.NaN;
    if (!isNumber) continue;
    if (run.per !== per || Math.abs(value - before) > longestMs) {
      run = { row: runs.length === 0 ? 0 : i, base: 0, slope: 0, per };
      runs.push(run);
    }
    before = value;
  }
  if (runs.length === 0) runs.push({ row: 0, base: 0, slope: 0, per: 1 });
  return { runs, numbers };
}

/** Of a double, from its higher word. */
const exponentOf = (high: number): number => ((high >>> 20) & 2047) - 1023;

/** The median of some steps from one row to the next. */
function usualStepOf(values: Doubles): number {
  const steps: number[] = [];
  const every = Math.ceil(values.length / 64);
  for (let i = 1; i < values.length; i += every) {
    const step = Math.abs((values[i] as number) - (values[i - 1] as number));
    if (Number.isFinite(step)) steps.push(step);
  }
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}

/** Sets the lines of the runs, and gives what lies above them. */
function restOf(numbers: Doubles, runs: readonly Run[], follows: boolean): Doubles {
  runs.forEach((run, k) => {
    const end = runs[k + 1]?.row ?? numbers.length;
    const [first, last] = edges(numbers, run.row, end);
    const rise = (numbers[last] as number) - (numbers[first] as number);
    if (!follows && last > first) run.slope = rise / (last - first);
    let least = Number.POSITIVE_INFINITY;
    for (let i = run.row; i < end; i++) {
      const above = (numbers[i] as number) - Math.floor((i - run.row) * run.slope);
      numbers[i] = above;
      if (above < least) least = above;
    }
    run.base = Number.isFinite(least) ? least : 0;
    let before = 0;
    for (let i = run.row; i < end; i++) {
      const above = numbers[i] as number;
      // A patched row takes what costs nothing.
      if (!Number.isNaN(above)) before = above - run.base;
      numbers[i] = before;
    }
  });
  return numbers;
}

/** The first and the last row of a run that has a number. */
function edges(numbers: Doubles, from: number, to: number): [number, number] {
  let first = from;
  let last = to - 1;
  while (first < last && Number.isNaN(numbers[first])) first += 1;
  while (last > first && Number.isNaN(numbers[last])) last -= 1;
  return [first, last];
}
