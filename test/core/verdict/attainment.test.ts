import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attainment,
  attainmentAnytime,
  type BlockCounts,
  decide,
  judge,
  secondsToDecide,
} from '../../../src/core/verdict/attainment.ts';
import { seededRandom } from '../../support/seeded-random.ts';

/** `n` minutes of 60 requests, each good with the chance `share`, independently. */
function minutes(n: number, share: number, seed = 1): BlockCounts {
  const next = seededRandom(seed);
  const good = Array.from({ length: n }, () => {
    let hits = 0;
    for (let i = 0; i < 60; i++) if (next() < share) hits += 1;
    return hits;
  });
  return { blockMs: 60_000, good, scheduled: good.map(() => 60) };
}

const shares = fc.tuple(
  fc.integer({ min: 8, max: 200 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.nat(),
);

test('judging by one pass says what its parts say', () => {
  fc.assert(
    fc.property(shares, fc.double({ min: 0.5, max: 1, noNaN: true }), ([n, share, seed], target) => {
      const blocks = minutes(n, share, seed);
      for (const by of ['planned-end', 'anytime'] as const) {
        const { estimate, anytime, decision, moreS } = judge(blocks, by, target, 60 * n);
        expect(anytime).toEqual(attainmentAnytime(blocks));
        expect(estimate).toEqual(by === 'anytime' ? anytime : attainment(blocks));
        expect(decision).toBe(decide(estimate, target));
        const open = decision === 'not-enough-data';
        expect(moreS).toBe(open ? secondsToDecide(blocks, target, 60 * n) : undefined);
      }
    }),
    { numRuns: 30 },
  );
});

describe('attainment', () => {
  test('lies within its interval, and looking at any time makes that wider', () => {
    fc.assert(
      fc.property(shares, ([n, share, seed]) => {
        const blocks = minutes(n, share, seed);
        const [end, any] = [attainment(blocks), attainmentAnytime(blocks)];
        const { low = 0, high = 1 } = end;
        expect(end.share).toBeGreaterThanOrEqual(low);
        expect(end.share).toBeLessThanOrEqual(high);
        expect(any.low ?? 0).toBeLessThanOrEqual(low);
        expect(any.high ?? 1).toBeGreaterThanOrEqual(high);
      }),
      { numRuns: 60 },
    );
  });

  test('is nearly the binomial interval where requests are independent', () => {
    const { share = 0, low = 0, high = 0, effective = 0 } = attainment(minutes(1440, 0.97));
    const half = 1.96 * Math.sqrt((share * (1 - share)) / 86_400);
    expect((high - low) / (2 * half)).toBeGreaterThan(0.8);
    expect((high - low) / (2 * half)).toBeLessThan(1.25);
    expect(effective).toBeGreaterThan(60_000);
  });

  test('counts misses that come together as few', () => {
    const spread = minutes(360, 0.95);
    const next = seededRandom(3);
    const bursts = attainment({ ...spread, good: Array.from(spread.good, () => (next() < 0.05 ? 0 : 60)) });
    expect(bursts.share).toBeCloseTo(0.95, 1);
    expect(bursts.effective ?? 0).toBeLessThan(1500);
    expect(attainment(spread).effective ?? 0).toBeGreaterThan(10_000);
  });

  test('without a miss counts each slot of 15 s as one request', () => {
    const flawless = attainment(minutes(60, 1));
    // Clopper and Pearson: 234 of 234, the first and the last minute one each.
    expect(flawless.low).toBeCloseTo(0.025 ** (1 / 234), 12);
    expect(flawless.high).toBe(1);
    expect(decide(flawless, 0.95)).toBe('met');
    expect(decide(flawless, 0.99)).toBe('not-enough-data');
    expect(attainment(minutes(60, 0)).high).toBeCloseTo(1 - 0.025 ** (1 / 234), 12);
    const one = { ...minutes(60, 1), good: Array.from({ length: 60 }, (_, i) => (i === 9 ? 59 : 60)) };
    expect(attainment(one).low ?? 1).toBeLessThan(flawless.low ?? 0);
  });

  test('holds its estimate and condemns nothing, however few minutes hold a miss', () => {
    const few = fc.array(fc.tuple(fc.nat(1439), fc.integer({ min: 1, max: 60 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 1440 }), few, (n, missed) => {
        const good = new Uint32Array(n).fill(60);
        for (const [at, misses] of missed) good[at % n] = Math.max(0, (good[at % n] ?? 0) - misses);
        const blocks = { blockMs: 60_000, good, scheduled: good.map(() => 60) };
        for (const { share = 0, low = 0, high = 1 } of [attainment(blocks), attainmentAnytime(blocks)]) {
          expect(low).toBeLessThanOrEqual(share);
          expect(high).toBeGreaterThanOrEqual(share);
        }
      }),
      { numRuns: 200 },
    );
    const one = Array.from({ length: 1440 }, (_, i) => (i === 700 ? 59 : 60));
    const blocks = { blockMs: 60_000, good: one, scheduled: one.map(() => 60) };
    for (const target of [0.999, 0.9999])
      expect(decide(attainmentAnytime(blocks), target)).not.toBe('not-met');
  });

  test('that keeps its target is not called missed at any minute for a single miss now and then', () => {
    const wrong = Array.from({ length: 20 }, (_, seed) => {
      const all = minutes(360, 0.9995, seed + 1);
      return Array.from({ length: 353 }, (_, i) => i + 8).some((n) => {
        const [good, scheduled] = [Array.from(all.good).slice(0, n), Array.from(all.scheduled).slice(0, n)];
        return decide(attainmentAnytime({ ...all, good, scheduled }), 0.999) === 'not-met';
      });
    });
    expect(wrong.filter(Boolean).length).toBeLessThanOrEqual(1);
  });

  test('is not decided by the first minutes, whatever they are like', () => {
    for (let n = 1; n < 8; n++) {
      const lost = { blockMs: 60_000, good: new Uint8Array(n), scheduled: new Uint8Array(n).fill(2) };
      expect(decide(attainmentAnytime(lost), 0.95)).toBe('not-enough-data');
    }
    const second = { blockMs: 60_000, good: [0], scheduled: [2] };
    expect(decide(attainment(second), 0.95)).toBe('not-enough-data');
  });

  test('of nothing is no number', () => {
    const none = attainment({ blockMs: 60_000, good: [], scheduled: [] });
    expect(none).toMatchObject({ good: 0, scheduled: 0 });
    expect([none.share, none.low, none.high]).toEqual([undefined, undefined, undefined]);
    expect(decide(none, 0.95)).toBe('not-enough-data');
    const short = attainment(minutes(5, 0.9));
    expect([short.low, short.high]).toEqual([undefined, undefined]);
  });

  test('decides by the ends of the interval', () => {
    const estimate = { good: 1, scheduled: 1, method: '' };
    expect(decide({ ...estimate, low: 0.95, high: 0.97 }, 0.95)).toBe('met');
    expect(decide({ ...estimate, low: 0.9, high: 0.9499 }, 0.95)).toBe('not-met');
    expect(decide({ ...estimate, low: 0.9, high: 0.95 }, 0.95)).toBe('not-enough-data');
  });
});

describe('how long until it is decided', () => {
  test('is nothing once it is, and foretells when it will be', () => {
    expect(secondsToDecide(minutes(600, 0.99), 0.95, 36_000)).toBe(0);
    const blocks = minutes(60, 0.96, 5);
    const { share = 0 } = attainment(blocks);
    const target = share - 0.006;
    expect(decide(attainmentAnytime(blocks), target)).toBe('not-enough-data');
    const wait = secondsToDecide(blocks, target, 3600) ?? 0;
    expect(wait).toBeGreaterThan(0);
    const longer = Math.ceil((3600 + wait) / 3600);
    const good = Array.from({ length: 60 * longer }, (_, i) => blocks.good[i % 60] ?? 0);
    const repeated = { blockMs: 60_000, good, scheduled: good.map(() => 60) };
    expect(decide(attainmentAnytime(repeated), target)).toBe('met');
  });

  test('is longer the nearer the share is to the target, and unknown where it never would be', () => {
    const blocks = minutes(60, 0.96, 5);
    const { share = 0 } = attainment(blocks);
    const near = secondsToDecide(blocks, share - 0.005, 3600) ?? 0;
    const far = secondsToDecide(blocks, share - 0.02, 3600) ?? 0;
    expect(near).toBeGreaterThan(far);
    expect(secondsToDecide(blocks, share, 3600)).toBeUndefined();
    expect(secondsToDecide({ blockMs: 60_000, good: [], scheduled: [] }, 0.95, 10)).toBeUndefined();
    const flawless = secondsToDecide(minutes(10, 1), 0.95, 600) ?? 0;
    expect(flawless).toBeGreaterThan(600);
    expect(flawless).toBeLessThan(6 * 3600);
  });
});
