import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ReadAnswer, readerWaitMs } from '../../../src/core/inference/reader-wait.ts';

/** 238 words a minute of 1.3 tokens. */
const TOKEN_MS = 60_000 / 309.4;

test('one who is outrun by the model waits for the first output alone', () => {
  expect(readerWaitMs({ ttftMs: 300, iclMs: [] })).toBe(300);
  expect(readerWaitMs({ ttftMs: 300, iclMs: [50, 50, 50, 50], tokensOut: 5 })).toBe(300);
  // Ten tokens in hand bridge a stall of a second.
  expect(readerWaitMs({ ttftMs: 300, iclMs: [...new Array(9).fill(0), 1000], tokensOut: 11 })).toBe(300);
});

test('one who outruns it waits for each chunk', () => {
  expect(readerWaitMs({ ttftMs: 300, iclMs: [1000, 1000], tokensOut: 3 })).toBeCloseTo(
    300 + 2 * (1000 - TOKEN_MS),
    6,
  );
  // Four tokens a chunk last four times as long; without a count a chunk is one token.
  expect(readerWaitMs({ ttftMs: 300, iclMs: [1000, 1000], tokensOut: 12 })).toBeCloseTo(
    300 + 2 * (1000 - 4 * TOKEN_MS),
    6,
  );
  expect(readerWaitMs({ ttftMs: 300, iclMs: [1000] })).toBeCloseTo(300 + 1000 - TOKEN_MS, 6);
});

test('thoughts are not read: the wait lasts until the first output', () => {
  const answer = { ttftMs: 300, ttfoMs: 2300, iclMs: [1000, 1000, 10, 10], tokensOut: 5 };
  expect(readerWaitMs(answer)).toBe(2300);
  expect(readerWaitMs({ ...answer, ttfoMs: Math.fround(2300.0001), iclMs: [1000, 1000, 1000] })).toBeCloseTo(
    2300 + 1000 - (5 / 4) * TOKEN_MS,
    2,
  );
});

/** The reader himself, a step of `stepMs` at a time. */
function simulate({ ttftMs, ttfoMs = ttftMs, iclMs, tokensOut }: ReadAnswer, stepMs: number): number {
  const chunkTokens = (tokensOut ?? iclMs.length + 1) / (iclMs.length + 1);
  let at = ttftMs;
  const comes = [ttftMs, ...iclMs.map((gap) => (at += gap))].filter((ms) => ms >= ttfoMs);
  let [waited, unread, arrived] = [0, 0, 0];
  for (let now = 0; arrived < comes.length; now += stepMs) {
    while ((comes[arrived] ?? Number.POSITIVE_INFINITY) <= now) {
      unread += chunkTokens;
      arrived += 1;
    }
    if (arrived === comes.length) break;
    if (unread <= 0) waited += stepMs;
    unread = Math.max(0, unread - stepMs / TOKEN_MS);
  }
  return waited;
}

test('is what a reader counts who reads step by step', () => {
  const ms = (max: number) => fc.integer({ min: 0, max });
  const answer = fc
    .record({
      ttftMs: ms(2000),
      thoughts: fc.nat(5),
      iclMs: fc.array(fc.oneof(ms(40), ms(1500)), { maxLength: 30 }),
      tokensOut: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
    })
    .map(({ thoughts, ...rest }): ReadAnswer => {
      const before = rest.iclMs.slice(0, thoughts);
      return { ...rest, ttfoMs: before.reduce((sum, gap) => sum + gap, rest.ttftMs) };
    });
  fc.assert(
    fc.property(answer, (made) => {
      const error = Math.abs(readerWaitMs(made) - simulate(made, 0.5));
      expect(error).toBeLessThanOrEqual(0.5 * (made.iclMs.length + 2));
    }),
    { numRuns: 150 },
  );
});
