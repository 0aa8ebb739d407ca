import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import { readAll } from '../../src/core/batch-pass.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { withoutWarmUp } from '../../src/core/warm-up.ts';
import { countedLimits, verdictReport } from '../../src/report/verdict-report.ts';
import { LiveLimits } from '../../src/worker/live-limits.ts';
import { planOf, sampleRun, specOf, T0 } from '../report/samples.ts';

const plan = planOf({
  profile: 'chat-snappy',
  limits: [
    { metric: 'ttft', ms: 200_000, share: 0.5 },
    { metric: 'tokens_per_s', perS: 100_000, share: 0.5 },
    { metric: 'rtt', ms: 100, share: 0.9 },
  ],
  probes: [
    {
      kind: 'chat',
      name: 'chat',
      protocol: 'openai',
      url: 'https://h/v1/chat/completions',
      intervalMs: 9000,
      warmUp: 3,
    },
  ],
});

it('counts what the report counts of the same samples', () => {
  fc.assert(
    fc.property(sampleRun, (run) => {
      const samples = run.map((sample, seq): Sample => ({ ...sample, seq }));
      const live = new LiveLimits(plan);
      for (const sample of samples) live.add(0, sample, false);
      const { answer, lead } = live.verdict();
      const counted = countedLimits(plan);
      const batches = withoutWarmUp(specOf(plan), [encodeBatch(samples)]);
      readAll(
        batches,
        counted.flatMap(({ judges }) => judges.map(({ counter }) => counter)),
      );
      const report = verdictReport({ plan, state: 'running' }, counted, 60, undefined, []);
      expect(answer).toBe(report.answer);
      const same = report.limits.find(({ limit }) => limit.metric === lead?.limit.metric);
      // What lost requests weigh is added up in another order.
      expect(lead?.estimate?.share ?? -1).toBeCloseTo(same?.estimate?.share ?? -1, 9);
      expect(lead?.estimate?.scheduled ?? -1).toBeCloseTo(same?.estimate?.scheduled ?? -1, 6);
    }),
  );
});

it('says after one look a limit what it would say on being looked at first', () => {
  fc.assert(
    fc.property(sampleRun, (run) => {
      const watched = new LiveLimits(plan);
      const fresh = new LiveLimits(plan);
      run.forEach((sample, seq) => {
        const slow: Sample = { ...sample, seq, dueEpochMs: epochMillis(T0 + seq * 60_000) };
        watched.add(0, slow, false);
        fresh.add(0, slow, false);
        watched.verdict();
      });
      plan.limits?.forEach(() => void watched.verdict());
      expect(watched.verdict()).toEqual(fresh.verdict());
    }),
    { numRuns: 50 },
  );
});

it('judges anew once an answer without the metric changes what lost requests weigh', () => {
  const due = (seq: number) => ({
    seq,
    dueEpochMs: epochMillis(T0 + seq * 60_000),
    dueMonoMs: millis(seq * 60_000),
    lateMs: millis(0),
  });
  const answer = { outcome: 'ok', responseMs: millis(900), serviceMs: millis(900) } as const;
  const watched = new LiveLimits(plan);
  const fresh = new LiveLimits(plan);
  const samples: Sample[] = [
    ...[0, 1, 2].map((seq) => ({ ...due(seq), ...answer })),
    { ...due(3), ...answer, tokensPerS: 0 },
    { ...due(4), outcome: 'timeout' },
    { ...due(5), ...answer },
  ];
  for (const sample of samples) {
    watched.add(0, sample, false);
    fresh.add(0, sample, false);
    watched.verdict();
  }
  plan.limits?.forEach(() => void watched.verdict());
  expect(watched.verdict()).toEqual(fresh.verdict());
});

it('takes a timeout back when its echo comes late after all', () => {
  const echo = planOf({
    limits: [{ metric: 'rtt', ms: 100, share: 0.9 }],
    probes: [{ kind: 'websocket', name: 'echo', url: 'wss://h/echo', intervalMs: 500 }],
  });
  const live = new LiveLimits(echo);
  const due = { seq: 0, dueEpochMs: epochMillis(T0), dueMonoMs: millis(0), lateMs: millis(0) };
  live.add(0, { ...due, outcome: 'timeout' }, false);
  const ms = millis(7000);
  live.add(0, { ...due, outcome: 'late', responseMs: ms, serviceMs: ms, rttMs: ms }, true);
  expect(live.verdict().lead?.estimate).toMatchObject({ good: 0, scheduled: 1 });
});

it('has no verdict without limits, and says so where no probe of the plan measures one', () => {
  expect(new LiveLimits(planOf()).verdict()).toEqual({ answer: 'no-limits', lead: undefined });
  expect(new LiveLimits(planOf({ profile: 'chat-snappy' })).verdict().answer).toBe('not-enough-data');
});
