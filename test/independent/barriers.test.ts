import { expect, it } from 'vitest';
import { simulateBarrier } from '../../src/core/training/barrier.ts';
import { barriersOf, QUANTILES, recordOf } from './barriers.mjs';
import { generator } from './random.mjs';

const INTERVAL_MS = 500;

it('a record that is thinned gives barriers within the error of a simulation made elsewhere', () => {
  const random = generator(7);
  const waits = Array.from({ length: 70_000 }, () => Math.fround(30 - 12 * Math.log(1 - random())));
  const { independent, steps } = simulateBarrier(Float32Array.from(waits), INTERVAL_MS);
  const record = recordOf(waits, INTERVAL_MS);
  expect(record.series.map(({ length }) => length)).toEqual([35_000, 35_000]);
  expect(record.steps).toBe(steps);
  const again = barriersOf(waits, record);
  for (const { workers, mean = Number.NaN, ...row } of independent) {
    const own = again.get(workers);
    expect(Math.abs(mean - (own?.mean ?? Number.NaN))).toBeLessThanOrEqual(own?.meanOff ?? 0);
    QUANTILES.forEach(([name, p], i) => {
      const x = row[name];
      if (x === undefined) return;
      const off = (own?.off[i] ?? 0) + 1 / steps;
      const below = waits.filter((wait) => wait < x).length / waits.length;
      const upTo = waits.filter((wait) => wait <= x).length / waits.length;
      expect(below ** workers, `${workers} ${name}`).toBeLessThan(p + off);
      expect(upTo ** workers, `${workers} ${name}`).toBeGreaterThan(p - off);
    });
  }
});
