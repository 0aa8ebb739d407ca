import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutDrift } from '../../../src/core/link/one-way.ts';
import { findStalls, type Stall } from '../../../src/core/link/stalls.ts';
import { batchesOf, echoSamples, type MadeEcho } from './echoes.ts';
import { T0 } from './world.ts';

/** A minute and more of messages each `everyMs`, 20 ms each way with up to 6 ms of jitter, delivered in order. */
function stream(
  everyMs: number,
  change: (sentMs: number) => Partial<MadeEcho> = () => ({}),
  count = 90_000 / everyMs,
): MadeEcho[] {
  return Array.from({ length: count }, (_, i) => {
    const sentMs = i * everyMs;
    return { sentMs, upMs: 20 + ((i * 7919) % 600) / 100, downMs: 20, ...change(sentMs) };
  });
}

/** Nothing passes in one direction from `from` to `to`. */
const closed = (direction: 'up' | 'down', from: number, to: number) => (sentMs: number) => {
  const held = to - sentMs - (direction === 'up' ? 0 : 20);
  if (sentMs < from || held < 20) return {};
  return direction === 'up' ? { upMs: held } : { downMs: held };
};

const told = (stalls: Stall[]) =>
  stalls.map(({ startEpochMs, durationMs, held, direction }) => ({
    from: Math.round(startEpochMs - T0),
    lasted: Math.round(durationMs),
    held,
    direction,
  }));
const found = (echoes: MadeEcho[], timed = true) =>
  told(findStalls(withoutDrift(batchesOf(echoSamples(echoes, timed)))));

describe('a head-of-line stall', () => {
  test.each([
    ['up', 20],
    ['down', 19],
  ] as const)('is found with its length, its messages and its direction: %s', (way, held) => {
    const [stall, ...more] = found(stream(50, closed(way, 40_000, 41_000)));
    expect(more).toEqual([]);
    expect(stall).toMatchObject({ from: 40_000, direction: way });
    expect(stall?.lasted).toBeGreaterThan(990);
    expect(stall?.lasted).toBeLessThan(1050);
    // The last of the twenty waited 50 ms, which on the way back is all it waited, and hardly more than usual.
    expect(stall?.held).toBe(held);
  });

  test('names both directions where both were closed', () => {
    const [stall] = found(
      stream(50, (ms) => (ms >= 40_000 && ms < 40_900 ? { upMs: 41_000 - ms, downMs: 41_500 - 41_000 } : {})),
    );
    expect(stall?.direction).toBe('both');
  });

  test('is found without the server\u2019s times too, and across the border of two batches', () => {
    const echoes = stream(50, closed('up', 40_000, 41_000));
    const samples = echoSamples(echoes, false);
    const at = samples.findIndex(({ seq }) => seq === 810);
    const stalls = findStalls([...batchesOf(samples.slice(0, at)), ...batchesOf(samples.slice(at))]);
    expect(told(stalls)).toEqual([{ from: 40_000, lasted: 1020, held: 20, direction: undefined }]);
  });

  test('takes in late echoes, and passes over messages that never came', () => {
    const lossy = stream(50, (ms) => {
      if (ms === 40_100) return { outcome: 'timeout' as const };
      return { ...closed('up', 40_000, 41_000)(ms), outcome: ms >= 40_000 && ms < 40_400 ? 'late' : 'ok' };
    });
    expect(found(lossy)).toMatchObject([{ from: 40_000, held: 19 }]);
  });

  test('is told apart, one after the other', () => {
    const change = (ms: number) => ({
      ...closed('up', 30_000, 30_400)(ms),
      ...closed('up', 30_600, 31_000)(ms),
    });
    expect(found(stream(50, change)).map(({ from }) => from)).toEqual([30_000, 30_600]);
  });

  test('ends where the connection breaks', () => {
    const broken = stream(50, (ms) => {
      if (ms >= 40_500 && ms < 40_600) return { outcome: 'failed' as const };
      return closed('up', 40_000, 41_000)(ms);
    });
    expect(found(broken)).toMatchObject([
      { from: 40_000, held: 10 },
      { from: 40_600, held: 8 },
    ]);
  });
});

describe('no stall', () => {
  test.each<[string, MadeEcho[]]>([
    [
      'a way that is slower for a while',
      stream(50, (ms) => (ms > 40_000 && ms < 55_000 ? { upMs: 170 } : {})),
    ],
    [
      'a way that is slower for a while, densely probed',
      stream(5, (ms) => (ms > 40_000 && ms < 55_000 ? { upMs: 170 } : {})),
    ],
    ['one slow message with nothing behind it', stream(500, (ms) => (ms === 40_000 ? { upMs: 400 } : {}))],
    [
      'messages that were sent at one time',
      stream(1000, (ms) => (ms === 40_000 ? { upMs: 900 } : {})).flatMap((echo) => [
        echo,
        { ...echo, sentMs: echo.sentMs + 4 },
      ]),
    ],
    ['too few answers to call anything usual', stream(50, closed('up', 250, 600), 9)],
  ])('is made of %s', (_, echoes) => {
    expect(found(echoes)).toEqual([]);
  });

  test('is made of delays that stay below twice the usual', () => {
    const delay = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 300, maxLength: 300 });
    fc.assert(
      fc.property(delay, (more) => {
        const echoes = more.map((ms, i): MadeEcho => ({ sentMs: i * 200, upMs: 30 + ms, downMs: 20 }));
        expect(found(echoes)).toEqual([]);
      }),
    );
  });
});

test('any stall of a second or so is found once, whatever the pace of the probe', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 300 }), fc.integer({ min: 700, max: 3000 }), (every, lengthMs) => {
      const stalls = found(stream(every, closed('up', 40_000, 40_000 + lengthMs)));
      expect(stalls).toHaveLength(1);
      expect(Math.abs((stalls[0]?.lasted ?? 0) - lengthMs)).toBeLessThanOrEqual(every + 25);
    }),
    { numRuns: 40 },
  );
});
