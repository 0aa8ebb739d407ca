import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSorted, sortNearlySorted } from '../../../src/core/stats/nearly-sorted.ts';

const ascending = (values: Float64Array) => [...values].sort((a, b) => a - b);

test('what is nearly in order, and what is not at all, comes out sorted', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.nat(100_000), fc.integer(), (length, reach, seed) => {
      const values = Float64Array.from({ length }, (_, i) => i + Math.abs(Math.sin(i * seed)) * reach);
      const expected = ascending(values);
      sortNearlySorted(values);
      expect([...values]).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test('sorted lists merge into one', () => {
  const list = fc.array(fc.integer(), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(list, { maxLength: 5 }), (lists) => {
      const sorted = lists.map((values) => Float64Array.from(values).sort());
      expect([...mergeSorted(sorted)]).toEqual([...Float64Array.from(lists.flat()).sort()]);
    }),
  );
});
