import { describe, expect, it } from 'vitest';
import type { StreamFinding } from '../../../src/core/inference/findings.ts';
import { TokenClock, type TokenTimes } from '../../../src/core/inference/token-times.ts';
import { millis } from '../../../src/core/units.ts';

const content: StreamFinding = { kind: 'content' };

/** Sent at 1000; findings with the ms after that, and the last byte. */
function timesOf(findings: [finding: StreamFinding, afterMs: number][], closedAfterMs = 5000): TokenTimes {
  const clock = new TokenClock(millis(1000));
  for (const [finding, afterMs] of findings) clock.take(finding, millis(1000 + afterMs));
  return clock.times(millis(1000 + closedAfterMs));
}

describe('token times', () => {
  it('count from the moment of sending', () => {
    const times = timesOf([
      [{ kind: 'reasoning' }, 200],
      [content, 300],
      [content, 300],
      [content, 700],
      [{ kind: 'usage', outputTokens: 11, inputTokens: 4 }, 710],
    ]);
    expect(times).toMatchObject({ ttftMs: 200, ttfoMs: 300, iclMs: [100, 0, 400], tpotMs: 50, e2eMs: 700 });
    expect(times).toMatchObject({ tokensOut: 11, inputTokens: 4, tokensPerS: 11 / 0.7, chunks: 4 });
  });

  it('have no pace of one token, or of one chunk', () => {
    const usage = (outputTokens: number): StreamFinding => ({ kind: 'usage', outputTokens });
    expect(
      timesOf([
        [content, 1],
        [content, 2],
        [usage(1), 2],
      ]).tpotMs,
    ).toBeUndefined();
    expect(
      timesOf([
        [content, 1],
        [usage(9), 2],
      ]).tpotMs,
    ).toBeUndefined();
    expect(
      timesOf([
        [content, 1],
        [content, 1],
        [usage(9), 2],
      ]).tpotMs,
    ).toBe(0);
  });

  it('keep no more of a finish reason than a word', () => {
    const { finishReason } = timesOf([[{ kind: 'finish', reason: 'x'.repeat(1_000_000) }, 1]]);
    expect(finishReason).toBe('x'.repeat(64));
  });

  it('keep a count that comes in parts', () => {
    const times = timesOf([
      [{ kind: 'usage', inputTokens: 25 }, 1],
      [{ kind: 'usage', outputTokens: 15 }, 2],
    ]);
    expect(times).toMatchObject({ inputTokens: 25, tokensOut: 15 });
  });

  it('keep at most 100,000 gaps of an answer that has no end', () => {
    const times = timesOf(Array.from({ length: 100_100 }, () => [content, 1]));
    expect([times.iclMs.length, times.chunks]).toEqual([100_000, 100_100]);
  });
});

describe('the server’s own times', () => {
  const server = (ttftMs: number, totalMs: number, queueMs: number): [StreamFinding, number] => [
    {
      kind: 'server',
      source: 'vllm',
      ttftMs: millis(ttftMs),
      totalMs: millis(totalMs),
      queueMs: millis(queueMs),
    },
    900,
  ];

  it('are kept beside what was measured outside', () => {
    expect(timesOf([[content, 200], server(150, 800, 20)], 1000)).toMatchObject({
      serverTtftMs: 150,
      serverTotalMs: 800,
      serverQueueMs: 20,
      serverSource: 'vllm',
    });
  });

  it('are no evidence where they are longer than that', () => {
    const none = { serverTtftMs: undefined, serverTotalMs: undefined, serverQueueMs: undefined };
    expect(timesOf([[content, 200], server(201, 1001, 300)], 1000)).toMatchObject({
      ...none,
      serverSource: undefined,
    });
    expect(timesOf([[content, 200], server(201, 1000, 300)], 1000)).toMatchObject({
      ...none,
      serverTotalMs: 1000,
      serverSource: 'vllm',
    });
  });

  it('are no evidence of a first token that never came', () => {
    expect(timesOf([server(1, 2, 0)])).toMatchObject({ serverTtftMs: undefined, serverTotalMs: 2 });
  });
});
