import { expect, it } from 'vitest';
import { NUMERIC_COLUMNS } from '../../../src/core/columns.ts';
import { DICTIONARY } from '../../../src/core/inference/dictionary.ts';
import { playTexts } from './play.ts';

it('defines each term once, by a field that an answer or a sample has', () => {
  const keys = DICTIONARY.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  const { times } = playTexts('json', ['{}']);
  const fields = new Set([...Object.keys(times), ...NUMERIC_COLUMNS.map(({ key }) => String(key))]);
  expect(keys.filter((key) => !fields.has(key))).toEqual([]);
});

it('says of each term what it is, and what each of the peers calls it', () => {
  for (const { name, meaning, peers } of DICTIONARY) {
    expect(meaning, name).toMatch(/\.$/);
    for (const words of Object.values(peers)) expect(words, name).toMatch(/.\.$/);
    expect(Object.keys(peers)).toEqual(['aiperf', 'vllm', 'guidellm']);
  }
});
