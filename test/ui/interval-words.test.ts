import { expect, test } from 'vitest';
import { intervalWords, missingWords } from '../../src/ui/interval-words.ts';

test('an interval leaves an end open that the data cannot support, and never makes one up', () => {
  expect(intervalWords(38.24, 41.9).text).toBe('38.2–41.9');
  expect(intervalWords(116, Number.POSITIVE_INFINITY).text).toBe('116–∞');
  expect(intervalWords(116, undefined).text).toBe('116 or more');
  expect(intervalWords(undefined, 50).text).toBe('50.0 or less');
  expect(intervalWords(undefined, undefined).text).toBe('no interval');
  expect(intervalWords(1, 2).title).toContain('in 95 of 100');
  expect(intervalWords(1, 2, true).title).toContain('upper end is a little low');
});

test('an empty percentile says how many samples it takes, and how long at this rate', () => {
  expect(missingWords(1400, 3600, 3600).lines).toEqual(['1,400 more', 'in 23 min']);
  expect(missingWords(10, 0, 600).lines).toEqual(['10 more']);
});
