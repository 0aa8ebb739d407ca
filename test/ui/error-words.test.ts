import { expect, it } from 'vitest';
import { PROBE_ERRORS } from '../../src/core/sample.ts';
import { ERROR_MEANINGS } from '../../src/ui/error-words.ts';

it('explains each error of the closed list in whole sentences, with an example of its own', () => {
  expect(Object.keys(ERROR_MEANINGS).sort()).toEqual([...PROBE_ERRORS].sort());
  const texts = PROBE_ERRORS.flatMap((error) => ERROR_MEANINGS[error]);
  for (const text of texts) expect(text).toMatch(/^\S.{20,}\.$/s);
  expect(new Set(texts).size).toBe(2 * PROBE_ERRORS.length);
});
