import { expect, it } from 'vitest';
import type { SlotTest } from '../../src/core/link/slot-test.ts';
import type { ClaimFigures } from '../../src/report/rhythm-types.ts';
import { claimsAgainst } from '../../src/ui/claims-words.ts';
import { clockWords, heatWords, peakWords, slotWords } from '../../src/ui/rhythm-words.ts';

const found: SlotTest = {
  status: 'established',
  doubts: [],
  observedS: 5247,
  steps: 34_000,
  z: 35.94,
  nullZ: 4.5,
  effectMs: 30.07,
  phase: { s: 12.08, lowS: 12.03, highS: 12.13 },
  excessMs: new Float64Array(0),
};
const at = (s: number) => clockWords({ ...found, phase: { s, lowS: s - 0.1, highS: s + 0.1 } });

it('says what was found, or what is missing', () => {
  expect(slotWords(found)).toContain('Established: round trips change in a rhythm of 15 s.');
  expect(slotWords({ ...found, status: 'not-established', doubts: ['too-short'], observedS: 120 })).toContain(
    'Not established: 2 min 00 s of consecutive round trips are too short, it takes 9 minutes.',
  );
  expect(slotWords({ ...found, status: 'not-enough-data', observedS: 40 })).toContain(
    'Not enough data: 40 s',
  );
});

it('reads the clock off the phase, on the circle of 15 s', () => {
  expect(at(12.1)).toContain('12.1, 27.1, 42.1 and 57.1 s of the minute');
  expect(at(12.1)).toContain('the clock was right to about 0.5 s (or wrong by a multiple of 15 s)');
  expect(at(11.97)).toContain('right to about 0.6 s');
  expect(at(12.57)).toContain('right to about 0.7 s');
  expect(at(3.4)).toContain('either the clock was ahead by 6.4 s (or behind by 8.6 s');
  expect(at(0)).toContain('ahead by 3.0 s');
  expect(at(7)).toContain('behind by 5.0 s (or ahead by 10.0 s');
  expect(at(10)).toContain('or this is not Starlink');
  expect(clockWords({ ...found, phase: undefined })).toBeUndefined();
});

it('calls a clock right only where the interval is narrow and reaches the 12.0 to 12.5 s of good clocks', () => {
  const of = (s: number, lowS: number, highS: number) => clockWords({ ...found, phase: { s, lowS, highS } });
  expect(of(14.5, 13, 16)).toContain('14.5, 29.5, 44.5 and 59.5 s of the minute');
  expect(of(14.5, 13, 16)).toContain('(95 % interval of the first: 13.0 to 16.0 s)');
  for (const coarse of [of(14.5, 13, 16), of(12.2, 10.7, 13.7), of(12, 10.5, 12.7)]) {
    expect(coarse).toContain('too coarsely here to judge the clock by it');
    expect(coarse).not.toMatch(/right|ahead|behind/);
  }
  expect(of(12.25, 11.25, 13.25)).toContain('right to about 1.3 s');
  // Near, but not reached.
  expect(of(13, 12.6, 13.4)).toContain('either the clock was ahead by 1.0 s');
  expect(of(11.5, 11.1, 11.9)).toContain('either the clock was behind by 0.5 s');
});

it('prints no negative nought', () => {
  expect(clockWords({ ...found, phase: { s: 0.02, lowS: -0.04, highS: 0.1 } })).toContain(': 0.0 to 0.1 s)');
});

it('compares evenings only where there are three, and does not hide chance', () => {
  const hours = { metric: 'rtt', zone: 'UTC', days: [], cells: [], pairedDays: 2 };
  expect(peakWords(hours)).toContain('2 days of at least 3');
  const wide = { ...hours, pairedDays: 3, peakLessRest: { mean: 4, low: -2, high: 10 } };
  expect(peakWords(wide)).toContain(
    '4.00 ms more than in the rest of the day (95 % interval −2.00 to +10.0 ms',
  );
  expect(peakWords(wide)).toContain('That may be chance.');
});

it('sets each published figure beside ours, or says that there is none', () => {
  const none = { n: 12, p50: 41.2 };
  const few = claimsAgainst({
    averages: none,
    peakAverages: { n: 0 },
    roundTrips: none,
    requests: none,
  });
  expect(few.map(({ here }) => here)).toEqual([
    'not enough data from 18 to 21 h; 41.2 ms over all hours',
    'not enough data',
    'not enough data',
    'median 41.2 ms',
    'median 41.2 ms, p95 not enough data',
  ]);
});

it('tells the heat map in words, with the hours that were measured alone', () => {
  const cells = [
    { day: 0, hour: 3, n: 600, medianMs: 31.26 },
    { day: 0, hour: 4, n: 4 },
    { day: 1, hour: 20, n: 600, medianMs: 88.1 },
  ];
  const hours = { metric: 'rtt', zone: 'UTC', days: ['2026-11-22', '2026-11-23'], cells, pairedDays: 0 };
  expect(heatWords(hours)).toBe(
    'Network round trip, median of the hour: least 31.3 ms on 2026-11-22 from 3 to 4 h, most 88.1 ms on 2026-11-23 from 20 to 21 h. 2 hours on 2 days measured.',
  );
  expect(heatWords({ ...hours, cells: [{ day: 0, hour: 4, n: 4 }] })).toContain('No hour');
});

it('sets figures of peak hours against those of our peak hours, and names all hours where they stand in', () => {
  const all = { n: 5760, p50: 41.2, p95: 60, p99: 80, over55: 0.2 };
  const here = (peakAverages: ClaimFigures) =>
    claimsAgainst({ averages: all, peakAverages, roundTrips: all, requests: all })
      .slice(0, 3)
      .map((claim) => claim.here);
  expect(here({ n: 720, p50: 30, p95: 50, p99: 58, over55: 0.02 })).toEqual([
    '30.0 ms from 18 to 21 h',
    '2.0 % above 55 ms from 18 to 21 h',
    '58.0 ms from 18 to 21 h',
  ]);
  expect(here({ n: 240, p50: 30 })).toEqual([
    '30.0 ms from 18 to 21 h',
    'not enough data from 18 to 21 h; 20.0 % above 55 ms over all hours',
    'not enough data from 18 to 21 h; 80.0 ms over all hours',
  ]);
});
