import { expect, test } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { readAll } from '../../src/core/batch-pass.ts';
import type { Sample } from '../../src/core/sample.ts';
import type { SampleBatch } from '../../src/core/sample-batch.ts';
import { TimelineReader } from '../../src/core/stats/timeline.ts';
import { epochMillis } from '../../src/core/units.ts';
import { buildReport } from '../../src/report/report.ts';
import { campaignOf, specOf, T0 } from './samples.ts';
import { campaign, plan, report, sampleRows, samples } from './ten-minutes.ts';

test('the time line accounts for every sample, and a gap stays a gap', () => {
  const { bins, binMs } = report.probes[0]?.timeline ?? { bins: [], binMs: 0 };
  expect(binMs).toBe(2000);
  const sum = (pick: (bin: (typeof bins)[number]) => number) =>
    bins.reduce((total, bin) => total + pick(bin), 0);
  expect([sum((b) => b.answered), sum((b) => b.lost), sum((b) => b.unmeasured)]).toEqual([2858, 42, 100]);
  const asleep = bins.filter((bin) => bin.unmeasured === 10);
  expect(asleep).toHaveLength(10);
  for (const bin of asleep) expect([bin.min, bin.median, bin.max]).toEqual([undefined, undefined, undefined]);
  for (const bin of bins) {
    const values = sampleRows
      .filter((s) => s.outcome === 'ok' || s.outcome === 'late')
      .filter((s) => Math.floor(Number(s.due_epoch_ms) / binMs) * binMs === bin.startEpochMs)
      .map((s) => Number(s.response_ms))
      .sort((a, b) => a - b);
    if (values.length === 0) continue;
    const expected = [values[0], values[Math.ceil(values.length / 2) - 1], values.at(-1)];
    expect([bin.min, bin.median, bin.max].map((v) => v?.toFixed(3))).toEqual(
      expected.map((v) => v?.toFixed(3)),
    );
  }
});

test('an endpoint that never answered still has its headline rows; a campaign without samples an empty report', () => {
  const dead = samples.map(
    ({ seq, dueEpochMs, dueMonoMs }): Sample => ({
      seq,
      dueEpochMs,
      dueMonoMs,
      outcome: 'failed',
      error: 'dns-or-connect',
    }),
  );
  const none = buildReport({
    campaign,
    events: [],
    probes: [{ spec: specOf(plan), batches: [encodeBatch(dead)] }],
  });
  expect(none.probes[0]?.rows.map((row) => [row.metric, row.population, row.p50])).toEqual([
    ['response', 'ok', undefined],
    ['response', 'scheduled', Number.POSITIVE_INFINITY],
  ]);
  expect(none.probes[0]?.errors).toEqual({ 'dns-or-connect': 3000 });
  expect(none.outages).toMatchObject([{ kind: 'outage', startEpochMs: T0, endEpochMs: T0 + 600_000 }]);
  const empty = buildReport({
    campaign: campaignOf(plan),
    events: [],
    probes: [{ spec: specOf(plan), batches: [] }],
  });
  expect([empty.observedS, empty.outages, empty.probes[0]?.rows]).toEqual([0, [], []]);
});

test('the time line reaches to samples beyond the campaign in the midst of it', () => {
  // A clock that was wrong for a while: neither the first nor the last batch tells of it.
  const wrong = samples.map((sample, i): Sample => {
    const byMs = i < 1000 || i >= 2000 ? 0 : i < 1500 ? -3_600_000 : 7_200_000;
    return { ...sample, dueEpochMs: epochMillis(sample.dueEpochMs + byMs) };
  });
  const parts = [0, 500, 1000, 1500, 2000, 2500].map((from) => encodeBatch(wrong.slice(from, from + 500)));
  const dues = wrong.map(({ dueEpochMs }) => dueEpochMs);
  const range = { startEpochMs: Math.min(...dues), endEpochMs: Math.max(...dues) };
  const own = campaignOf(plan, {
    startedEpochMs: epochMillis(T0),
    endedEpochMs: epochMillis(T0 + 600_000),
  });
  const made = buildReport({
    campaign: own,
    events: [],
    probes: [{ spec: specOf(plan), batches: parts }],
  });
  expect([made.startEpochMs, made.endEpochMs]).toEqual([range.startEpochMs, range.endEpochMs]);
  const timeline = new TimelineReader('responseMs', range, 300);
  readAll(parts, [timeline]);
  expect(made.probes[0]?.timeline).toEqual(timeline.result(parts));
  const { bins = [] } = made.probes[0]?.timeline ?? {};
  expect(bins.reduce((n, { answered, lost, unmeasured }) => n + answered + lost + unmeasured, 0)).toBe(
    samples.length,
  );
});

test('a million samples make a report', () => {
  const chunk = encodeBatch(samples.slice(320, 1320));
  const many = Array.from(
    { length: 1000 },
    (_, i): SampleBatch => ({
      ...chunk,
      firstSeq: i * 1000,
      dueEpochMs: chunk.dueEpochMs.map((due) => due + i * 200_000),
    }),
  );
  const big = buildReport({
    campaign: campaignOf(plan),
    events: [],
    probes: [{ spec: specOf(plan), batches: many }],
  });
  expect(big.probes[0]?.counts.scheduled).toBe(1_000_000);
  expect(big.outages.filter((row) => row.kind === 'outage')).toHaveLength(1000);
});
