import type { Lists } from '../sample-batch.ts';
import type { Moments } from './clock-read.ts';
import { gridOf } from './grids.ts';
import { writeInts } from './int-blocks.ts';
import { LINE, METHOD, MISSING, MOST_PATCHED, PER, ULPS_BESIDE } from './layout.ts';
import { placesOfLists, RAW_GRID, readGaps } from './lists-read.ts';
import { isNear } from './numbers.ts';
import type { Packed } from './packed.ts';
import { bitsOf, patchWhatDiffers } from './patches.ts';
import { ulpsBeside } from './ulps.ts';
import { WordWriter } from './word-writer.ts';

/**
 * The body of the gaps between the chunks of each answer: how many of each row, then all of them as
 * steps of the clock, counted on from the row's first token where that is known.
 */
export function packLists(
  { offsets, values }: Lists,
  firstToken: Moments | undefined,
): { packed: Packed; line: number } {
  const count = offsets.length - 1;
  const from = offsets[0] ?? 0;
  const gaps = values.subarray(from, offsets[count]);
  const counts = new Int32Array(count);
  for (let i = 0; i < count; i++) counts[i] = (offsets[i + 1] as number) - (offsets[i] as number);
  const near = gridOf(gaps, isNear);
  const fits = firstToken !== undefined && near !== undefined && PER[near] === firstToken.per;
  const grid = fits ? near : gridOf(gaps, (value, onGrid) => value === Math.fround(onGrid));
  const line = fits ? LINE.firstToken : 0;
  const written = (beside?: Int32Array) => {
    const body = new WordWriter(gaps.length + 64);
    body.push((grid ?? RAW_GRID) | (line << 8) | (beside === undefined ? 0 : ULPS_BESIDE));
    body.push(gaps.length);
    writeInts(body, counts);
    if (grid === undefined) body.pushAll(bitsOf(gaps));
    else writeInts(body, steps(gaps, PER[grid] as number));
    if (beside !== undefined) writeInts(body, beside);
    let found: Float32Array<ArrayBuffer> | undefined;
    const read = () => {
      const places = placesOfLists(body.words, 0, body.length, count);
      found = places && readGaps(body.words, places, fits ? firstToken : undefined);
      return found;
    };
    return { body, patched: patchWhatDiffers(body, read, gaps), found };
  };
  const exact = written();
  const isNoisy = exact.patched > gaps.length * MOST_PATCHED;
  const beside = isNoisy && exact.found !== undefined ? ulpsBeside(gaps, exact.found) : undefined;
  const { body } = beside === undefined ? exact : written(beside);
  return { packed: { method: METHOD.lists, body }, line };
}

function steps(gaps: Float32Array, per: number): Int32Array<ArrayBuffer> {
  const numbers = new Int32Array(gaps.length);
  for (let i = 0; i < gaps.length; i++) {
    const n = Math.round((gaps[i] as number) * per);
    // Not so for NaN.
    numbers[i] = Math.abs(n) < -MISSING ? n : MISSING;
  }
  return numbers;
}
