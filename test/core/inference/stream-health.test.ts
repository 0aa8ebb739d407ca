import { expect, test } from 'vitest';
import { healthOf, stallsIn } from '../../../src/core/inference/stream-health.ts';
import { millis } from '../../../src/core/units.ts';

test('a stall stands out of the pace of its own answer', () => {
  expect(stallsIn([20, 22, 19, 400, 21, 20])).toEqual([3]);
  // A slow model is no stall, and neither is what no reader would notice.
  expect(stallsIn([400, 410, 390, 420])).toEqual([]);
  expect(stallsIn([5, 5, 5, 60, 5])).toEqual([]);
  // Chunks that came in one read say nothing of the pace.
  expect(stallsIn([0, 0, 0, 0, 20, 0, 0, 20, 0, 300])).toEqual([9]);
});

test('an answer of a few chunks has no pace to stall in', () => {
  expect(stallsIn([5, 900])).toEqual([]);
  expect(healthOf([])).toEqual({});
  expect(healthOf([millis(5), millis(900)])).toEqual({
    iclMs: [5, 900],
    longestGapMs: 900,
    stalls: undefined,
  });
  expect(healthOf([5, 5, 5, 900].map(millis))).toMatchObject({ longestGapMs: 900, stalls: 1 });
});
