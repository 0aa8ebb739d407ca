import { describe, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { AvailabilityEstimate } from '../../src/core/link/availability.ts';
import type { PlanInput } from '../../src/core/plan.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import type { Report } from '../../src/report/types.ts';
import { ANSWER_WORDS } from '../../src/ui/answer-words.ts';
import { recorded } from '../report/blackouts.ts';
import { campaignOf, planOf, T0 } from '../report/samples.ts';
import { syntheticRecording } from '../support/recording.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { type Exported, exported, exportedRecording } from './exported.ts';
import { PROFILES } from './profiles.mjs';
import { recompute } from './recompute.mjs';

type Made = Record<string, number | string | undefined>;

/** A chat answer each 5 s for `minutes`: now and then slow, lost, without a count of tokens, or answered by an error. */
function chats(minutes: number, lostShare: number, plan: Partial<PlanInput>, state: 'finished' | 'stopped') {
  const random = seededRandom(minutes);
  const samples = Array.from({ length: minutes * 12 }, (_, seq): Sample => {
    const due = { seq, dueEpochMs: epochMillis(T0 + seq * 5000), dueMonoMs: millis(seq * 5000) };
    const sent = { ...due, lateMs: millis(0.2) };
    const busy = Math.sin(seq / 150) > 0.7 ? 3 : 1;
    if (random() < lostShare * busy) return { ...sent, outcome: 'timeout' };
    if (random() < lostShare / 2)
      return {
        ...sent,
        outcome: 'failed',
        error: 'http-status',
        httpStatus: 503,
        responseMs: millis(90.123456),
      };
    const ttftMs = millis(150 + busy * 135 * random() ** 2);
    const told = random() < 0.95 ? { tpotMs: millis(12 + 30 * random() ** 4) } : {};
    const rest = {
      ttftMs,
      ttfoMs: millis(ttftMs + 10),
      e2eMs: millis(ttftMs + 2000),
      tokensPerS: 8 + 30 * random(),
    };
    return { ...sent, ...rest, ...told, outcome: 'ok', responseMs: rest.e2eMs, serviceMs: rest.e2eMs };
  });
  const chat = {
    kind: 'chat',
    name: 'chat',
    protocol: 'openai',
    url: 'https://h/',
    intervalMs: 5000,
    warmUp: 3,
  } as const;
  const made = planOf({ durationS: minutes * 60, probes: [chat], ...plan });
  const campaign = campaignOf(made, {
    state,
    startedEpochMs: epochMillis(T0),
    endedEpochMs: epochMillis(T0 + minutes * 60_000),
  });
  const probes = made.probes.map((spec) => ({ spec, batches: [encodeBatch(samples)] }));
  return exported({ campaign, events: [], probes });
}

/** The figures of the verdict as the report has them. */
function verdictFigures({ verdict }: Report): Made {
  const { answer, moreS, limits, cannotProve } = verdict;
  const made: Made = {
    'verdict answer': ANSWER_WORDS[answer],
    'verdict more': moreS === undefined ? undefined : Math.max(60, moreS),
  };
  limits.forEach(({ limit, estimate, decision, without, course }, i) => {
    const kept = decision === 'met' && cannotProve !== undefined;
    made[`limit ${i + 1} answer`] = ANSWER_WORDS[kept ? 'not-ruled-out' : decision];
    if (estimate === undefined) return;
    const { share: reached, low, high, good, scheduled: due } = estimate;
    const row = { reached, target: limit.share, low, high, good, due, without };
    for (const [name, value] of Object.entries(row)) made[`limit ${i + 1} ${name}`] = value;
    course.forEach(({ epochMs: until, share, low: from, high: to }, at) => {
      for (const [name, value] of Object.entries({ until, share, low: from, high: to }))
        made[`limit ${i + 1} point ${at + 1} ${name}`] = value;
    });
  });
  return made;
}

function estimateFigures(who: string, found: AvailabilityEstimate): Made {
  const { share, low, high, observedS, downS, outages, mttrS, longestS } = found;
  const named = {
    share,
    low,
    high,
    nines: found.nines ?? (low === undefined ? undefined : -Math.log10(1 - low)),
    observed: observedS,
    down: downS,
    outages,
    mtbf: found.mtbfS ?? found.mtbfLowS,
    'mtbf low': found.mtbfHighS === undefined ? undefined : found.mtbfLowS,
    'mtbf high': found.mtbfHighS,
    mttr: mttrS,
    longest: longestS,
  };
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`${who} ${name}`, value]));
}

/** The figures of availability as the report has them. */
function availabilityFigures({ availability }: Report): Made {
  if (availability === undefined) return {};
  const { link, service, target, durations } = availability;
  const made: Made = {
    ...estimateFigures('link', link),
    ...estimateFigures('service', service),
    unmeasured: availability.unmeasuredS,
    local: availability.localS,
    'cut short': availability.cutShort,
    'outage p50': durations.p50,
    'outage p90': durations.p90,
  };
  if (target !== undefined) {
    made['target answer'] = ANSWER_WORDS[target.decision];
    made['target more'] = target.moreS;
  }
  for (const { cause, outages, outageS, longestS, interruptions } of availability.causes) {
    made[`${cause} outages`] = outages;
    made[`${cause} lost`] = outages > 0 ? outageS : undefined;
    made[`${cause} longest`] = longestS;
    made[`${cause} interruptions`] = interruptions;
  }
  for (const { probe, httpStatus, spells, spellS } of availability.faults) {
    made[`${probe} http-status`] = httpStatus;
    made[`${probe} spells`] = spells;
    made[`${probe} refusing`] = spellS;
  }
  for (const row of availability.recoveries.filter(({ known }) => known > 0)) {
    made[`${row.probe} recoveries`] = row.known;
    made[`${row.probe} link back p50`] = row.linkP50S;
    made[`${row.probe} echo back p50`] = row.echoP50S;
    made[`${row.probe} link longest`] = row.linkLongestS;
    made[`${row.probe} echo longest`] = row.echoLongestS;
    made[`${row.probe} later`] = row.laterMeanS;
  }
  return made;
}

const HOUR_MS = 3_600_000;
const recording = () =>
  exportedRecording(syntheticRecording(), {
    limits: [
      { metric: 'rtt', ms: 60, share: 0.95 },
      { metric: 'rtt', ms: 45, share: 0.5 },
      { metric: 'answered', share: 0.98 },
      { metric: 'response', ms: 900, share: 0.9 },
      { metric: 'ttft', ms: 100, share: 0.9 },
    ],
    availabilityTarget: 0.99,
  });
const link = (world: Partial<Parameters<typeof recorded>[0]>) =>
  exported(recorded({ lengthMs: HOUR_MS, blackouts: [], availabilityTarget: 0.999, ...world }));
const snappy = { profile: 'chat-snappy' } as const;
const easy: Partial<PlanInput> = {
  limits: [
    { metric: 'ttft', ms: 500, share: 0.9 },
    { metric: 'e2e', ms: 3000, share: 0.9 },
  ],
};
const own: Partial<PlanInput> = {
  profile: 'voice-turn',
  limits: [
    { metric: 'turn', ms: 700, share: 0.999 },
    { metric: 'tokens_per_s', perS: 9, share: 0.9 },
    { metric: 'tpot', ms: 100, share: 0.9 },
  ],
  voice: { endpointingMs: 250, sttMs: 50, ttsMs: 80 },
};

const CAMPAIGNS: [name: string, make: () => Exported, decision: string][] = [
  ['a recording', recording, 'not-enough-data'],
  [
    'a recording that was ended by hand',
    () =>
      exportedRecording(
        syntheticRecording(7),
        { limits: [{ metric: 'rtt', ms: 70, share: 0.95 }] },
        'stopped',
      ),
    'not-enough-data',
  ],
  ['six hours of chats', () => chats(360, 0.01, snappy, 'finished'), 'not-enough-data'],
  ['ten hours of chats, ended by hand', () => chats(600, 0.001, easy, 'stopped'), 'met'],
  ['chats with limits of their own', () => chats(120, 0.001, own, 'finished'), 'not-met'],
  ['too few minutes', () => chats(6, 0.1, snappy, 'finished'), 'not-enough-data'],
  [
    'what can only be ruled out',
    () => chats(300, 0, { profile: 'training-local-update' }, 'stopped'),
    'not-ruled-out',
  ],
  ['a link without an outage', () => link({}), 'no-limits'],
  [
    'outages of link, endpoint and service, and a sleep that cuts one',
    () =>
      link({
        blackouts: Array.from(
          { length: 12 },
          (_, i) => [40_000 + i * i * 20_000, 43_100 + i * i * 20_400] as const,
        ),
        endpointGone: [[3_100_000, 3_130_000]],
        refusing: [[2_900_000, 2_960_000]],
        suspended: [[3_300_000, 3_350_000]],
      }),
    'no-limits',
  ],
];

describe.each(CAMPAIGNS)('of %s', (_name, make, answer) => {
  const { report, texts } = make();
  const { figures, wrong } = recompute(texts);
  const again = new Map(figures.map(({ where, value }) => [where, value]));

  it('the percentiles with their intervals come out again', () => {
    expect(wrong).toEqual([]);
  });

  it('the figures of the verdict and of availability come out again', () => {
    expect(report.verdict.answer).toBe(answer);
    const made = {
      ...(report.verdict.limits.length > 0 && verdictFigures(report)),
      ...availabilityFigures(report),
    };
    for (const [where, value] of Object.entries(made)) {
      expect(again.has(where), where).toBe(true);
      const found = again.get(where);
      if (typeof value !== 'number' || typeof found !== 'number') expect(found, where).toBe(value);
      else
        expect(Math.abs(found - value), `${where}: ${found}, the report has ${value}`).toBeLessThan(
          // Gaps are exported in whole milliseconds.
          1e-5 * Math.max(1, Math.abs(value)) + 0.002 * Number(/^(?!limit)/.test(where) && value > 1),
        );
    }
  });
});

it('the limits of the profiles are those that the script has from the docs', async () => {
  const { PROFILES: shipped } = await import('../../src/core/verdict/profiles.ts');
  const plain = Object.entries(shipped).map(([name, { limits }]) => [
    name,
    limits.map(({ source: _source, basis: _basis, ...limit }) => limit),
  ]);
  expect(Object.fromEntries(plain)).toEqual(PROFILES);
});
