import { expect, it } from 'vitest';
import { sentenceOf } from '../../src/ui/trouble.ts';

it.each([
  new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError'),
  // As it comes from a worker.
  Object.assign(new Error('The current transaction exceeded its quota limitations.'), {
    name: 'QuotaExceededError',
  }),
])('says what a store that has no room is, and what to do: %s', (error) => {
  expect(sentenceOf(error)).toBe(
    `The browser could not open or write its store of campaigns. The disk may be full: free some of it, then reload this page. (${error.message})`,
  );
});

it('leaves a sentence as it is, and ends one that has no end', () => {
  expect(sentenceOf(new Error('Nothing was stored.'))).toBe('Nothing was stored.');
  expect(sentenceOf('no network')).toBe('no network.');
  expect(sentenceOf(new Error(''))).toBe('Something failed without saying why.');
});
