import type { NumericKey } from '../columns.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { eachAnswered } from './answered.ts';

/**
 * Calls back with the answered values of each window of the wall clock, one after
 * the other: window `index` runs from `index * widthMs + offsetMs`. `values` are
 * in the order of `seq` and are overwritten by the next window. Where the wall
 * clock was set back, a window may come twice.
 */
export function eachWindow(
  batches: readonly SampleBatch[],
  key: NumericKey,
  { widthMs, offsetMs = 0 }: { widthMs: number; offsetMs?: number | undefined },
  visit: (index: number, values: Float32Array<ArrayBuffer>) => void,
): void {
  let room = new Float32Array(256);
  let count = 0;
  let index = Number.NaN;
  let endMs = Number.NEGATIVE_INFINITY;
  let startMs = Number.POSITIVE_INFINITY;
  eachAnswered(batches, key, (times, readings, n) => {
    for (let i = 0; i < n; i++) {
      const sentMs = times[i] ?? Number.NaN;
      if (Number.isNaN(sentMs)) continue;
      if (sentMs >= endMs || sentMs < startMs) {
        if (count > 0) visit(index, room.subarray(0, count));
        index = Math.floor((sentMs - offsetMs) / widthMs);
        startMs = index * widthMs + offsetMs;
        endMs = startMs + widthMs;
        count = 0;
      }
      if (count === room.length) {
        const larger = new Float32Array(2 * count);
        larger.set(room);
        room = larger;
      }
      room[count++] = readings[i] ?? Number.NaN;
    }
  });
  if (count > 0) visit(index, room.subarray(0, count));
}
