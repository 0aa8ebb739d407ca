import { describe, expect, test } from 'vitest';
import type { Sample } from '../../src/core/sample.ts';
import { buildReport } from '../../src/report/report.ts';
import { echoWords, stallWords } from '../../src/ui/echo-words.ts';
import { batchesOf, echoSamples } from '../core/link/echoes.ts';
import { campaignOf, planOf, specOf } from './samples.ts';

const url = 'wss://host/echo';
const plan = planOf({
  probes: [
    { kind: 'websocket', name: 'echo', url, intervalMs: 50 },
    { kind: 'websocket', name: 'connect', url, intervalMs: 50, expect: 'connect' },
  ],
});

/** A minute at 20 Hz with stalls of 0.4, 1 and 0.6 s; each hundredth message is lost, two are late, three out of order. */
const STALLS = [
  [10_000, 10_400],
  [30_000, 31_000],
  [50_000, 50_600],
] as const;
const samples = echoSamples(
  Array.from({ length: 1200 }, (_, i) => {
    const sentMs = i * 50;
    const [, to] = STALLS.find(([from, end]) => sentMs >= from && sentMs < end - 20) ?? [];
    const outcome = i % 100 === 99 ? 'timeout' : i === 7 || i === 8 ? 'late' : 'ok';
    return { sentMs, upMs: to === undefined ? 20 : to - sentMs, downMs: 20, outcome };
  }),
).map((sample): Sample => {
  const reordered = [101, 102, 103].includes(sample.seq);
  return sample.outcome === 'ok' ? { ...sample, reordered } : sample;
});
const report = buildReport({
  campaign: campaignOf(plan),
  events: [],
  probes: plan.probes.map((_, i) => ({ spec: specOf(plan, i), batches: batchesOf(samples) })),
});
const echo = report.probes[0]?.echo;
if (echo === undefined) throw new Error('The report says nothing of the messages.');

test('the report counts lost, late and reordered messages, and sums the stalls up', () => {
  expect(echo).toMatchObject({ sent: 1200, lost: 12, late: 2, reordered: 3 });
  const { count, held, heldShare, totalMs, longest } = echo.stalls;
  expect([count, held]).toEqual([3, 40]);
  expect(heldShare).toBeCloseTo(40 / 1188, 6);
  expect(totalMs).toBeCloseTo(420 + 1020 + 620, 1);
  expect(longest.map(({ durationMs }) => Math.round(durationMs))).toEqual([1020, 620, 420]);
  expect(report.probes[1]?.echo).toBeUndefined();
});

test('and in words', () => {
  expect(stallWords(echo.stalls)).toBe(
    '3 head-of-line stalls, 2.1 s in all; the longest held 20 messages for 1.02 s. 40 messages (3.4 % of the answered) were held. While one message was held up, all behind it waited.',
  );
  expect(echoWords(echo)).toBe(
    '12 of 1,200 messages lost (1.0 %): no echo came, not even late (round-trip loss, RFC 6673). 2 echoes came after the timeout, 3 out of order (RFC 4737).',
  );
  expect(stallWords({ ...echo.stalls, count: 0, longest: [] })).toMatch(/^No head-of-line stall/);
});

describe('messages that were under way when the connection broke', () => {
  const reportOf = (outcomes: Record<number, 'timeout' | 'failed' | 'skipped'>) => {
    const made = echoSamples(
      Array.from({ length: 1000 }, (_, i) => ({
        sentMs: i * 50,
        upMs: 20,
        downMs: 20,
        outcome: outcomes[i] ?? 'ok',
      })),
    );
    // While no connection is up nothing is sent, though the moment is kept at which it would have been.
    const samples = made.map(
      (sample): Sample =>
        sample.seq === 503 && sample.outcome === 'failed' ? { ...sample, error: 'dns-or-connect' } : sample,
    );
    const probe = { spec: specOf(plan), batches: batchesOf(samples) };
    const found = buildReport({ campaign: campaignOf(plan), events: [], probes: [probe] }).probes[0]?.echo;
    if (found === undefined) throw new Error('The report says nothing of the messages.');
    return found;
  };

  test('were sent, and are neither lost nor called not lost', () => {
    const broken = reportOf({ 500: 'failed', 501: 'failed', 502: 'failed', 503: 'failed', 504: 'skipped' });
    expect(broken).toMatchObject({ sent: 998, lost: 0, broken: 3 });
    expect(echoWords(broken)).toBe(
      'None of 995 messages was lost (round-trip loss, RFC 6673). 3 more were under way when the connection broke, and whether they were lost is not known: counted as lost, they would make it 0.30 %. No echo came late, none out of order (RFC 4737).',
    );
  });

  test('stand beside those that are known to be lost', () => {
    const broken = reportOf({ 100: 'timeout', 500: 'failed' });
    expect(echoWords(broken)).toBe(
      '1 of 999 messages lost (0.10 %): no echo came, not even late (round-trip loss, RFC 6673). 1 more was under way when the connection broke, and whether it was lost is not known: counted as lost, it would make it 0.20 %. No echo came late, none out of order (RFC 4737).',
    );
  });
});

test('at most the twenty longest are listed', () => {
  const many = echoSamples(
    Array.from({ length: 6000 }, (_, i) => {
      const held = (i % 200) - 100;
      return {
        sentMs: i * 50,
        upMs: held >= 0 && held < 10 + i / 1000 ? 600 + i / 100 - held * 50 : 20,
        downMs: 20,
      };
    }),
  );
  const { stalls } =
    buildReport({
      campaign: campaignOf(plan),
      events: [],
      probes: [{ spec: specOf(plan), batches: batchesOf(many) }],
    }).probes[0]?.echo ?? {};
  expect(stalls?.count).toBe(30);
  expect(stalls?.longest).toHaveLength(20);
  const durations = stalls?.longest.map(({ durationMs }) => durationMs) ?? [];
  expect(durations).toEqual([...durations].sort((a, b) => b - a));
});
