import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutDrift } from '../../../src/core/link/one-way.ts';
import { floorLine } from '../../../src/core/link/one-way-line.ts';
import { batchesOf, column, echoSamples, type MadeEcho } from './echoes.ts';

/** Delays above a floor: mostly small, now and then large, as on a satellite link. */
const delays = (n: number) =>
  fc.array(fc.oneof({ weight: 4, arbitrary: fc.nat(8000) }, { weight: 1, arbitrary: fc.nat(400_000) }), {
    minLength: n,
    maxLength: n,
  });
const ppm = fc.integer({ min: -200, max: 200 });
const corrected = (echoes: readonly MadeEcho[]) => withoutDrift(batchesOf(echoSamples(echoes)));

describe('the line under a cloud of points', () => {
  test('is the one with the least sum of distances among all lines through two points and below all', () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat(1000)), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(points, (steps) => {
        let at = 0;
        const times = Float64Array.from(steps, ([step]) => (at += step));
        const values = Float32Array.from(steps, ([, value]) => value);
        const cost = (slope: number, valueAt0: number) =>
          values.reduce((sum, v, i) => sum + v - valueAt0 - slope * (times[i] ?? 0), 0);
        const { slope, valueAt0 } = floorLine(times, values, 0, times.length, Number.POSITIVE_INFINITY);
        const under = (a: number, b: number) => values.every((v, i) => v >= b + a * (times[i] ?? 0) - 1e-6);
        expect(under(slope, valueAt0)).toBe(true);
        let best = cost(0, Math.min(...values));
        for (let i = 0; i < times.length; i++) {
          for (let j = i + 1; j < times.length; j++) {
            const [a, b] = [times[i] ?? 0, times[j] ?? 0];
            if (a === b) continue;
            const s = ((values[j] ?? 0) - (values[i] ?? 0)) / (b - a);
            const at0 = (values[i] ?? 0) - s * a;
            if (under(s, at0)) best = Math.min(best, cost(s, at0));
          }
        }
        expect(cost(slope, valueAt0)).toBeCloseTo(best, 4);
      }),
    );
  });

  test('of a limited slope still touches from below', () => {
    const times = Float64Array.from([0, 1, 2, 3]);
    const values = Float32Array.from([0, 10, 20, 30]);
    expect(floorLine(times, values, 0, 4, 2)).toEqual({ slope: 2, valueAt0: 0 });
    expect(floorLine(times, values.reverse(), 0, 4, 2)).toEqual({ slope: -2, valueAt0: 6 });
  });
});

describe('one-way delay variation', () => {
  test('is what was above the least delay, whatever the drift of the clocks', () => {
    fc.assert(
      fc.property(delays(600), delays(600), ppm, (ups, downs, drift) => {
        const made = ups.map((up, i): MadeEcho => {
          const sentMs = 1000 + i * 500;
          // At least every tenth meets an empty way, as on any link that is not always full.
          const [more, back] = i % 10 === 0 ? [0, 0] : [up / 1000, (downs[i] ?? 0) / 1000];
          return { sentMs, upMs: 22 + more, downMs: 18 + back, offsetMs: (drift * sentMs) / 1e6 };
        });
        const found = corrected(made);
        const [up, down] = [column(found, 'owdUpMs'), column(found, 'owdDownMs')];
        made.forEach((echo, i) => {
          expect(Math.abs((up[i] ?? Number.NaN) - (echo.upMs - 22))).toBeLessThan(0.05);
          expect(Math.abs((down[i] ?? Number.NaN) - (echo.downMs - 18))).toBeLessThan(0.05);
        });
      }),
      { numRuns: 60 },
    );
  });

  /** Ten minutes at 2 Hz; delays jitter by up to 12 ms, every eighth meets an empty way. */
  const steady = (change: (i: number) => Partial<MadeEcho> = () => ({})): MadeEcho[] =>
    Array.from({ length: 1200 }, (_, i) => {
      const more = i % 8 === 0 ? 0 : ((i * 7919) % 1200) / 100;
      return {
        sentMs: i * 500,
        upMs: 20 + more,
        downMs: 20 + (i % 8 === 0 ? 0 : more / 2),
        offsetMs: (80 * i * 500) / 1e6,
        ...change(i),
      };
    });
  const worst = (echoes: readonly MadeEcho[], leastMs = 20) => {
    const up = column(corrected(echoes), 'owdUpMs');
    return Math.max(...echoes.map(({ upMs }, i) => Math.abs((up[i] ?? Number.NaN) - (upMs - leastMs))));
  };

  test('survives a step of the server\u2019s clock that is larger than the round trip, in both ways', () => {
    for (const stepMs of [-70_000, -60, 60, 3000]) {
      const stepped = steady((i) => ({ offsetMs: (80 * i * 500) / 1e6 + (i >= 500 ? stepMs : 0) }));
      expect(worst(stepped)).toBeLessThan(0.1);
    }
  });

  test('survives a sleep, in which the laptop\u2019s monotonic clock stands still', () => {
    const slept = steady((i) => ({
      sentMs: i * 500 + (i >= 500 ? 600_000 : 0),
      monoShiftMs: i >= 500 ? -600_000 : 0,
      offsetMs: (80 * i * 500) / 1e6 + (i >= 500 ? 600_000 : 0),
    }));
    expect(worst(slept)).toBeLessThan(0.1);
  });

  test('survives a sleep that is shorter than the round trip, by the wall clock', () => {
    const slept = steady((i) => ({
      upMs: 620 + (i % 8 === 0 ? 0 : (i % 5) * 3),
      downMs: 600,
      sentMs: i * 500 + (i >= 500 ? 900 : 0),
      monoShiftMs: i >= 500 ? -900 : 0,
      offsetMs: i >= 500 ? 900 : 0,
    }));
    expect(worst(slept, 620)).toBeLessThan(0.1);
  });

  test.each([0, 299_000])(
    'survives a reload, which starts the monotonic clock and the readings anew (wall clock set back by %i ms)',
    (setBackMs) => {
      const [before, after] = [steady().slice(0, 600), steady().slice(600)];
      const batches = [...batchesOf(echoSamples(before)), ...batchesOf(echoSamples(after))];
      // A new worker: its clock began with it, its first echo is the new reference.
      for (const batch of batches.slice(1)) {
        batch.dueMonoMs = batch.dueMonoMs.map((due) => due - 299_000);
        batch.dueEpochMs = batch.dueEpochMs.map((due) => due - setBackMs);
      }
      const up = column(withoutDrift(batches), 'owdUpMs');
      [...before, ...after].forEach(({ upMs }, i) => {
        expect(Math.abs((up[i] ?? Number.NaN) - (upMs - 20))).toBeLessThan(0.1);
      });
    },
  );

  test('is not moved by steps of the laptop\u2019s wall clock', () => {
    const set = steady((i) => ({ epochShiftMs: i >= 300 && i < 900 ? -5000 : 0 }));
    expect(worst(set)).toBeLessThan(0.1);
  });

  test('keeps a change of the way in one direction that is not a step of clocks', () => {
    const slower = steady((i) => (i >= 550 && i < 650 ? { upMs: 60 } : {}));
    expect(worst(slower)).toBeLessThan(0.1);
  });

  test('follows a drift that changes over a day', () => {
    const day = Array.from({ length: 43_200 }, (_, i): MadeEcho => {
      const sentMs = i * 2000;
      // A frequency that swings by 0.3 ppm with the temperature of the day.
      const offsetMs = 4 * Math.sin((2 * Math.PI * sentMs) / 86_400_000);
      return { sentMs, upMs: 20 + (i % 8 === 0 ? 0 : ((i * 7919) % 1200) / 100), downMs: 20, offsetMs };
    });
    expect(worst(day)).toBeLessThan(0.5);
  });

  test('is empty where a run is too short to know, and plain batches stay as they are', () => {
    const few = corrected(
      steady()
        .slice(0, 19)
        .map((echo, i) => ({ ...echo, sentMs: i * 1000 })),
    );
    expect(few[0]?.numbers.owdUpMs).toBeUndefined();
    expect(few[0]?.numbers.serviceMs).toBeDefined();
    const dense = steady().map((echo, i) => ({ ...echo, sentMs: i * 5 }));
    expect(corrected(dense.slice(0, 1000)).every(({ numbers }) => numbers.owdUpMs === undefined)).toBe(true);
    const plain = batchesOf(echoSamples(steady(), false));
    expect(withoutDrift(plain)).toEqual(plain);
    const stored = batchesOf(echoSamples(steady()));
    const before = column(stored, 'owdUpMs');
    withoutDrift(stored);
    expect(column(stored, 'owdUpMs')).toEqual(before);
  });

  test('leaves those without an echo empty', () => {
    const lossy = steady((i) => (i % 5 === 4 ? { outcome: 'timeout' as const } : {}));
    const up = column(corrected(lossy), 'owdUpMs');
    expect(up.filter(Number.isNaN)).toHaveLength(240);
    expect(up[4]).toBeNaN();
  });
});
