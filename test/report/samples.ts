import fc from 'fast-check';
import type { Campaign } from '../../src/core/campaign.ts';
import { checkPlan, type Plan, type PlanInput, type ProbeSpec } from '../../src/core/plan.ts';
import { PROBE_ERRORS, type Sample, TIMING_SOURCES } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';

export const T0 = Date.UTC(2026, 10, 22, 12, 0, 0);

const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const ms = fc.float({ min: 0, max: 600_000, noNaN: true }).map((value) => millis(value));
const count = fc.integer({ min: 0, max: 2 ** 24 });

export const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '=cmd|x',
    '+1',
    '-1',
    '@a',
    '\tb',
    '\rc',
    'a"b',
    'a,b',
    'line\nline',
    'line\r\nline',
    '\ud800',
    '\u{1f6f0}',
    "'",
  ),
);

const readings = fc.record({
  httpStatus: optional(fc.constantFrom(200, 204, 429, 500)),
  rttMs: optional(ms),
  queueMs: optional(ms),
  dnsMs: optional(ms),
  connectMs: optional(ms),
  tlsMs: optional(ms),
  ttfbMs: optional(ms),
  downloadMs: optional(ms),
  serverMs: optional(ms),
  newConnection: optional(fc.boolean()),
  preflight: optional(fc.boolean()),
  timingSource: optional(fc.constantFrom(...TIMING_SOURCES)),
  protocol: optional(fc.oneof(fc.constantFrom('http/1.1', 'h2', 'h3'), hostileText)),
  bytesUp: optional(count),
  bytesDown: optional(count),
  ttftMs: optional(ms),
  ttfoMs: optional(ms),
  tpotMs: optional(ms),
  e2eMs: optional(ms),
  tokensOut: optional(count),
  chunks: optional(count),
  uploadMs: optional(ms),
  owdUpMs: optional(ms),
  owdDownMs: optional(ms),
  reordered: optional(fc.boolean()),
  iclMs: optional(fc.array(ms, { minLength: 1, maxLength: 5 })),
  longestGapMs: optional(ms),
  stalls: optional(count),
  tokensIn: optional(count),
  tokensPerS: optional(ms),
  reads: optional(count),
  events: optional(count),
  keepAlives: optional(count),
  serverTtftMs: optional(ms),
  serverQueueMs: optional(ms),
  wireTtftMs: optional(ms),
  wireE2eMs: optional(ms),
  networkTtftMs: optional(ms),
  serverSource: optional(fc.oneof(fc.constantFrom('ollama', 'vllm'), hostileText)),
  finishReason: optional(fc.oneof(fc.constantFrom('stop', 'length'), hostileText)),
});

const fate: fc.Arbitrary<(due: Pick<Sample, 'seq' | 'dueEpochMs' | 'dueMonoMs'>) => Sample> = fc
  .record({
    outcome: fc.constantFrom('ok', 'late', 'timeout', 'failed', 'skipped', 'unmeasured'),
    readings,
    lateMs: fc.float({ min: -1, max: 900, noNaN: true }).map((value) => millis(value)),
    hasSent: fc.boolean(),
    responseMs: ms,
    serviceMs: ms,
    error: fc.constantFrom(...PROBE_ERRORS),
    answered: fc.boolean(),
  })
  .map((f) => (due) => {
    const sent = f.hasSent ? { lateMs: f.lateMs } : {};
    switch (f.outcome) {
      case 'ok':
      case 'late':
        return {
          ...due,
          ...f.readings,
          outcome: f.outcome,
          lateMs: f.lateMs,
          responseMs: f.responseMs,
          serviceMs: f.serviceMs,
        };
      case 'timeout':
        return { ...due, ...f.readings, outcome: 'timeout', lateMs: f.lateMs };
      case 'failed':
        return {
          ...due,
          ...sent,
          ...f.readings,
          ...(f.answered ? { responseMs: f.responseMs } : {}),
          outcome: 'failed',
          error: f.error,
        };
      case 'skipped':
        return { ...due, outcome: 'skipped' };
      default:
        return { ...due, ...sent, outcome: 'unmeasured' };
    }
  });

/** Samples of one probe with contiguous seqs from a random first one, due every 100.25 ms. */
export const sampleRun: fc.Arbitrary<Sample[]> = fc
  .tuple(fc.nat(1e6), fc.array(fate, { minLength: 1, maxLength: 60 }))
  .map(([firstSeq, fates]) =>
    fates.map((make, i) =>
      make({ seq: firstSeq + i, dueEpochMs: epochMillis(T0 + i * 100.25), dueMonoMs: millis(i * 100.25) }),
    ),
  );

/** Drops fields that are undefined: absent and undefined mean the same. */
export function compact(sample: Sample): Record<string, unknown> {
  return Object.fromEntries(Object.entries(sample).filter(([, value]) => value !== undefined));
}

export function planOf(input: Partial<PlanInput> = {}): Plan {
  const result = checkPlan({
    dishprobePlan: 1,
    name: 'Pilot',
    durationS: 60,
    site: { name: 'Kiruna' },
    probes: [{ kind: 'http', name: 'ping', url: 'https://host/ping', intervalMs: 100 }],
    ...input,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

export function campaignOf(plan: Plan, more: Partial<Campaign> = {}): Campaign {
  return {
    id: 'c1',
    plan,
    state: 'finished',
    createdEpochMs: epochMillis(T0 - 1000),
    seed: 1,
    simulated: [],
    bytes: 0,
    ...more,
  };
}

export function specOf(plan: Plan, index = 0): ProbeSpec {
  const spec = plan.probes[index];
  if (spec === undefined) throw new Error(`The plan has no probe ${index}.`);
  return spec;
}
