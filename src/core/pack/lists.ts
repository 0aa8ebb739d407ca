import type { Lists } from '../sample-batch.ts';
import type { Clock } from './clock.ts';
import { gridOf } from './grids.ts';
import { writeInts } from './int-blocks.ts';
import { LINE, METHOD, MOST_PATCHED, PER, ULPS_BESIDE } from './layout.ts';
import { placesOfLists, RAW_GRID, readGaps } from './lists-read.ts';
import { isNear, numbersOn } from './numbers.ts';
import { bitsOf, patchWhatDiffers } from './patches.ts';
import { ulpsBeside } from './ulps.ts';
import { type Packed, packedFrom, type Workbench } from './workbench.ts';

/**
 * Writes the gaps between the chunks of each answer: how many of each row, then all of them as
 * steps of the clock, counted on from the row's first token where that is known.
 */
export function packLists(
  bench: Workbench,
  { offsets, values }: Lists,
  clock: Clock | undefined,
): { packed: Packed; line: number } {
  const firstToken = clock?.at(LINE.firstToken);
  const count = offsets.length - 1;
  const from = offsets[0] ?? 0;
  const gaps = values.subarray(from, offsets[count]);
  const counts = new Int32Array(count);
  for (let i = 0; i < count; i++) counts[i] = (offsets[i + 1] as number) - (offsets[i] as number);
  const near = gridOf(gaps, isNear);
  const fits = firstToken !== undefined && near !== undefined && PER[near] === clock?.per;
  const grid = fits ? near : gridOf(gaps, (value, onGrid) => value === Math.fround(onGrid));
  const line = fits ? LINE.firstToken : 0;
  const { words } = bench;
  const at = words.length;
  const mark = bench.mark();
  let found: Float32Array<ArrayBuffer> | undefined;
  const write = (beside?: Int32Array) => {
    words.length = at;
    words.push((grid ?? RAW_GRID) | (line << 8) | (beside === undefined ? 0 : ULPS_BESIDE));
    words.push(gaps.length);
    writeInts(words, counts);
    if (grid === undefined) words.pushAll(bitsOf(gaps));
    else writeInts(words, numbersOn(gaps, PER[grid] as number, bench.ints(gaps.length)));
    if (beside !== undefined) writeInts(words, beside);
    return patchWhatDiffers(words, gaps, () => {
      const places = placesOfLists(words.words, at, words.length, count);
      found =
        places && readGaps(words.words, places, fits ? firstToken : undefined, new Float32Array(gaps.length));
      return found;
    });
  };
  const patched = write();
  if (patched > gaps.length * MOST_PATCHED && found !== undefined)
    write(ulpsBeside(gaps, found, bench.ints(gaps.length)));
  bench.release(mark);
  return { packed: packedFrom(bench, METHOD.lists, at), line };
}
