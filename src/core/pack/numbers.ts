import { packConstant } from './constant.ts';
import { gridOf } from './grids.ts';
import { writeInts } from './int-blocks.ts';
import { METHOD, MISSING, PER, ULPS_BESIDE } from './layout.ts';
import { placesOfGrid, readGrid } from './numbers-read.ts';
import { bitsOf, patchWhatDiffers } from './patches.ts';
import { ulpsBeside } from './ulps.ts';
import { type Packed, packedFrom, type Workbench } from './workbench.ts';

type Floats = Float32Array<ArrayBuffer>;

/** What the rounding of two clock readings leaves in their difference months after the machine's start, in ms. */
const CLOCK_NOISE_MS = 2e-6;

/** Writes a column of numbers: one value in nearly all rows, numbers on a grid, or, where it has none, the floats themselves. */
export function packNumbers(bench: Workbench, values: Floats): Packed {
  return packConstant(bench, bitsOf(values)) ?? packGrid(bench, values) ?? packRaw(bench, values);
}

function packRaw(bench: Workbench, values: Floats): Packed {
  const at = bench.words.length;
  bench.words.pushAll(bitsOf(values));
  return packedFrom(bench, METHOD.raw, at);
}

/**
 * Numbers of the coarsest grid. A difference of two readings of a clock is a number of its steps, but
 * for what their own precision takes from it: where that shows, it stands in a second column of ints.
 */
function packGrid(bench: Workbench, values: Floats): Packed | undefined {
  const exact = gridOf(values, (value, onGrid) => value === Math.fround(onGrid));
  const grid = exact ?? gridOf(values, isNear);
  if (grid === undefined) return undefined;
  const withUlps = exact === undefined;
  const mark = bench.mark();
  const { words } = bench;
  const at = words.length;
  const count = values.length;
  const numbers = numbersOn(values, PER[grid] as number, bench.ints(count));
  const found = bench.floats(count);
  words.push(grid | (withUlps ? ULPS_BESIDE : 0));
  writeInts(words, numbers);
  if (withUlps)
    writeInts(words, ulpsBeside(values, onGrid(numbers, PER[grid] as number, found), bench.ints(count)));
  patchWhatDiffers(words, values, () => {
    const places = placesOfGrid(words.words, at, words.length, count);
    return places && readGrid(words.words, places, found);
  });
  bench.release(mark);
  if (words.length - at < count) return packedFrom(bench, METHOD.grid, at);
  words.length = at;
  return undefined;
}

/** Whether a number lies on a place of a grid, but for the noise of the browser's clock and of a float32. */
export function isNear(value: number, onGrid: number): boolean {
  return Math.abs(value - onGrid) <= CLOCK_NOISE_MS + Math.abs(value) * 2 ** -23;
}

/** Each value as a number of steps; `MISSING` where it is none. */
export function numbersOn(
  values: Floats,
  per: number,
  into: Int32Array<ArrayBuffer>,
): Int32Array<ArrayBuffer> {
  for (let i = 0; i < into.length; i++) {
    const n = Math.round((values[i] as number) * per);
    // Not so for NaN.
    into[i] = Math.abs(n) < -MISSING ? n : MISSING;
  }
  return into;
}

function onGrid(numbers: Int32Array, per: number, into: Floats): Floats {
  for (let i = 0; i < into.length; i++)
    into[i] = numbers[i] === MISSING ? Number.NaN : (numbers[i] as number) / per;
  return into;
}
