import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile } from '../../../src/core/stats/percentile.ts';
import { barrierSamplesNeeded, simulateBarrier, WORKERS } from '../../../src/core/training/barrier.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const exponential = (n: number, seed: number) => {
  const random = seededRandom(seed);
  return Float32Array.from({ length: n }, () => 20 - 30 * Math.log(1 - random()));
};

/** Slow for a minute now and then, with a slow slot of 15 s within most minutes: neighbours are alike. */
function slotted(n: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  let level = 40;
  return Float32Array.from({ length: n }, (_, i) => {
    if (i % 15 === 0) level = 25 + 90 * random() ** 3;
    return i % 3000 < 20 ? 5000 + 900 * random() : level + 10 * random();
  });
}

const shareBelow = (values: Float32Array, x: number) =>
  values.filter((value) => value <= x).length / values.length;

describe('simulateBarrier', () => {
  it('has its median over 8 independent links at one link’s p91.7, its p99 at p99.87', () => {
    for (const values of [exponential(60_000, 1), slotted(60_000, 2)]) {
      const eight = simulateBarrier(values, 1000).independent.find(({ workers }) => workers === 8);
      expect(shareBelow(values, eight?.p50 ?? 0)).toBeCloseTo(0.917, 2);
      expect(Math.abs(shareBelow(values, eight?.p99 ?? 0) - 0.99874)).toBeLessThan(0.0006);
    }
  });

  it('agrees with maxima of values drawn one by one', () => {
    const values = exponential(50_000, 3);
    const random = seededRandom(4);
    const { independent, steps } = simulateBarrier(values, 1000);
    for (const { workers, p50, p95, mean } of independent) {
      const maxima = Float32Array.from({ length: 20_000 }, () => {
        let most = 0;
        for (let w = 0; w < workers; w++)
          most = Math.max(most, values[Math.floor(random() * values.length)] ?? 0);
        return most;
      });
      // Three standard errors of both: sqrt(p (1 - p) / steps).
      const error = (p: number) => 3 * Math.sqrt(p * (1 - p) * (1 / maxima.length + 1 / steps));
      expect(Math.abs(shareBelow(maxima, p50 ?? 0) - 0.5)).toBeLessThan(error(0.5));
      expect(Math.abs(shareBelow(maxima, p95 ?? 0) - 0.95)).toBeLessThan(error(0.95));
      const brute = maxima.reduce((sum, value) => sum + value, 0) / maxima.length;
      expect(Math.abs((mean ?? 0) / brute - 1)).toBeLessThan(0.01);
    }
  });

  it('is the single link where all see the same moment', () => {
    const values = slotted(20_000, 5);
    const { single } = simulateBarrier(values, 1000);
    const sorted = values.slice().sort();
    expect(single).toMatchObject({
      workers: 1,
      p50: percentile(sorted, 0.5),
      p95: percentile(sorted, 0.95),
      p99: percentile(sorted, 0.99),
    });
  });

  it('thins a long record evenly and gives the same figures', () => {
    const values = exponential(400_000, 6);
    const { independent, steps } = simulateBarrier(values, 100);
    expect(steps).toBeLessThanOrEqual(1 << 17);
    const sixtyFour = independent.at(-1);
    expect(shareBelow(values, sixtyFour?.p50 ?? 0)).toBeCloseTo(0.5 ** (1 / 64), 3);
    expect(Math.abs(shareBelow(values, sixtyFour?.p99 ?? 0) - 0.99 ** (1 / 64))).toBeLessThan(0.00004);
  });

  it('says nothing of independent links from a record of fewer than ten blocks', () => {
    const { single, independent, blocks } = simulateBarrier(exponential(599, 7), 1000);
    expect([independent, blocks]).toEqual([[], 9]);
    expect(single.p50).toBeDefined();
  });

  it('leaves out a quantile that has fewer than 5 samples of one link beyond it', () => {
    const { independent } = simulateBarrier(exponential(1000, 8), 1000);
    const [two] = independent;
    const sixtyFour = independent.at(-1);
    expect([two?.p95, two?.p99, sixtyFour?.p50, sixtyFour?.p95]).toEqual([
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
      undefined,
    ]);
    expect(barrierSamplesNeeded(0.99, 1)).toBe(500);
    expect(barrierSamplesNeeded(0.95, 64)).toBeGreaterThan(1000);
    const needed = barrierSamplesNeeded(0.99, 64);
    expect(needed).toBeCloseTo(5 / (1 - 0.99 ** (1 / 64)), -1);
  });

  it('grows with the workers, takes measured values alone, and is the same each time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: 1, max: 8000, noNaN: true }), { minLength: 600, maxLength: 900 }),
        fc.constantFrom(1000, 1500, 4000, 90_000),
        (list, intervalMs) => {
          const values = Float32Array.from(list);
          const found = simulateBarrier(values, intervalMs);
          expect(values).toEqual(Float32Array.from(list));
          expect(simulateBarrier(values, intervalMs)).toEqual(found);
          const rows = [...found.independent];
          expect(rows.map(({ workers }) => workers)).toEqual([...WORKERS]);
          rows.forEach((row, i) => {
            const before = rows[i - 1];
            for (const key of ['p50', 'p95', 'p99'] as const) {
              const ms = row[key];
              if (ms === undefined) continue;
              expect(values).toContain(ms);
              expect(ms).toBeGreaterThanOrEqual(before?.[key] ?? 0);
            }
            expect(row.mean).toBeGreaterThanOrEqual(before?.mean ?? found.single.mean ?? 0);
          });
        },
      ),
      { numRuns: 15 },
    );
  });
});
