import { expect, test } from 'vitest';
import { readMutants } from './mutants.ts';

/** The soak `mutations` reads more of them. */
const COUNT = Number(process.env.MUTATIONS ?? 2000);

test(`${COUNT} mutants of recorded answers are read without harm`, () => {
  const { complete, errors } = readMutants(0, COUNT);
  // Else the mutations would do too little, or so much that nothing is left to tell apart.
  expect(complete).toBeGreaterThan(COUNT / 20);
  for (const error of ['stream-error', 'malformed', 'truncated'])
    expect(errors[error] ?? 0, error).toBeGreaterThan(COUNT / 200);
});
