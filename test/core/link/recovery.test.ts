import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recoveries } from '../../../src/core/link/recovery.ts';

/** Answers at these moments, asked for at moment 0 each. */
const at = (...arrivals: number[]) => ({
  dueEpochMs: arrivals.map(() => 0),
  waitMs: Float64Array.from(arrivals),
});

test('an application is served again with the first answer after the outage began', () => {
  const outages = [
    { start: 1000, end: 5000 },
    { start: 20_000, end: 23_000 },
    { start: 40_000, end: 44_000 },
  ];
  const answers = at(500, 1000, Number.NaN, 9000, 8500, 19_900, 26_000, Number.POSITIVE_INFINITY);
  expect(recoveries(answers, outages, [])).toEqual([8500, 26_000, undefined]);
});

test('who misses a whole pause between two outages is served after the second', () => {
  const outages = [
    { start: 1000, end: 5000 },
    { start: 8000, end: 11_000 },
  ];
  expect(recoveries(at(900, 12_000), outages, [])).toEqual([12_000, 12_000]);
});

test('nothing is known across a time when nobody looked', () => {
  const outages = [{ start: 1000, end: 5000 }];
  expect(recoveries(at(900, 9000), outages, [{ start: 6000, end: 7000 }])).toEqual([undefined]);
  expect(recoveries(at(900, 5500), outages, [{ start: 6000, end: 7000 }])).toEqual([5500]);
});

test('agrees with looking at every answer for every outage, however they are ordered', () => {
  const times = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });
  fc.assert(
    fc.property(
      times,
      fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 10 }),
      (answers, tens) => {
        const outages = tens.sort((a, b) => a - b).map((ten) => ({ start: ten * 10, end: ten * 10 + 7 }));
        const expected = outages.map(({ start }) => {
          const later = answers.filter((answer) => answer > start);
          return later.length === 0 ? undefined : Math.min(...later);
        });
        expect(recoveries(at(...answers), outages, [])).toEqual(expected);
      },
    ),
  );
});
