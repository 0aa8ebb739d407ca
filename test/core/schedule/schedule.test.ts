import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformAt } from '../../../src/core/schedule/random.ts';
import { createSchedule } from '../../../src/core/schedule/schedule.ts';

describe('schedule', () => {
  it('gives the same due times for the same seed, others for another seed or probe', () => {
    const spec = { intervalMs: 1000, jitter: 0.4 };
    const list = (seed: number, probe: number) =>
      Array.from({ length: 50 }, (_, seq) => createSchedule(spec, seed, probe).dueMs(seq));
    expect(list(1, 0)).toEqual(list(1, 0));
    expect(list(1, 0)).not.toEqual(list(2, 0));
    expect(list(1, 0)).not.toEqual(list(1, 1));
  });

  it('is an exact grid without jitter', () => {
    const schedule = createSchedule({ intervalMs: 250, jitter: 0 }, 9, 0);
    expect([0, 1, 2, 1000].map((seq) => schedule.dueMs(seq))).toEqual([0, 250, 500, 250_000]);
  });

  it('never lets due times overtake each other, at any jitter, and keeps them within it', () => {
    fc.assert(
      fc.property(
        fc.record({
          intervalMs: fc.integer({ min: 5, max: 86_400_000 }),
          jitter: fc.double({ min: 0, max: 0.5, noNaN: true }),
        }),
        fc.integer(),
        fc.integer({ min: 0, max: 1_000_000 }),
        (spec, seed, seq) => {
          const schedule = createSchedule(spec, seed, 3);
          const due = schedule.dueMs(seq);
          expect(due).toBeGreaterThanOrEqual(spec.intervalMs * seq);
          expect(due).toBeLessThanOrEqual(spec.intervalMs * (seq + 2 * spec.jitter));
          expect(schedule.dueMs(seq + 1)).toBeGreaterThanOrEqual(due);
        },
      ),
    );
  });

  describe('with Poisson arrivals', () => {
    const spec = { intervalMs: 200, jitter: 0.4, arrivals: 'poisson' as const };
    const list = (count: number, seed = 7) => {
      const { dueMs } = createSchedule(spec, seed, 1);
      return Array.from({ length: count }, (_, seq) => dueMs(seq));
    };

    it('draws gaps that are exponential (Kolmogorov-Smirnov, p = 0.001) and do not hang together', () => {
      const due = list(20_001);
      const gaps = due.slice(1).map((at, i) => (at - (due[i] ?? 0)) / spec.intervalMs);
      const sorted = gaps.toSorted((a, b) => a - b);
      const off = sorted.map((gap, i) => Math.abs(1 - Math.exp(-gap) - (i + 0.5) / sorted.length));
      expect(Math.max(...off)).toBeLessThan(1.95 / Math.sqrt(sorted.length));
      const covariance = gaps.slice(1).reduce((sum, gap, i) => sum + (gap - 1) * ((gaps[i] ?? 0) - 1), 0);
      expect(Math.abs(covariance / gaps.length)).toBeLessThan(0.04);
    });

    it('gives the same due time whichever were asked for before', () => {
      const due = list(2000);
      const schedule = createSchedule(spec, 7, 1);
      for (const seq of [1500, 3, 256, 255, 257, 1999, 0, 512, 511]) {
        expect(schedule.dueMs(seq)).toBeCloseTo(due[seq] ?? Number.NaN, 6);
      }
    });
  });
});

describe('uniformAt', () => {
  it('is uniform: every tenth of [0, 1) gets a tenth of the draws (chi-square, 9 degrees, p = 0.001)', () => {
    const counts = new Array<number>(10).fill(0);
    const n = 100_000;
    for (let i = 0; i < n; i += 1) {
      const cell = Math.floor(uniformAt(12345, 2, i) * 10);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    const chi2 = counts.reduce((sum, count) => sum + (count - n / 10) ** 2 / (n / 10), 0);
    expect(chi2).toBeLessThan(27.9);
  });

  it('does not repeat itself between neighbours', () => {
    const draws = Array.from({ length: 10_000 }, (_, i) => uniformAt(1, 0, i));
    expect(new Set(draws).size).toBeGreaterThan(9990);
    const mean = 0.5;
    const covariance =
      draws.slice(1).reduce((sum, x, i) => sum + (x - mean) * ((draws[i] ?? 0) - mean), 0) / draws.length;
    expect(Math.abs(covariance)).toBeLessThan(0.005);
  });
});
