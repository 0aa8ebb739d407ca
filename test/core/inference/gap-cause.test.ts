import { describe, expect, test } from 'vitest';
import {
  causeOfGap,
  type LinkEvidence,
  linkEvidence,
  stalledGaps,
} from '../../../src/core/inference/gap-cause.ts';
import type { Interval } from '../../../src/core/link/outages.ts';
import { epochMillis } from '../../../src/core/units.ts';
import { batchesOf, echoSamples, type MadeEcho } from '../link/echoes.ts';
import { T0 } from '../link/world.ts';

/** A minute of echoes each `everyMs`, 40 ms there and back; nothing passes from `from` to `to`. */
function echoes(everyMs: number, change: (sentMs: number) => Partial<MadeEcho> = () => ({})): MadeEcho[] {
  return Array.from({ length: 60_000 / everyMs }, (_, i) => {
    const sentMs = i * everyMs;
    return { sentMs, upMs: 20, downMs: 20, ...change(sentMs) };
  });
}
const closed = (from: number, to: number) => (sentMs: number) =>
  sentMs >= from && sentMs < to ? { upMs: to - sentMs } : {};

const evidence = (made: MadeEcho[][], outages: Interval[] = []): LinkEvidence =>
  linkEvidence(
    made.map((probe) => batchesOf(echoSamples(probe))),
    outages,
  );

/** An answer whose chunks come each 20 ms, with one gap of a second from 30,000 ms on. */
const [gap] = stalledGaps(T0 + 29_900, [20, 20, 20, 20, 20, 1000, 20, 20]);
if (gap === undefined) throw new Error('The gap of this test is no stall.');

const silence = (kind: Interval['kind'], cause: Interval['cause'], from: number, to: number): Interval => ({
  kind,
  cause,
  startEpochMs: epochMillis(T0 + from),
  endEpochMs: epochMillis(T0 + to),
  probes: ['echo'],
});

test('a stall stands where its chunk did not come, with what it took beyond the usual', () => {
  expect(gap).toEqual({ startEpochMs: T0 + 30_000, durationMs: 1000, excessMs: 980 });
  expect(stalledGaps(T0, [20, 20, 20])).toEqual([]);
  const two = stalledGaps(T0, [0, 20, 400, 20, 0, 500]);
  expect(two.map(({ startEpochMs, durationMs }) => [startEpochMs - T0, durationMs])).toEqual([
    [20, 400],
    [440, 500],
  ]);
});

describe('the link made a gap', () => {
  test('in which an echo probe was held up', () => {
    expect(causeOfGap(gap, evidence([echoes(100, closed(30_050, 30_950))]))).toBe('link');
  });

  test('for half of the excess at least', () => {
    // Echoes wait 200 ms in the middle: the rest of the gap is somebody else's.
    expect(causeOfGap(gap, evidence([echoes(50, closed(30_300, 30_500))]))).toBe('unknown');
    expect(causeOfGap(gap, evidence([echoes(50, closed(30_300, 30_850))]))).toBe('link');
  });

  test('in an outage or an interruption, but not where the endpoint was silent or nobody looked', () => {
    const of = (kind: Interval['kind'], cause: Interval['cause'], to = 30_900) =>
      causeOfGap(gap, evidence([], [silence(kind, cause, 29_000, to)]));
    expect(of('outage', 'unknown')).toBe('link');
    expect(of('interruption', 'local')).toBe('link');
    expect(of('interruption', 'link', 30_480)).toBe('unknown');
    expect(of('outage', 'endpoint')).toBe('unknown');
    expect(of('unmeasured', 'frozen')).toBe('unknown');
  });
});

describe('the server made a gap', () => {
  test('through which all echoes passed in normal time', () => {
    expect(causeOfGap(gap, evidence([echoes(100)]))).toBe('server');
    expect(causeOfGap(gap, evidence([echoes(100), echoes(1000)]))).toBe('server');
  });

  test('which nobody can say of echoes that a hold might have missed', () => {
    // One within the gap; two, of which the second comes when a hold was all but over; fewer than are usual.
    expect(causeOfGap(gap, evidence([echoes(600)]))).toBe('unknown');
    expect(causeOfGap(gap, evidence([echoes(30_950 / 65)]))).toBe('unknown');
    expect(causeOfGap(gap, evidence([echoes(100).slice(300, 309)]))).toBe('unknown');
    expect(causeOfGap(gap, evidence([]))).toBe('unknown');
  });

  test('nor where one of them was slow, lost or not sent', () => {
    for (const odd of [
      { upMs: 80 },
      { outcome: 'timeout' },
      { outcome: 'skipped' },
      { outcome: 'failed' },
    ] as const) {
      const probe = echoes(100, (ms) => (ms === 30_400 ? odd : {}));
      expect(causeOfGap(gap, evidence([probe]))).toBe('unknown');
      expect(causeOfGap(gap, evidence([echoes(100), probe]))).toBe('unknown');
    }
  });
});
