import { expect, test } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Campaign, CampaignState } from '../../src/core/campaign.ts';
import type { PlanInput } from '../../src/core/plan.ts';
import type { Readings, Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { percentilesCsv } from '../../src/report/csv/percentiles-csv.ts';
import { buildReport } from '../../src/report/report.ts';
import type { VerdictReport } from '../../src/report/verdict-types.ts';
import { chosenWords } from '../../src/ui/verdict-basis-words.ts';
import { verdictSentence } from '../../src/ui/verdict-words.ts';
import { campaignOf, planOf, T0 } from './samples.ts';

const MINUTES = 600;

/** A chat answer each 5 s: the first two are slow, and of every `badEach` later ones one is lost. */
function answers(badEach: number, readings: Readings): Sample[] {
  return Array.from({ length: MINUTES * 12 }, (_, seq): Sample => {
    const due = { seq, dueEpochMs: epochMillis(T0 + seq * 5000), dueMonoMs: millis(seq * 5000) };
    const sent = { ...due, lateMs: millis(0) };
    if (seq > 1 && seq % badEach === 0) return { ...sent, outcome: 'timeout' };
    const ttftMs = millis(seq < 2 ? 9000 : 300);
    return { ...sent, outcome: 'ok', responseMs: ttftMs, serviceMs: ttftMs, ttftMs, ...readings };
  });
}

/** A ping each second, which is lost in the 5 s after each lost request. */
function pingsOf(samples: readonly Sample[]): Sample[] {
  return Array.from({ length: MINUTES * 60 }, (_, seq): Sample => {
    const sent = {
      seq,
      dueEpochMs: epochMillis(T0 + seq * 1000),
      dueMonoMs: millis(seq * 1000),
      lateMs: millis(0),
    };
    if (samples[Math.floor(seq / 5)]?.outcome === 'timeout') return { ...sent, outcome: 'timeout' };
    return { ...sent, outcome: 'ok', responseMs: millis(40), serviceMs: millis(40) };
  });
}

const beside = { kind: 'http', name: 'beside', url: 'https://h/ping', intervalMs: 1000 } as const;

const chat = {
  kind: 'chat',
  name: 'chat',
  protocol: 'openai',
  url: 'https://h/v1/chat/completions',
  intervalMs: 5000,
  warmUp: 2,
} as const;

function verdictOf(
  samples: Sample[],
  input: Partial<PlanInput> = {},
  state: CampaignState = 'finished',
): VerdictReport {
  const plan = planOf({ profile: 'chat-snappy', durationS: MINUTES * 60, probes: [chat], ...input });
  const probes = plan.probes.map((spec) => ({
    spec,
    batches:
      spec.name === 'chat'
        ? [encodeBatch(samples)]
        : spec.name === 'beside'
          ? [encodeBatch(pingsOf(samples))]
          : [],
  }));
  return buildReport({ campaign: campaignOf(plan, { state }), events: [], probes }).verdict;
}

const tpot = { tpotMs: millis(20) };

test('is met where nearly all was in time; warm-up requests are left out', () => {
  const verdict = verdictOf(answers(100, tpot));
  expect(verdict).toMatchObject({ answer: 'met', by: 'planned-end', edited: false, moreS: undefined });
  const [ttft] = verdict.limits;
  expect(ttft).toMatchObject({ probe: 'chat', decision: 'met', without: 0 });
  expect(ttft?.estimate).toMatchObject({ good: 7127, scheduled: 7198 });
});

test('is not met where lost requests take the share below the target, though all answers were in time', () => {
  const verdict = verdictOf(answers(5, tpot));
  expect([verdict.answer, verdict.limits.map(({ decision }) => decision)]).toEqual([
    'not-met',
    ['not-met', 'not-met'],
  ]);
});

test('a campaign that was ended by hand is judged by the interval that allows looking', () => {
  const verdict = verdictOf(answers(100, tpot), {}, 'stopped');
  expect(verdict.by).toBe('anytime');
  for (const { estimate, anytime } of verdict.limits) expect(estimate).toEqual(anytime);
});

test('what a file holds is judged by the interval that allows looking, and a bundle as its campaign was', () => {
  const plan = planOf({ profile: 'chat-snappy', durationS: MINUTES * 60, probes: [chat] });
  const probes = plan.probes.map((spec) => ({ spec, batches: [encodeBatch(answers(100, tpot))] }));
  const imported = {
    file: 'samples.csv',
    epochMs: epochMillis(T0),
    columns: { time: 'due_epoch_ms', rtt: 'rtt_ms' },
    rows: 7200,
  };
  const verdict = (more: Partial<Campaign>) =>
    buildReport({ campaign: campaignOf(plan, { state: 'finished', ...more }), events: [], probes }).verdict;
  expect(verdict({ imported })).toMatchObject({ by: 'anytime', unplanned: 'imported' });
  expect(verdict({})).toMatchObject({ by: 'planned-end', unplanned: undefined });
});

test('is of what was chosen after measuring, which it says, and which the percentiles CSV dates', () => {
  const plan = planOf({ profile: 'custom', durationS: MINUTES * 60, probes: [chat] });
  const probes = plan.probes.map((spec) => ({ spec, batches: [encodeBatch(answers(100, tpot))] }));
  const chosenEpochMs = epochMillis(T0 + 86_400_000);
  const judged = { profile: 'chat-snappy', availabilityTarget: 0.5, chosenEpochMs } as const;
  const report = buildReport({
    campaign: campaignOf(plan, { state: 'finished', judged }),
    events: [],
    probes,
  });
  expect(report.verdict).toMatchObject({
    profile: 'chat-snappy',
    answer: 'met',
    by: 'planned-end',
    chosenEpochMs,
  });
  expect(report.availability?.target).toMatchObject({ target: 0.5 });
  const [head = '', row = ''] = new TextDecoder().decode(percentilesCsv(report)).split('\r\n');
  const cells = new Map(
    head.split(',').map((name, i) => [name, row.split(',').at(i - head.split(',').length)]),
  );
  expect(cells.get('limits_chosen_utc')).toBe('2026-11-23T12:00:00.000Z');
  expect(verdictSentence(report)).toContain('met chat-snappy');
  expect(chosenWords(report.verdict)).toContain('after measuring');
});

test('the course of the share ends with the whole, and has no more points than minutes', () => {
  const { limits } = verdictOf(answers(40, tpot));
  const course = limits[0]?.course ?? [];
  expect(course).toHaveLength(120);
  const { estimate, anytime } = limits[0] ?? {};
  expect(course.at(-1)).toEqual({
    epochMs: T0 + MINUTES * 60_000,
    share: estimate?.share,
    low: anytime?.low,
    high: anytime?.high,
  });
  expect(course.map(({ epochMs }) => epochMs)).toEqual(course.map((_, i) => T0 + (i + 1) * 5 * 60_000));
});

test('what was not measured is no verdict, and how long to go on is not said', () => {
  const withoutTpot = verdictOf(answers(100, {}));
  expect(withoutTpot).toMatchObject({ answer: 'not-enough-data', moreS: undefined });
  const [, tpotLimit] = withoutTpot.limits;
  expect([tpotLimit?.probe, tpotLimit?.estimate, tpotLimit?.without]).toEqual(['chat', undefined, 7127]);
  const ping = { kind: 'http', name: 'ping', url: 'https://h/ping', intervalMs: 5000 } as const;
  const noModel = verdictOf([], { probes: [ping] });
  expect(noModel.limits.map(({ probe, decision }) => [probe, decision])).toEqual([
    [undefined, 'not-enough-data'],
    [undefined, 'not-enough-data'],
  ]);
});

test('a small loss stays small where few answers tell the metric', () => {
  const rare = answers(100, {}).map(
    (sample): Sample => (sample.outcome === 'ok' && sample.seq % 50 === 7 ? { ...sample, ...tpot } : sample),
  );
  const [, tpotLimit] = verdictOf(rare).limits;
  expect(tpotLimit?.without).toBeGreaterThan(6900);
  // One of a hundred was lost; of the answers that tell it, all were in time.
  expect(tpotLimit?.estimate?.share).toBeCloseTo(0.99, 3);
  expect(
    verdictSentence({
      site: '',
      verdict: verdictOf(rare, { profile: 'custom', limits: [{ metric: 'tpot', ms: 40, share: 0.999 }] }),
    }),
  ).toContain('as far as the answers tell it');
});

test('a workload that a round trip can only rule out is never met', () => {
  const rtt = answers(1e6, { rttMs: millis(60) });
  const limits = [{ metric: 'rtt' as const, ms: 120, share: 0.9, probes: ['chat'] }];
  const verdict = verdictOf(rtt, { profile: 'teleoperation', limits });
  expect(verdict).toMatchObject({ answer: 'not-ruled-out', edited: true });
  expect(verdict.cannotProve).toContain('one-way');
});

test('without limits there is nothing to judge', () => {
  expect(verdictOf(answers(100, tpot), { profile: 'custom' })).toMatchObject({
    answer: 'no-limits',
    limits: [],
  });
});

const batch: Partial<PlanInput> = { profile: 'batch', probes: [chat, beside] };
const fast = { tokensPerS: 20 };

test('a batch is judged by its answers, its pace and the availability of the link', () => {
  const verdict = verdictOf(answers(1000, fast), batch);
  expect(verdict.limits.map(({ limit, decision }) => [limit.metric, decision])).toEqual([
    ['answered', 'met'],
    ['tokens_per_s', 'met'],
    ['availability', 'met'],
  ]);
  expect(verdict.answer).toBe('met');
  const [, , availability] = verdict.limits;
  expect(availability?.probe).toBe(undefined);
  // Seven requests were lost, and each left 6 s without an answer.
  expect(availability?.estimate?.scheduled).toBeCloseTo((availability?.estimate?.good ?? 0) + 42, 0);
});

test('a batch is not judged by the availability where nobody but the model was asked', () => {
  const verdict = verdictOf(answers(1000, fast), { profile: 'batch' });
  const availability = verdict.limits.find(({ limit }) => limit.metric === 'availability');
  expect(availability).toMatchObject({ decision: 'not-enough-data' });
  expect(availability?.estimate).toBeUndefined();
  expect(verdict.answer).toBe('not-enough-data');
});

test('availability is decided at the planned end alone: its interval is for one look', () => {
  const verdict = verdictOf(answers(1000, fast), batch, 'stopped');
  const [, , availability] = verdict.limits;
  expect(availability?.decision).toBe('not-enough-data');
  expect(availability?.estimate?.low).toBeGreaterThan(0.99);
  expect(verdict.answer).toBe('not-enough-data');
});

test('a batch over a link that was gone for a tenth of the time is not met by its availability', () => {
  const gone = answers(1000, fast).map(
    (sample): Sample =>
      sample.seq % 720 < 72 && sample.seq > 1
        ? {
            seq: sample.seq,
            dueEpochMs: sample.dueEpochMs,
            dueMonoMs: sample.dueMonoMs,
            lateMs: millis(0),
            outcome: 'timeout',
          }
        : sample,
  );
  const { limits, answer } = verdictOf(gone, batch);
  const availability = limits.find(({ limit }) => limit.metric === 'availability');
  expect(availability?.decision).toBe('not-met');
  expect(availability?.estimate?.share).toBeCloseTo(0.9, 1);
  expect(answer).toBe('not-met');
});

test('what a limit is set on has its distribution, but for the headline, which has one already', () => {
  const snappy = verdictOf(answers(100, tpot));
  expect(snappy.distributions).toMatchObject([
    { probe: 'chat', metric: 'tpot', points: [{ ms: 20, share: 1 }] },
  ]);
  const pace = verdictOf(answers(100, fast), batch);
  expect(pace.distributions).toMatchObject([
    { probe: 'chat', metric: 'tokens_per_s', points: [{ ms: 50, share: 1 }] },
  ]);
  const [rate] = pace.distributions;
  expect(rate?.n).toBe(pace.limits.find(({ limit }) => limit.metric === 'tokens_per_s')?.estimate?.good);
});
