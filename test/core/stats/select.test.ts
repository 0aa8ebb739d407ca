import fc from 'fast-check';
import { expect, it } from 'vitest';
import { valuesAtRanks } from '../../../src/core/stats/select.ts';

it('finds what sorting finds, and leaves the values as they are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.float({ min: 0, noNaN: true }), fc.constantFrom(0, 5000, 1e-40, Number.NaN)), {
        minLength: 1,
      }),
      fc.array(fc.nat(), { maxLength: 4 }),
      (list, picks) => {
        // -0 and 0 are equal and order as they like.
        const values = Float32Array.from(list, (value) => value + 0);
        // Of all NaN, the one that orders lowest by its bits.
        const words = new Uint32Array(values.buffer);
        words.forEach((word, i) => {
          if (word === 0x7fc0_0000 && i % 2 === 0) words[i] = 0xffc0_0000;
        });
        const before = values.slice();
        const known = values.filter((value) => !Number.isNaN(value)).length;
        const ranks = known === 0 ? [] : picks.map((pick) => 1 + (pick % known));
        const sorted = values.slice().sort();
        expect(valuesAtRanks(values, ranks)).toEqual(ranks.map((rank) => sorted[rank - 1]));
        expect(values).toEqual(before);
      },
    ),
  );
});
