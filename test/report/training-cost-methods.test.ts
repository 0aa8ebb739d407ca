import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../src/report/csv/samples-csv.ts';
import { DataHasher } from '../../src/report/data-hash.ts';
import { buildReport } from '../../src/report/report.ts';
import { join } from './rfc4180.ts';
import { campaignOf, planOf, specOf, T0 } from './samples.ts';
import { batches, campaign, plan as httpPlan, report as httpReport, sampleRows } from './ten-minutes.ts';

const plan = planOf({
  probes: [
    { kind: 'http', name: 'ping', url: 'https://host/ping', intervalMs: 500 },
    { kind: 'websocket', name: 'router', url: 'ws://192.168.1.1/', intervalMs: 100, role: 'control' },
    { kind: 'websocket', name: 'echo', url: 'wss://host/echo', intervalMs: 1000 },
    {
      kind: 'chat',
      name: 'chat',
      protocol: 'openai',
      url: 'https://host/v1/chat/completions',
      intervalMs: 30_000,
      warmUp: 2,
    },
  ],
});

const answer = (seq: number, everyMs: number, more: object): Sample => ({
  seq,
  dueEpochMs: epochMillis(T0 + seq * everyMs),
  dueMonoMs: millis(seq * everyMs),
  lateMs: millis(0),
  outcome: 'ok',
  responseMs: millis(42),
  serviceMs: millis(42),
  ...more,
});
const run = (count: number, everyMs: number, more: (seq: number) => object) =>
  encodeBatch(Array.from({ length: count }, (_, seq) => answer(seq, everyMs, more(seq))));

const byProbe: Record<string, ReturnType<typeof run>> = {
  ping: run(1200, 500, () => ({ rttMs: millis(30), bytesUp: 100, bytesDown: 200 })),
  router: run(6000, 100, () => ({ rttMs: millis(1) })),
  echo: run(600, 1000, (seq) => ({
    ...(seq === 0 ? { newConnection: true } : { newConnection: false, rttMs: millis(40 + (seq % 60)) }),
    bytesUp: 90,
    bytesDown: 70,
  })),
  chat: run(20, 30_000, (seq) => ({
    ttftMs: millis(300),
    bytesUp: 1000,
    bytesDown: 7000,
    ...(seq % 2 === 0 ? { tokensOut: 50 } : {}),
  })),
};
const report = buildReport({
  campaign: campaignOf(plan, { startedEpochMs: epochMillis(T0), endedEpochMs: epochMillis(T0 + 600_000) }),
  events: [],
  probes: plan.probes.map((spec) => ({ spec, batches: [byProbe[spec.name] ?? encodeBatch([])] })),
});

describe('the training view', () => {
  it('draws from the echo probe, not from a control probe that asks more often', () => {
    expect(report.training).toMatchObject({
      probe: 'echo',
      metric: 'rtt',
      n: 599,
      lost: 0,
      leftOut: 1,
      blocks: 9,
      independent: [],
    });
  });

  it('counts what timed out with the timeout at least, and refusals not at all, from the numbers of the samples CSV', () => {
    const { training } = httpReport;
    const rtts = sampleRows.map((row) => ({ rtt: row.rtt_ms ?? '', outcome: row.outcome ?? '' }));
    const lost = rtts.filter(({ outcome }) => ['timeout', 'skipped'].includes(outcome));
    const known = rtts.filter(({ rtt }) => rtt !== '').map(({ rtt }) => Number(rtt));
    expect(training).toMatchObject({
      n: lost.length + known.length,
      lost: lost.length,
      timedOut: lost.length - 1,
      timeoutMs: 5000,
      leastMs: 5000,
      refused: 1,
    });
    const waits = [...known, ...lost.map(() => 5000)].sort((a, b) => a - b);
    const p50 = waits[Math.ceil(0.5 * waits.length) - 1] ?? 0;
    expect(training?.single.p50).toBeCloseTo(p50, 3);
    expect(training?.single.p99).toBeGreaterThanOrEqual(5000);
  });
});

describe('the training view of merged campaigns', () => {
  const spec = specOf(plan);
  const hour = (from: number, atMs: number, everyMs: number, count: number) =>
    encodeBatch(
      Array.from({ length: count }, (_, i): Sample => {
        const dueEpochMs = epochMillis(T0 + atMs + i * everyMs);
        const due = { seq: from + i, dueEpochMs, dueMonoMs: millis(atMs + i * everyMs), lateMs: millis(0) };
        if (i === 5) return { ...due, outcome: 'timeout' };
        return { ...due, outcome: 'ok', responseMs: millis(42), serviceMs: millis(42), rttMs: millis(40) };
      }),
    );
  const trainingOf = (everyMs: number, more: Partial<Campaign>) => {
    const made = campaignOf({ ...plan, probes: [{ ...spec, intervalMs: everyMs, timeoutMs: 60_000 }] }, more);
    const probe = { ...specOf(made.plan), timeoutMs: 60_000 };
    const parts = [hour(0, 0, 1000, 3600), hour(3600, 3_600_000, everyMs, 3_600_000 / everyMs)];
    return buildReport({ campaign: made, events: [], probes: [{ spec: probe, batches: parts }] }).training;
  };
  const merged = ['A', 'B'].map((name) => ({ id: name, name }));
  const asked = (name: string, intervalMs: number, timeoutMs: number) => ({
    campaign: name,
    seed: 1,
    probes: [{ name: spec.name, intervalMs, jitter: 0.4, timeoutMs }],
  });

  it('cuts no blocks where they asked at intervals of their own, or where that is not known', () => {
    for (const schedules of [[asked('A', 1000, 5000), asked('B', 60_000, 5000)], undefined])
      expect(trainingOf(60_000, { merged, schedules })).toMatchObject({
        n: 3660,
        mixed: true,
        blocks: 0,
        steps: 0,
        independent: [],
      });
    expect(
      trainingOf(1000, { merged, schedules: [asked('A', 1000, 5000), asked('B', 1000, 5000)] }),
    ).toMatchObject({
      mixed: false,
      blocks: 120,
    });
  });

  it('lets a lost request stand with the shortest timeout of all, which each of them lasted', () => {
    const schedules = [asked('A', 1000, 2000), asked('B', 1000, 60_000)];
    expect(trainingOf(1000, { merged, schedules })).toMatchObject({
      lost: 2,
      timeoutMs: 2000,
      leastMs: 2000,
    });
    expect(trainingOf(1000, { merged })).toMatchObject({ lost: 2, timeoutMs: 0 });
  });
});

it('adds up traffic without control probes and warm-up requests', () => {
  expect(report.traffic).toEqual([
    { probe: 'ping', answered: 1200, bytes: 360_000, tokens: 0, tokenBytes: 0 },
    { probe: 'echo', answered: 600, bytes: 96_000, tokens: 0, tokenBytes: 0 },
    { probe: 'chat', answered: 18, bytes: 144_000, tokens: 450, tokenBytes: 72_000 },
  ]);
});

it('counts what is in no figure, and what is in no round trip', () => {
  expect(report.exclusions?.[2]).toEqual({
    probe: 'echo',
    warmUp: 0,
    unmeasured: 0,
    newConnection: 1,
    withoutRtt: 0,
    answered: 600,
  });
  expect(report.exclusions?.[3]).toMatchObject({ probe: 'chat', warmUp: 2, answered: 18 });
  expect(httpReport.exclusions?.[0]?.unmeasured).toBe(100);
});

it('hashes the samples CSV as sha256sum hashes the file, however it is cut', () => {
  const spec = specOf(httpPlan);
  const file = join([samplesCsvHeader(), ...samplesCsvChunks(campaign, spec, batches)]);
  const hasher = new DataHasher();
  hasher.add(samplesCsvHeader());
  for (const batch of batches)
    for (const piece of samplesCsvChunks(campaign, spec, [batch])) hasher.add(piece);
  expect(hasher.result()).toEqual({
    sha256: createHash('sha256').update(file).digest('hex'),
    bytes: file.length,
  });
});
