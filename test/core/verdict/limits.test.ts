import { describe, expect, it } from 'vitest';
import { checkPlan, describeProblem } from '../../../src/core/plan.ts';
import { PROFILE_IDS } from '../../../src/core/plan-schema.ts';
import { judgedBy, limitsOf, yardstickOf } from '../../../src/core/verdict/limits.ts';
import { MLPERF_CHOICES } from '../../../src/core/verdict/mlperf.ts';
import { PROFILES } from '../../../src/core/verdict/profiles.ts';
import { planOf } from '../../report/samples.ts';

const problems = (limits: unknown, more: object = {}) => {
  const result = checkPlan({ ...planOf(), limits, ...more });
  return result.ok ? [] : result.problems.map(describeProblem);
};

const probes = planOf({
  probes: [
    { kind: 'http', name: 'ping', url: 'https://h/ping', intervalMs: 1000 },
    { kind: 'http', name: 'router', url: 'http://192.168.1.1/', intervalMs: 1000, role: 'control' },
    { kind: 'websocket', name: 'echo', url: 'wss://h/echo', intervalMs: 500 },
    {
      kind: 'chat',
      name: 'chat',
      protocol: 'openai',
      url: 'https://h/v1/chat/completions',
      intervalMs: 9000,
    },
  ],
}).probes;
const names = (metric: Parameters<typeof judgedBy>[0]['metric'], only?: string[], of = probes) =>
  judgedBy({ metric, probes: only }, of).map(({ name }) => name);

describe('limits', () => {
  it('has limits for every profile that a plan may name, each with its source, and all fit for a plan', () => {
    expect(Object.keys(PROFILES)).toEqual([...PROFILE_IDS]);
    for (const { limits } of [...Object.values(PROFILES), ...MLPERF_CHOICES]) {
      expect(problems(limits)).toEqual([]);
      for (const { source, basis } of limits) expect([source, basis]).not.toContain(undefined);
    }
    expect(MLPERF_CHOICES.find(({ id }) => id === 'llama2-70b-interactive')?.limits).toMatchObject([
      { metric: 'ttft', ms: 450, share: 0.99 },
      { metric: 'tpot', ms: 40, share: 0.99 },
    ]);
  });

  it('takes the plan’s limits in place of the profile’s, and an empty list for none', () => {
    const own = planOf({ profile: 'chat-snappy', limits: [{ metric: 'ttft', ms: 600, share: 0.9 }] });
    expect(limitsOf(own)).toMatchObject([
      { metric: 'ttft', value: 600, share: 0.9, source: 'Set by hand', basis: 'judgement' },
    ]);
    expect(limitsOf(planOf({ profile: 'chat-snappy' })).map(({ value }) => value)).toEqual([450, 40]);
    expect(limitsOf(planOf({ profile: 'chat-snappy', limits: [] }))).toEqual([]);
    expect(limitsOf(planOf())).toEqual([]);
  });

  it('keeps the source where the numbers are still those of the profile', () => {
    const plan = planOf({ profile: 'chat-snappy', limits: [{ metric: 'ttft', ms: 450, share: 0.95 }] });
    expect(limitsOf(plan)[0]).toMatchObject({ basis: 'standard', source: expect.stringContaining('MLPerf') });
    const said = { metric: 'ttft', ms: 450, share: 0.95, source: 'The contract', basis: 'vendor' } as const;
    expect(limitsOf(planOf({ profile: 'chat-snappy', limits: [said] }))[0]).toMatchObject({
      source: 'The contract',
      basis: 'vendor',
    });
  });

  it('refuses what is no limit, by name', () => {
    expect(problems([{ metric: 'ttft', ms: 450, share: 1 }])).toEqual([
      'limits[0].share: expected a share from 0.01 to 0.9999 (1 % to 99.99 %), found 1.',
    ]);
    expect(problems([{ metric: 'ttft', share: 0.9 }])).toEqual([
      'limits[0].ms: this key is required and is missing.',
    ]);
    expect(problems([{ metric: 'answered', ms: 5, share: 0.9 }])[0]).toContain('limits[0].ms');
    expect(problems([{ metric: 'speed', ms: 5, share: 0.9 }])[0]).toContain(
      'limits[0].metric: expected metric',
    );
    expect(problems([], { voice: { stt: 5 } })[0]).toContain('voice.stt');
    expect(problems([{ metric: 'ttft', ms: 5, share: 0.9, probes: ['nobody'] }])).toEqual([
      'limits[0].probes: expected names of probes of this plan, no control probe among them, found a list of 1.',
    ]);
  });

  it('is judged by the probes that measure it, never by a control probe', () => {
    expect([names('ttft'), names('rtt'), names('response')]).toEqual([['chat'], ['ping', 'echo'], ['chat']]);
    expect(names('response', undefined, probes.slice(0, 3))).toEqual(['ping', 'echo']);
    expect(names('response', ['ping', 'router'])).toEqual(['ping']);
    expect(names('ttft', undefined, probes.slice(0, 3))).toEqual([]);
  });

  it('leaves a voice turn what speech takes of it', () => {
    const voice = { endpointingMs: 300, sttMs: 120, ttsMs: 80 };
    const [turn] = limitsOf(planOf({ profile: 'voice-turn', voice }));
    expect([turn?.value, turn?.leftMs]).toEqual([800, 300]);
    expect(turn && yardstickOf(turn)).toMatchObject({ key: 'ttfoMs', high: 300.0005 });
    expect(limitsOf(planOf({ profile: 'voice-turn' }))[0]?.leftMs).toBe(400);
  });
});
