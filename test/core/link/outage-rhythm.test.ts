import { describe, expect, it } from 'vitest';
import { outageRhythm } from '../../../src/core/link/outage-rhythm.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const HOUR_MS = 3_600_000;
type Source = (random: () => number, spanMs: number, n: number) => number[];

const some = (n: number, make: (i: number) => number) => Array.from({ length: n }, (_, i) => make(i));

/** Ways in which outages come without a rhythm. */
const NULLS: Record<string, Source> = {
  'at random': (random, span, n) => some(n, () => random() * span),
  'in bursts of five within 20 min': (random, span, n) =>
    some(Math.ceil(n / 5), () => random() * span).flatMap((at) => some(5, () => at + random() * 1_200_000)),
  'in four spells of bad weather': (random, span, n) =>
    some(4, () => random() * span).flatMap((at) => some(Math.ceil(n / 4), () => at + random() * 2_400_000)),
  'at the boundaries of slots': (random, span, n) =>
    some(n, () => Math.floor((random() * span) / 15_000) * 15_000 + 12_000),
  'mostly in the evening': (random, span, n) =>
    some(n, () => {
      const at = random() * span;
      return (at / HOUR_MS) % 24 < 18 && random() > 0.1 ? span * (0.75 + 0.25 * random()) : at;
    }),
};

/** A share of the rounds of a period, each moved a little, and others at random. */
function train(
  seed: number,
  periodS: number,
  spanMs: number,
  jitter: number,
  missed: number,
  others: number,
) {
  const random = seededRandom(seed);
  const rounds = some(Math.floor(spanMs / (periodS * 1000)), (i) => i)
    .filter(() => random() > missed)
    .map((i) => (i + 0.5 + (random() - 0.5) * 2 * jitter) * periodS * 1000);
  const more = some(Math.round(rounds.length * others), () => random() * spanMs);
  return [...rounds, ...more].sort((a, b) => a - b);
}

describe('a rhythm of outages', () => {
  it.each(Object.entries(NULLS))('is hardly ever found where they come %s', (_, source) => {
    let alarms = 0;
    for (const hours of [4, 12, 24]) {
      for (const n of [40, 200]) {
        for (let seed = 1; seed <= 40; seed += 1) {
          const span = hours * HOUR_MS;
          const starts = source(seededRandom(seed * 7919 + hours), span, n)
            .filter((at) => at < span)
            .sort((a, b) => a - b);
          if (outageRhythm(starts, { start: 0, end: span }, 0) !== undefined) alarms += 1;
        }
      }
    }
    // Of 240 runs.
    expect(alarms).toBeLessThanOrEqual(2);
  });

  it.each([150, 262, 900, 2000])('of %i s is found through missed rounds and other outages', (periodS) => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const starts = train(seed, periodS, 24 * HOUR_MS, 0.05, 0.2, 0.1);
      const found = outageRhythm(starts, { start: 0, end: 24 * HOUR_MS }, 0);
      expect(Math.abs((found?.periodS ?? 0) - periodS)).toBeLessThan(0.01 * periodS);
      expect(found?.inQuarter).toBeGreaterThan(0.6 * (found?.events ?? 0));
    }
  });

  it('says of a round period that a clock may make it', () => {
    const at = (periodS: number) =>
      outageRhythm(train(3, periodS, 24 * HOUR_MS, 0.02, 0.1, 0), { start: 0, end: 24 * HOUR_MS }, 0);
    expect(at(300)?.isRound).toBe(true);
    expect(at(262)?.isRound).toBe(false);
  });

  it('is not told of few outages, of a short record, or where much of the time went unmeasured', () => {
    const starts = train(5, 262, 24 * HOUR_MS, 0.02, 0, 0);
    const day = { start: 0, end: 24 * HOUR_MS };
    expect(outageRhythm(starts, day, 0)).toBeDefined();
    expect(outageRhythm(starts, day, 3 * HOUR_MS)).toBe(undefined);
    expect(outageRhythm(starts.slice(0, 15), { start: 0, end: 1.2 * HOUR_MS }, 0)).toBe(undefined);
    expect(outageRhythm([], day, 0)).toBe(undefined);
  });
});
