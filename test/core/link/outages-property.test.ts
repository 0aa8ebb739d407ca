import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Shot, steady, told, track } from './world.ts';

/** The rule again, on a grid of 1 ms: which milliseconds lie in an outage, for probes whose failures are all losses. */
function darkMillis(shots: readonly Shot[], endMs: number): number {
  const arrived = new Set(
    shots.flatMap(([due, answer]) => (typeof answer === 'number' ? [due + answer] : [])),
  );
  const lost = new Set(shots.flatMap(([due, answer]) => (answer === undefined ? [due] : [])));
  let dark = 0;
  let since = Math.min(...shots.map(([due]) => due));
  let asked = false;
  for (let ms = since; ms <= endMs; ms++) {
    if (arrived.has(ms) || ms === endMs) {
      if (asked && ms - since > 2000) dark += ms - since;
      since = ms;
      asked = false;
    }
    if (lost.has(ms)) asked = true;
  }
  return dark;
}

test('agrees with a brute-force count on a grid of 1 ms', () => {
  const world = fc.array(fc.tuple(fc.integer({ min: 20, max: 900 }), fc.boolean(), fc.boolean()), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(world, world, (a, b) => {
      const shotsOf = (steps: typeof a): Shot[] => {
        let due = 0;
        return steps.map(([wait, up, up2]): Shot => {
          due += wait;
          return up && up2 ? [due, 37] : [due];
        });
      };
      const [one, two] = [shotsOf(a), shotsOf(b)];
      const all = [...one, ...two];
      const endMs = Math.max(...all.map(([due]) => due)) + 500;
      const sum = told([track('a', one), track('b', two)], endMs)
        .filter((row) => row.kind === 'outage')
        .reduce((total, row) => total + row.to - row.from, 0);
      expect(sum).toBe(darkMillis(all, endMs));
    }),
    { numRuns: 300 },
  );
});

test('the sum of outages is the sum of the injected blackouts, to within a probing interval each', () => {
  const blackouts: [number, number][] = [
    [30_000, 34_000],
    [100_000, 118_000],
    [200_000, 203_000],
  ];
  const rows = told([track('ping', steady(200, 300_000, blackouts))], 300_000);
  expect(rows).toHaveLength(3);
  rows.forEach(({ from, to }, i) => {
    const [start, end] = blackouts[i] ?? [0, 0];
    expect(Math.abs(to - from - (end - start))).toBeLessThanOrEqual(240);
  });
});
