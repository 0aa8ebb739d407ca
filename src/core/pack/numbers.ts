import { packConstant } from './constant.ts';
import { gridOf } from './grids.ts';
import { writeInts } from './int-blocks.ts';
import { METHOD, MISSING, PER, ULPS_BESIDE } from './layout.ts';
import { placesOfGrid, readGrid } from './numbers-read.ts';
import type { Packed } from './packed.ts';
import { bitsOf, patchWhatDiffers } from './patches.ts';
import { ulpsBeside } from './ulps.ts';
import { WordWriter } from './word-writer.ts';

type Floats = Float32Array<ArrayBuffer>;

/** What the rounding of two clock readings leaves in their difference months after the machine's start, in ms. */
const CLOCK_NOISE_MS = 2e-6;

/** The body of a column of numbers: one value in nearly all rows, numbers on a grid, or, where it has none, the floats themselves. */
export function packNumbers(values: Floats): Packed {
  return packConstant(bitsOf(values)) ?? packGrid(values) ?? packRaw(values);
}

function packRaw(values: Floats): Packed {
  const body = new WordWriter(values.length);
  body.pushAll(bitsOf(values));
  return { method: METHOD.raw, body };
}

/**
 * Numbers of the coarsest grid. A difference of two readings of a clock is a number of its steps, but
 * for what their own precision takes from it: where that shows, it stands in a second column of ints.
 */
function packGrid(values: Floats): Packed | undefined {
  const exact = gridOf(values, (value, onGrid) => value === Math.fround(onGrid));
  const grid = exact ?? gridOf(values, isNear);
  if (grid === undefined) return undefined;
  const withUlps = exact === undefined;
  const numbers = numbersOn(values, PER[grid] as number);
  const body = new WordWriter(values.length);
  body.push(grid | (withUlps ? ULPS_BESIDE : 0));
  writeInts(body, numbers);
  if (withUlps) writeInts(body, ulpsBeside(values, onGrid(numbers, PER[grid] as number)));
  patchWhatDiffers(
    body,
    () => {
      const places = placesOfGrid(body.words, 0, body.length, values.length);
      return places && readGrid(body.words, places, values.length);
    },
    values,
  );
  return body.length < values.length ? { method: METHOD.grid, body } : undefined;
}

export function isNear(value: number, onGrid: number): boolean {
  return Math.abs(value - onGrid) <= CLOCK_NOISE_MS + Math.abs(value) * 2 ** -23;
}

function numbersOn(values: Floats, per: number): Int32Array<ArrayBuffer> {
  const numbers = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const n = Math.round((values[i] as number) * per);
    // Not so for NaN.
    numbers[i] = Math.abs(n) < -MISSING ? n : MISSING;
  }
  return numbers;
}

function onGrid(numbers: Int32Array, per: number): Floats {
  const values = new Float32Array(numbers.length);
  for (let i = 0; i < values.length; i++)
    values[i] = numbers[i] === MISSING ? Number.NaN : (numbers[i] as number) / per;
  return values;
}
