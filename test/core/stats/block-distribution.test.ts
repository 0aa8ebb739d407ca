import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUCKETS, bucketOf } from '../../../src/core/stats/float-buckets.ts';
import { merged } from '../../../src/core/stats/regions.ts';
import { ValueCounts } from '../../../src/core/stats/value-counts.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { distributionOf } from './distributions.ts';

/** As exports print both: with three decimals. */
const readsAtMost = (value: number, limit: number) => value < (Math.round(limit * 1000) + 0.5) / 1000;

/** Values of many kinds: spread, all alike, tiny, of either sign, quantised. */
const kinds = fc.constantFrom(
  (u: number) => 28 + 30 * u,
  (u: number) => 10 ** (9 * u - 6),
  (u: number) => (u - 0.5) * 80,
  () => 41.5,
  (u: number) => Math.round(u * 100) / 100,
  (u: number) => (u > 0.9 ? Number.POSITIVE_INFINITY : u),
  (u: number) => (u > 0.98 ? 1e5 * u : 7 + 1e-6 * u),
);

/** Some thousands of values, and blocks that they lie in, some without any. */
const lists = fc
  .record({
    kind: kinds,
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
    sizes: fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 30 }),
  })
  .map(({ kind, seed, sizes }) => {
    const next = seededRandom(seed);
    const n = sizes.reduce((sum, size) => sum + size, 0);
    return { values: Float32Array.from({ length: n }, () => kind(next())), sizes, next };
  });

/** Ranges of buckets that lie apart, in order, or none: then all values are laid aside. */
const someRanges = fc.option(
  fc
    .uniqueArray(fc.oneof(fc.nat(BUCKETS), fc.integer({ min: 32_768 + 16_000, max: 32_768 + 17_200 })), {
      maxLength: 8,
    })
    .map((edges) => edges.sort((a, b) => a - b))
    .map((edges) =>
      merged(edges.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: edges[i + 1] ?? BUCKETS }] : []))),
    ),
  { nil: undefined },
);

describe('a distribution', () => {
  test('answers each rank and each count as sorting does, whether that was expected or not', () => {
    fc.assert(
      fc.property(lists, someRanges, fc.boolean(), ({ values, sizes, next }, expected, isWhole) => {
        const { found } = distributionOf(values, sizes, { expected, isWhole });
        const sorted = values.slice().sort();
        const n = values.length;
        expect(found.length).toBe(n);
        expect([found.at(-1), found.at(n)]).toEqual([undefined, undefined]);
        for (let i = 0; i < 6 && n > 0; i++) {
          const index = Math.floor(next() * n);
          const value = sorted[index] ?? 0;
          expect(found.at(index)).toBe(value);
          expect(found.countUpTo(value)).toBe(sorted.filter((other) => other <= value).length);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('counts in each block what exports print as no more than a limit', () => {
    fc.assert(
      fc.property(lists, someRanges, ({ values, sizes, next }, expected) => {
        const { found } = distributionOf(values, sizes, { expected });
        const limits = [-1, 0, 1e-4, 41.5, 41.499, Number.MAX_VALUE].concat(
          [next(), next(), next()].map((u) => values[Math.floor(u * values.length)] ?? 5),
        );
        const blocks = sizes.map((size, i) => {
          const start = sizes.slice(0, i).reduce((sum, n) => sum + n, 0);
          return values.subarray(start, start + size);
        });
        expect([...found.totals()]).toEqual(sizes);
        expect(found.atOrBelow(limits).map((counts) => [...counts])).toEqual(
          limits.map((limit) =>
            blocks.map((block) => block.filter((value) => readsAtMost(value, limit)).length),
          ),
        );
      }),
      { numRuns: 80 },
    );
  });

  test('reads the rows once where what is asked for was expected, and once more where it was not', () => {
    const next = seededRandom(3);
    const values = Float32Array.from({ length: 20_000 }, () => 100 * next());
    const { found, readings } = distributionOf(values, [20_000], {
      expected: [{ from: bucketOf(45), to: bucketOf(55) }],
    });
    const median = found.at(9999) ?? 0;
    found.atOrBelow([median]);
    expect(readings()).toBe(1);
    found.at(19_900);
    found.at(19_990);
    expect(readings()).toBe(2);
  });

  test('does not tell apart what exports print alike', () => {
    const { found } = distributionOf(Float32Array.of(55.9085, 55.9092, 55.91));
    expect(found.atOrBelow([55.909]).map(([n]) => n)).toEqual([2]);
  });

  test('of nothing has no value and no count', () => {
    const { found } = distributionOf(new Float32Array(0), [0, 0]);
    expect([found.at(0), found.length, found.countUpTo(5)]).toEqual([undefined, 0, 0]);
    expect(found.atOrBelow([5]).map((counts) => [...counts])).toEqual([[0, 0]]);
  });
});

describe('the sums over a column', () => {
  const sumsOf = (...parts: [values: number[], outcome: number[]][]) => {
    const counts = new ValueCounts(true);
    for (const [values, outcome] of parts) counts.add(Float32Array.from(values), Uint8Array.from(outcome));
    const { n, min, max, mean, jitter } = counts;
    return { n, min, max, mean, jitter };
  };

  test('pass over what was lost or lacks the metric, and go on from batch to batch', () => {
    const [ok, late, timeout] = [1, 2, 3];
    expect(
      sumsOf(
        [
          [Number.NaN, 10, 99],
          [ok, ok, timeout],
        ],
        [
          [30, Number.NaN, 20],
          [late, ok, ok],
        ],
      ),
    ).toEqual({
      n: 3,
      min: 10,
      max: 30,
      mean: 20,
      // Mean absolute difference of neighbours: 20 and 10.
      jitter: 15,
    });
  });

  test('of one value know no jitter, and of none no mean', () => {
    expect(sumsOf([[10], [1]])).toMatchObject({ mean: 10, jitter: undefined });
    expect(sumsOf()).toMatchObject({ n: 0, mean: undefined, jitter: undefined });
  });
});
