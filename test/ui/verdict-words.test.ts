import { describe, expect, it } from 'vitest';
import { epochMillis } from '../../src/core/units.ts';
import type { Decision } from '../../src/core/verdict/attainment.ts';
import type { Limit } from '../../src/core/verdict/limits.ts';
import type { LimitVerdict, VerdictReport } from '../../src/report/verdict-types.ts';
import { limitWords } from '../../src/ui/limit-words.ts';
import { endedWords, liveWords } from '../../src/ui/live-words.ts';
import { methodWords, serverTimeWords } from '../../src/ui/verdict-basis-words.ts';
import { courseWords, missingWords, moreWords, verdictSentence } from '../../src/ui/verdict-words.ts';

const limit: Limit = { metric: 'ttft', value: 450, share: 0.95, source: '', basis: 'judgement' };
const row = (decision: Decision, share: number, more: Partial<LimitVerdict> = {}): LimitVerdict => ({
  limit,
  probe: 'chat',
  decision,
  without: 0,
  course: [],
  estimate: { good: share * 1000, scheduled: 1000, share, low: share, high: share, method: 'the method' },
  ...more,
});
const verdict = (more: Partial<VerdictReport>): VerdictReport => ({
  profile: 'chat-snappy',
  edited: false,
  answer: 'met',
  by: 'planned-end',
  limits: [row('met', 0.972)],
  distributions: [],
  ...more,
});
const probeOf = (kind: 'http' | 'websocket', counts: Record<string, number>) => ({
  name: 'ping',
  kind,
  rows: Object.entries(counts).map(([metric, n]) => ({
    ...{ metric, n, unit: 'ms' as const, meaning: '', population: 'ok' as const },
  })),
});
const sentence = (more: Partial<VerdictReport>, site = 'Kiruna') =>
  verdictSentence({ site, verdict: verdict(more) });

describe('the verdict in words', () => {
  it('says what was reached and what was wanted', () => {
    expect(sentence({})).toBe(
      'At Kiruna this link met chat-snappy: 97.2 % of due requests had their first token within 450 ms, 95 % are wanted.',
    );
    expect(sentence({ answer: 'not-met', limits: [row('not-met', 0.5)] }, '')).toBe(
      'This link did not meet chat-snappy: 50.0 % of due requests had their first token within 450 ms, 95 % are wanted.',
    );
    const ping: Limit = { ...limit, metric: 'rtt', value: 120 };
    expect(
      sentence({ answer: 'not-met', limits: [row('not-met', 0.5, { limit: ping, probe: 'ping' })] }),
    ).toContain('50.0 % of due requests had their round trip done within 120 ms, 95 % are wanted');
    const link: Limit = { ...limit, metric: 'availability', value: undefined, share: 0.99 };
    expect(sentence({ limits: [row('met', 0.995, { limit: link, probe: undefined })] })).toContain(
      '99.50 % of the time was without an outage, 99 % is wanted',
    );
    expect(sentence({ answer: 'no-limits', limits: [] })).toContain('under "Judge by"');
    const unmeasured = row('not-enough-data', 1, { estimate: undefined });
    expect(sentence({ answer: 'not-enough-data', limits: [row('met', 0.972), unmeasured] })).toMatch(
      /95 % are wanted, but another limit was not measured.$/,
    );
    const cannotProve = 'The limits are one-way.';
    expect(sentence({ answer: 'not-ruled-out', cannotProve })).toMatch(
      /proves nothing yet. The limits are one-way.$/,
    );
  });

  it('says how long to go on, and what decided', () => {
    const open = { answer: 'not-enough-data', limits: [row('not-enough-data', 0.955)] } as const;
    expect(moreWords(verdict({ ...open, limits: [...open.limits], moreS: 2400, by: 'anytime' }))).toBe(
      'About 40 min more at this pace would decide it, if the shares stay what they are.',
    );
    expect(moreWords(verdict({ ...open, limits: [...open.limits] }))).toContain('cannot be said');
    expect(moreWords(verdict({}))).toBe(undefined);
    expect(methodWords(verdict({}))).toContain('planned end');
    expect(methodWords(verdict({ by: 'anytime' }))).toContain('however often somebody looks');
  });

  it('says what a flawless record rests on, and which probe is left out', () => {
    const flawless = row('met', 1);
    expect(methodWords(verdict({ limits: [flawless] }))).toContain('That is an assumption');
    expect(methodWords(verdict({}))).not.toContain('assumption');
    const other = row('not-enough-data', 1, { estimate: undefined, probe: 'other' });
    expect(sentence({ limits: [row('met', 0.972), other] })).toMatch(
      /95 % are wanted. Not every limit was measured by "other": what was not is left out.$/,
    );
  });

  it('says where round trips hold the time of the endpoint', () => {
    const rtt = row('not-met', 0.5, { limit: { ...limit, metric: 'rtt' }, probe: 'ping' });
    const of = (kind: 'http' | 'websocket', server: number) =>
      serverTimeWords({
        verdict: verdict({ limits: [rtt] }),
        probes: [probeOf(kind, { rtt: 100, server })],
      });
    expect(of('http', 0)).toContain('"ping" hold the time that the endpoint itself took');
    expect(of('http', 100)).toBeUndefined();
    expect(of('websocket', 0)).toBeUndefined();
  });

  it('says what would measure what was not', () => {
    const none = { estimate: undefined } as const;
    expect(missingWords(row('not-enough-data', 1, { ...none, probe: undefined }))).toContain(
      'Add a chat probe.',
    );
    const rtt = { ...none, limit: { ...limit, metric: 'rtt' as const }, without: 12 };
    expect(missingWords(row('not-enough-data', 1, rtt))).toContain(
      'none of 12 answers told it. An HTTP probe',
    );
  });

  it('reads every limit as a sentence', () => {
    const pace: Limit = { ...limit, metric: 'tokens_per_s', value: 10, share: 0.999 };
    expect(limitWords(pace)).toBe('99.9 % of answers at 10 tokens a second or more');
    expect(limitWords({ ...limit, metric: 'answered', value: undefined })).toBe('95 % of requests answered');
    expect(limitWords({ ...limit, metric: 'availability', value: undefined })).toBe(
      '95 % of the time without an outage',
    );
  });

  it('tells since when the course has been on one side of the target', () => {
    const course = [0.9, 0.94, 0.96, 0.97].map((low, i) => ({
      epochMs: Date.UTC(2026, 10, 22, 12, i),
      share: 0.98,
      low,
      high: 1,
    }));
    expect(courseWords(row('met', 0.98, { course }))).toContain(
      'above the target of 95 % since 2026-11-22 12:02 UTC',
    );
    expect(courseWords(row('met', 0.98, { course: course.slice(0, 2) }))).toContain('leaves both open');
  });
});

it('the live line says how it stands, and that it is not decided', () => {
  const plan = { profile: 'chat-snappy', limits: undefined } as const;
  const now = { lead: row('not-enough-data', 0.972), moreS: 600 };
  expect(liveWords({ answer: 'not-enough-data', ...now }, plan)).toEqual({
    mark: 'not-enough-data',
    said: 'Meets chat-snappy so far (97.2 %, target 95 %)',
    more: 'first tokens within 450 ms: not decided yet, about 10 min more if it stays so',
  });
  expect(liveWords({ answer: 'met', lead: row('met', 0.972) }, plan).said).toBe(
    'Meets chat-snappy (97.2 %, target 95 %)',
  );
  expect(liveWords({ answer: 'no-limits' }, plan).said).toBe('No limits set');
});

it('where only availability is left open, the line and the report say that it waits for the planned end', () => {
  const plan = { profile: 'batch', limits: undefined } as const;
  const now = { answer: 'not-enough-data', lead: row('met', 0.999), awaitsEnd: true } as const;
  expect(liveWords(now, plan).more).toContain('availability is decided at the planned end');
  const open = row('not-enough-data', 0.999, {
    limit: { ...limit, metric: 'availability', value: undefined },
  });
  expect(moreWords(verdict({ answer: 'not-enough-data', by: 'anytime', limits: [open] }))).toContain(
    'Availability is decided at the planned end',
  );
});

describe('the line after the end', () => {
  const plan = { profile: 'chat-snappy', limits: undefined } as const;
  const summary = {
    endedEpochMs: epochMillis(1),
    answer: 'met',
    by: 'planned-end',
    lead: { metric: 'ttft', value: 450, target: 0.95, share: 0.972 },
  } as const;

  it('speaks as the report does, of what was decided and when', () => {
    expect(endedWords(summary, plan)).toEqual({
      mark: 'met',
      said: 'Met chat-snappy (97.2 %, target 95 %)',
      more: 'first tokens within 450 ms: judged at the planned end, as in the report',
    });
    const open = endedWords({ ...summary, answer: 'not-enough-data', by: 'anytime' }, plan);
    expect(open.said).toBe('Not enough data for chat-snappy (97.2 %, target 95 %)');
    expect(open.more).toContain('not judged at a planned end');
  });

  it('says that it is being judged until it is, and never what held so far', () => {
    expect(endedWords(undefined, plan)).toMatchObject({
      mark: 'not-enough-data',
      said: 'Judging chat-snappy by all samples',
    });
    expect(endedWords(undefined, plan, true).said).toBe('chat-snappy is not judged yet');
    expect(endedWords(undefined, { profile: 'custom', limits: undefined }).said).toBe('No limits set');
    expect(endedWords({ ...summary, answer: 'no-limits', lead: undefined }, plan).said).toBe('No limits set');
    expect(endedWords({ ...summary, answer: 'not-enough-data', lead: undefined }, plan).said).toContain(
      'Nothing was measured',
    );
  });
});
