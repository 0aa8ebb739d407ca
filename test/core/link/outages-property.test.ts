import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsByHand } from './oracle.ts';
import { type Shot, steady, told, track } from './world.ts';

/** Steps to the next due time and what becomes of it: answered in normal time, late, lost, or nobody looked. */
const stepsOf = (mostMs: number) =>
  fc.array(
    fc.tuple(
      fc.integer({ min: 20, max: mostMs }),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(37) },
        { weight: 1, arbitrary: fc.integer({ min: 200, max: 6000 }) },
        { weight: 2, arbitrary: fc.constant(undefined) },
      ),
    ),
    { minLength: 1, maxLength: 30 },
  );
const shotsOf = (steps: readonly (readonly [number, number | undefined])[]): Shot[] => {
  let due = 0;
  return steps.map(([wait, answer]): Shot => {
    due += wait;
    return answer === undefined ? [due] : [due, answer];
  });
};

test('agrees with the rule by hand: probes of different pace, late answers, fresh connections, gaps', () => {
  fc.assert(
    fc.property(
      fc.record({
        dense: stepsOf(600),
        sparse: stepsOf(5000),
        fresh: fc.uniqueArray(fc.integer({ min: 1, max: 20_000 }), { maxLength: 4 }),
        gap: fc.option(fc.tuple(fc.integer({ min: 1, max: 15_000 }), fc.integer({ min: 300, max: 9000 }))),
        tailMs: fc.integer({ min: 0, max: 6000 }),
      }),
      ({ dense, sparse, fresh, gap, tailMs }) => {
        const gaps: [number, number][] = gap === null ? [] : [[gap[0], gap[0] + gap[1]]];
        const blind = (ms: number) => gaps.some(([from, to]) => ms >= from && ms < to);
        // What lay in a gap, or was under way in one, nobody timed.
        const seen = ([due, answer]: Shot): Shot =>
          blind(due)
            ? [due, 'unmeasured']
            : typeof answer === 'number' && blind(due + answer)
              ? [due]
              : [due, answer];
        const probes = [dense, sparse].map((steps) => ({ shots: shotsOf(steps).map(seen), usualMs: 40 }));
        const endMs = Math.max(...probes.flatMap(({ shots }) => shots.map(([due]) => due))) + tailMs;
        // Fresh connections are asked for in a silence, so after the first due time.
        const first = Math.min(
          ...probes.flatMap(({ shots }) => shots.map(([due, a]) => (a === 'unmeasured' ? endMs : due))),
        );
        const open = fresh.filter((ms) => ms > first && ms <= endMs && !blind(ms)).sort((a, b) => a - b);
        const tracks = probes.map(({ shots }, i) => track(`p${i}`, shots, { mute: false }));
        const rows = told(tracks, endMs, {
          fresh: open,
          gaps: gaps.map(([from, to]) => [from, to, 'frozen']),
        }).filter(({ kind }) => kind !== 'unmeasured');
        expect(rows.map(({ kind, from, to }) => [kind, from, to])).toEqual(
          rowsByHand({ probes, fresh: open, gaps, endMs }),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('where the probing is dense, every silence of more than 2 s is an outage, and nothing else is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 })), { minLength: 1 }),
      (phases) => {
        // So many answered, then so many lost, ten a second.
        const answers = phases.flatMap(([up, down]) => [
          ...Array.from({ length: up }, () => true),
          ...Array.from({ length: down }, () => false),
        ]);
        const shots = answers.map((up, i): Shot => (up ? [i * 100, 40] : [i * 100]));
        const endMs = answers.length * 100;
        const arrivals = shots.flatMap(([due, answer]) => (answer === undefined ? [] : [due + 40]));
        const wanted = arrivals
          .map((from, i) => [from, arrivals[i + 1] ?? endMs] as const)
          .filter(([from, to]) => to - from > 2000);
        const found = told([track('p', shots)], endMs).filter(({ kind }) => kind === 'outage');
        expect(found.map(({ from, to }) => [from, to])).toEqual(wanted);
      },
    ),
    { numRuns: 200 },
  );
});

test('answers in normal time are never an outage, however seldom the probes ask', () => {
  const paces = fc.array(fc.integer({ min: 20, max: 60_000 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(paces, fc.integer({ min: 1, max: 600_000 }), (everyMs, endMs) => {
      const tracks = everyMs.map((ms, i) =>
        track(
          `p${i}`,
          steady(ms, endMs + 60_000)
            .filter(([due]) => due < endMs)
            // The last ones are still under way when the record ends.
            .map(([due]): Shot => [due, 40 + (i % 3) * 60]),
        ),
      );
      expect(told(tracks, endMs)).toEqual([]);
    }),
    { numRuns: 100 },
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
