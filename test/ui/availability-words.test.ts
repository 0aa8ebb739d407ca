import { expect, test } from 'vitest';
import { availability } from '../../src/core/link/availability.ts';
import { judge } from '../../src/core/link/availability-target.ts';
import {
  availabilityPercent,
  intervalText,
  mtbfText,
  ninesText,
  rhythmGuess,
  targetWords,
} from '../../src/ui/availability-words.ts';

test('a share of time shows what is lost, and is never rounded to 100 %', () => {
  expect(
    [0, 0.5, 0.988, 0.9983, 0.99998, 0.999999999, 1, undefined].map((share) => availabilityPercent(share)),
  ).toEqual(['0.0', '50.0', '98.8', '99.83', '99.9980', '99.999999', '100', '—']);
  expect(intervalText({ low: 0.978, high: 0.9908 })).toBe('97.80 to 99.08 %');
});

test('without an outage nines and MTBF are bounds', () => {
  const day = availability([], 86_400);
  expect([ninesText(day), mtbfText(day)]).toEqual(['over 3.5', 'over 8 h']);
  const nothing = availability([], 0);
  expect([ninesText(nothing), mtbfText(nothing)]).toEqual(['—', '—']);
});

test('a target that is not decided says how long to go on', () => {
  expect(targetWords(judge(availability([], 3600), 0.999))).toEqual([
    'Not enough data',
    'the target of 99.9 % lies within the interval. If things go on like this, about 7.3 h more would decide it.',
  ]);
  expect(targetWords(judge(availability([], 86_400), 0.999))[0]).toBe('Met');
});

test('a rhythm of the outages is told as a guess, and a round one as what a clock would do, too', () => {
  const rhythm = { periodS: 262, events: 45, inQuarter: 38, isRound: false };
  expect(rhythmGuess(rhythm)).toContain('about every 4 min 22 s, 38 of 45');
  expect(rhythmGuess(rhythm)).toContain('It is a guess');
  expect(rhythmGuess(rhythm)).not.toContain('clock would do');
  expect(rhythmGuess({ ...rhythm, periodS: 300, isRound: true })).toContain(
    '5 min 00 s is also what a clock would do',
  );
});
