import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Readings, Sample } from '../../src/core/sample.ts';
import { epochMillis, type Millis, millis } from '../../src/core/units.ts';
import { buildReport } from '../../src/report/report.ts';
import { batchesOf, echoSamples } from '../core/link/echoes.ts';
import { campaignOf, planOf, sampleRun, specOf, T0 } from './samples.ts';

const EVERY_MS = 10_000;
const plan = planOf({
  probes: [
    {
      kind: 'chat',
      name: 'chat',
      protocol: 'openai',
      url: 'https://host/v1',
      intervalMs: EVERY_MS,
      warmUp: 2,
    },
    { kind: 'websocket', name: 'far', url: 'wss://other/echo', intervalMs: 100, role: 'control' },
    { kind: 'websocket', name: 'echo', url: 'wss://host/echo', intervalMs: 100 },
  ],
});

/** Due each ten seconds, sent 10 ms late; the first token after 500 ms, then a chunk each 20 ms. */
function answer(seq: number, readings: Readings = {}): Sample {
  const at = seq * EVERY_MS;
  return {
    seq,
    dueEpochMs: epochMillis(T0 + at),
    dueMonoMs: millis(at),
    lateMs: millis(10),
    outcome: 'ok',
    responseMs: millis(2000),
    serviceMs: millis(1990),
    ttftMs: millis(500),
    iclMs: gaps(),
    ...readings,
  };
}
const gaps = (...odd: number[]): Millis[] => [0, 0, 20, 20, 20, 20, ...odd].map(millis);

/** The echo stands still with answer 10's gap, and goes on through that of answer 20; nobody looked at 30. */
const echoes = echoSamples(
  Array.from({ length: 12_000 }, (_, i) => {
    const sentMs = i * 100;
    const [from, to] = [100_650, 101_500];
    const held = sentMs >= from && sentMs < to;
    const away = sentMs > 295_000 && sentMs < 310_000;
    return { sentMs, upMs: held ? to - sentMs : 20, downMs: 20, outcome: away ? 'unmeasured' : 'ok' };
  }),
);

function reportOf(answers: readonly Sample[], withEchoes = true) {
  const report = buildReport({
    campaign: campaignOf(plan),
    events: [],
    probes: [
      { spec: specOf(plan), batches: batchesOf(answers, 50) },
      { spec: specOf(plan, 1), batches: withEchoes ? batchesOf(echoes) : [] },
      { spec: specOf(plan, 2), batches: withEchoes ? batchesOf(echoes) : [] },
    ],
  });
  const inference = report.probes[0]?.inference;
  if (inference === undefined) throw new Error('The report says nothing of the answers.');
  return { inference, report };
}

/** 122 due times, of which two only warm up. */
const made = Array.from({ length: 122 }, (_, seq): Sample => {
  if (seq < 2) return answer(seq, { iclMs: gaps(9000), tokensOut: 9000, serverMs: millis(9000) });
  if (seq === 10) return answer(seq, { iclMs: gaps(1000) });
  if (seq === 20) return answer(seq, { iclMs: gaps(900, 0, 20) });
  if (seq === 30) return answer(seq, { iclMs: gaps(800, 700) });
  if (seq === 40) return answer(seq, { iclMs: undefined });
  if (seq === 50) return { ...answer(seq, { iclMs: gaps(5000) }), outcome: 'failed', error: 'truncated' };
  return answer(seq, { tokensOut: 10 + (seq % 3), tokensPerS: seq, reads: 5, keepAlives: 0 });
});
const { inference, report } = reportOf(made);

test('the gaps of all answers are one distribution; warm-up and failed answers are no part of it', () => {
  expect(inference.answers).toBe(119);
  const { n, p50, p99, p99_9, max, zeroShare, cdf } = inference.gaps ?? { cdf: [] };
  expect([n, p50, p99, p99_9, max]).toEqual([118 * 6 + 6, 20, 20, undefined, 1000]);
  expect(zeroShare).toBeCloseTo((118 * 2 + 1) / (118 * 6 + 6), 9);
  expect(cdf[0]).toEqual({ ms: 0, share: zeroShare });
  expect(cdf.at(-1)).toEqual({ ms: 1000, share: 1 });
});

test('stalls are counted, placed and laid at somebody\u2019s door', () => {
  const { count, judged, stalledShare, longestMs, byCause, longest, binMs, bins } = inference.stalls;
  expect([count, judged, longestMs]).toEqual([4, 118, 1000]);
  expect(stalledShare).toBeCloseTo(3 / 118, 9);
  expect(byCause).toEqual({ link: 1, server: 1, unknown: 2 });
  // Sent 10 ms late, the first token after 500 ms, 80 ms of text: then it stalled.
  expect(longest.map((s) => [s.startEpochMs - T0, s.durationMs, s.cause])).toEqual([
    [100_590, 1000, 'link'],
    [200_590, 900, 'server'],
    [300_590, 800, 'unknown'],
    [301_390, 700, 'unknown'],
  ]);
  expect(binMs).toBe(30_000);
  expect(bins).toEqual([
    { startEpochMs: T0 + 90_000, longestMs: 1000, link: 1, server: 0, unknown: 0 },
    { startEpochMs: T0 + 180_000, longestMs: 900, link: 0, server: 1, unknown: 0 },
    { startEpochMs: T0 + 300_000, longestMs: 800, link: 0, server: 0, unknown: 2 },
  ]);
});

test('without an echo probe nobody knows who made them', () => {
  expect(reportOf(made, false).inference.stalls.byCause).toEqual({ link: 0, server: 0, unknown: 4 });
});

test('what a reader felt', () => {
  expect(inference.readerWait).toMatchObject({ n: 119, p50: 500, p95: 500, counted: 115 });
  // From 121 down to 2, without 10, 20, 30, 40 and 50: the 110th of 115 is the sixth from below.
  expect(inference.tokensPerS).toEqual({ n: 115, p50: 64, p5: 7 });
  expect(inference.counts).toMatchObject({
    tokensOut: { n: 115, p50: 11 },
    tokensIn: { n: 0, p50: undefined },
    reads: { n: 115, p50: 5 },
    keepAlives: { n: 115, p50: 0 },
  });
});

describe('the server\u2019s share', () => {
  test('where no answer tells it: the round trips of the first probe that is no control stand beside', () => {
    expect(inference.serverSources).toEqual({});
    expect(inference.roundTrip?.probe).toBe('echo');
    const rtt = report.probes[2]?.rows.find(
      ({ metric, population }) => metric === 'rtt' && population === 'ok',
    );
    expect(inference.roundTrip?.row).toEqual(rtt);
    expect(reportOf(made, false).inference.roundTrip).toBeUndefined();
  });

  test('by who told it, in how many answers', () => {
    const told = made.map((sample, seq): Sample => {
      if (sample.outcome !== 'ok' || seq % 2 === 0) return sample;
      if (seq === 61) return { ...sample, serverSource: 'vllm' };
      if (seq === 63) return { ...sample, serverMs: millis(5) };
      return { ...sample, serverSource: 'ollama', serverTtftMs: millis(300), networkTtftMs: millis(200) };
    });
    const split = reportOf(told);
    expect(split.inference.serverSources).toEqual({ ollama: 58, unnamed: 1 });
    expect(split.inference.roundTrip).toBeUndefined();
    const n = (metric: string) =>
      split.report.probes[0]?.rows.find((row) => row.metric === metric && row.population === 'ok')?.n;
    expect([n('server_ttft'), n('network_ttft'), n('server')]).toEqual([58, 58, 1]);
  });
});

/** Every number in a value, with the path to it. */
function numbersIn(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => numbersIn(part, `${path}.${key}`));
}

test('whatever was measured: no number is NaN, and none comes from nothing', () => {
  fc.assert(
    fc.property(sampleRun, (samples) => {
      const { probes } = buildReport({
        campaign: campaignOf(plan),
        events: [],
        probes: [{ spec: specOf(plan), batches: [encodeBatch(samples)] }],
      });
      const found = probes[0]?.inference;
      if (found === undefined) throw new Error('no report');
      const odd = numbersIn(found).filter(([, n]) => !Number.isFinite(n) || n < 0);
      expect(odd).toEqual([]);
      const answered = samples.flatMap((s) =>
        (s.outcome === 'ok' || s.outcome === 'late') && s.seq >= 2 ? [s] : [],
      );
      const having = (key: keyof Readings) => answered.filter((s) => s[key] !== undefined);
      expect(found.answers).toBe(answered.length);
      expect(found.gaps?.n ?? 0).toBe(having('iclMs').reduce((n, s) => n + (s.iclMs?.length ?? 0), 0));
      expect(found.readerWait.n).toBe(having('ttftMs').length);
      expect(found.counts.tokensIn.n).toBe(having('tokensIn').length);
      expect(found.stalls.count).toBe(Object.values(found.stalls.byCause).reduce((a, b) => a + b));
      const binned = found.stalls.bins.reduce((n, bin) => n + bin.link + bin.server + bin.unknown, 0);
      expect(binned).toBe(found.stalls.count);
    }),
    { numRuns: 200 },
  );
});
