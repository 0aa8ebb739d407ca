import { expect, it } from 'vitest';
import { hourWords } from '../../src/ui/cost-words.ts';

it.each([
  [146.1, 0.5, 'An hour in which the link was there costs 0.4 EUR: 50.0 % is the availability of the link'],
  [undefined, 0.5, 'Without the price of a month, an hour has no price.'],
  [146.1, undefined, 'No availability of the link is known, so an hour in which it was there has no price.'],
  [146.1, 0, 'The link was never there, so an hour in which it was has no price.'],
])('prices an hour at %s a month and an availability of %s', (perMonth, available, words) => {
  expect(hourWords(perMonth, available, 'EUR')).toContain(words);
});
