import { describe, expect, test } from 'vitest';
import { encodeBatch } from '../../../src/core/batch-codec.ts';
import { decodeBatch } from '../../../src/core/batch-reader.ts';
import type { Campaign } from '../../../src/core/campaign.ts';
import { checkCampaign } from '../../../src/core/campaign-schema.ts';
import {
  inOrderOfTime,
  mergedCampaign,
  mergeProblem,
  numberedOn,
} from '../../../src/core/merge/merge-campaigns.ts';
import type { PlanInput } from '../../../src/core/plan.ts';
import type { Sample } from '../../../src/core/sample.ts';
import type { SampleBatch } from '../../../src/core/sample-batch.ts';
import { epochMillis, millis } from '../../../src/core/units.ts';
import { judgedPlan } from '../../../src/core/verdict/judgement.ts';
import { buildReport } from '../../../src/report/report.ts';
import { campaignOf, planOf, specOf, T0 } from '../../report/samples.ts';

const HOUR = 3_600_000;
const PING = { kind: 'http', name: 'ping', url: 'https://host/ping', intervalMs: 1000 } as const;
const CHAT = {
  kind: 'chat',
  name: 'chat',
  protocol: 'openai',
  url: 'https://host/v1',
  intervalMs: 1000,
  warmUp: 3,
} as const;

function campaign(
  name: string,
  startMs: number,
  more: Partial<PlanInput> = {},
  record: Partial<Campaign> = {},
) {
  const plan = planOf({ name, probes: [PING, CHAT], ...more });
  return campaignOf(plan, {
    id: name,
    startedEpochMs: epochMillis(T0 + startMs),
    endedEpochMs: epochMillis(T0 + startMs + 600_000),
    ...record,
  });
}

/** Ten minutes, once a second; each answer takes as long as its number says. */
function samples(startMs: number, from = 0): Sample[] {
  return Array.from({ length: 600 }, (_, seq): Sample => {
    const due = {
      seq,
      dueEpochMs: epochMillis(T0 + startMs + seq * 1000),
      dueMonoMs: millis(seq * 1000),
      lateMs: millis(0),
    };
    if (seq === 50) return { ...due, outcome: 'timeout' };
    // Whole eighths are kept as they are.
    const ms = millis(from + seq / 8);
    return { ...due, outcome: 'ok', responseMs: ms, serviceMs: ms, ttftMs: ms };
  });
}

const batchesOf = (list: Sample[]) => [encodeBatch(list.slice(0, 250)), encodeBatch(list.slice(250))];

describe('campaigns of one site that are made one', () => {
  const [a, b, c] = [campaign('A', 0), campaign('B', HOUR), campaign('C', 2 * HOUR)];

  test('keep all their samples in order of time, and the time between is closed', () => {
    const parts = inOrderOfTime([c, a, b]);
    expect(parts.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
    expect(mergeProblem([c, a, b])).toBeUndefined();
    const all = parts.map((_, i) => samples(i * HOUR, i));
    const merged = [0, 1].map((probe) => {
      const found: SampleBatch[] = [];
      parts.forEach((part, i) => {
        const next = found.reduce((sum, { count }) => sum + count, 0);
        const whose = { campaign: part, spec: specOf(part.plan, probe), isFirst: i === 0 };
        found.push(...numberedOn(whose, batchesOf(all[i] ?? []), next));
      });
      return found;
    });
    const numbered = (list: Sample[]) => list.map((sample, seq) => ({ ...sample, seq }));
    expect(merged[0]?.flatMap(decodeBatch)).toEqual(numbered(all.flat()));
    // Warm-up requests of the second and third are in no figure of theirs, so not in one of the whole.
    const warm = [all[0] ?? [], all[1]?.slice(3) ?? [], all[2]?.slice(3) ?? []].flat();
    expect(merged[1]?.flatMap(decodeBatch)).toEqual(numbered(warm));

    const { campaign: made, events } = mergedCampaign(
      parts.map((part) => ({ campaign: part, events: [] })),
      { id: 'M', name: 'Kiruna, 3 campaigns', epochMs: T0 + 9 * HOUR, environment: undefined },
      { headlines: [], warmUps: [0, 3] },
    );
    expect(checkCampaign(structuredClone(made))).toEqual(made);
    const report = buildReport({
      campaign: made,
      events,
      probes: made.plan.probes.map((spec, i) => ({ spec, batches: merged[i] ?? [] })),
    });
    // Each part brings the silence of its lost request, and nothing is made of the hours between.
    const closed = ['unmeasured', 'closed'];
    const silent = ['outage', 'unknown'];
    expect(report.outages.map(({ kind, cause }) => [kind, cause])).toEqual([
      silent,
      closed,
      silent,
      closed,
      silent,
    ]);
    expect(report.outageS).toBeLessThan(10);
    expect(report.observedS).toBe(1800);
    expect(report.probes.map(({ counts }) => counts.scheduled)).toEqual([1800, 1800 - 9]);
    const row = report.probes[0]?.rows.find(
      ({ metric, population }) => metric === 'response' && population === 'ok',
    );
    const sorted = all
      .flat()
      .flatMap((sample) => (sample.outcome === 'ok' ? [Math.fround(sample.responseMs)] : []))
      .sort((x, y) => x - y);
    expect([row?.n, row?.p50, row?.p95]).toEqual([
      sorted.length,
      sorted[Math.ceil(sorted.length * 0.5) - 1],
      sorted[Math.ceil(sorted.length * 0.95) - 1],
    ]);
    expect(made.merged).toEqual(['A', 'B', 'C'].map((name) => ({ id: name, name })));
    expect(report.verdict.by).toBe('anytime');
  });

  test('say in their record where their settings changed', () => {
    const slow = campaign('S', HOUR, { probes: [{ ...PING, intervalMs: 5000, timeoutMs: 9000 }, CHAT] });
    const { campaign: made, events } = mergedCampaign(
      [a, slow].map((part) => ({ campaign: part, events: [] })),
      { id: 'M', name: 'M', epochMs: T0, environment: undefined },
      { headlines: [], warmUps: [0, 0] },
    );
    expect(specOf(made.plan).timeoutMs).toBe(9000);
    const asked = (seed: number, intervalMs: number, timeoutMs: number) =>
      expect.objectContaining({
        seed,
        probes: expect.arrayContaining([{ name: 'ping', intervalMs, jitter: 0.4, timeoutMs }]),
      });
    expect(made.schedules).toEqual([
      asked(a.seed, 1000, specOf(a.plan).timeoutMs),
      asked(slow.seed, 5000, 9000),
    ]);
    expect(checkCampaign(structuredClone(made))).toEqual(made);
    // Merged once more, each of the three is told of; of one that does not say, nothing is known of all.
    const again = (part: Campaign) =>
      mergedCampaign(
        [part, c].map((each) => ({ campaign: each, events: [] })),
        { id: 'N', name: 'N', epochMs: T0, environment: undefined },
        { headlines: [], warmUps: [0, 0] },
      ).campaign;
    expect(again(made).schedules?.map(({ campaign: name }) => name)).toEqual(['A', 'S', 'C']);
    expect(again({ ...made, schedules: undefined }).schedules).toBeUndefined();
    expect(events.map(({ kind }) => kind)).toEqual(['gap', 'note']);
    expect(events[1]?.detail).toContain('ping: due every 5000 ms instead of 1000 ms');
  });

  test('are judged as the newest of them is, be that by its plan or by what was chosen afterwards', () => {
    const judged = { profile: 'rag', chosenEpochMs: epochMillis(T0) } as const;
    const made = (parts: Campaign[]) =>
      mergedCampaign(
        parts.map((part) => ({ campaign: part, events: [] })),
        { id: 'M', name: 'M', epochMs: T0, environment: undefined },
        { headlines: [], warmUps: [0, 0] },
      ).campaign;
    expect(judgedPlan(made([a, { ...b, judged }])).profile).toBe('rag');
    expect(judgedPlan(made([{ ...a, judged }, b])).profile).toBe(b.plan.profile);
  });

  test.each([
    ['measured at the same time', [a, campaign('Over', 300_000)]],
    ['of different sites', [a, campaign('Away', HOUR, { site: { name: 'Abisko' } })]],
    [
      'do not have the same probes: "ping"',
      [a, campaign('Q', HOUR, { probes: [{ ...PING, url: 'https://x/' }, CHAT] })],
    ],
    ['do not have the same probes: "chat"', [a, campaign('Q', HOUR, { probes: [PING] })]],
    ['has not ended', [a, campaign('R', HOUR, {}, { state: 'running' })]],
    ['has not measured', [a, campaign('N', HOUR, {}, { startedEpochMs: undefined })]],
    [
      'read from a file',
      [
        a,
        campaign(
          'I',
          HOUR,
          {},
          {
            imported: {
              file: 'x.csv',
              epochMs: epochMillis(T0),
              columns: { time: 't', rtt: 'r' },
              rows: 1,
            },
          },
        ),
      ],
    ],
    ['two campaigns or more', [a]],
    ['400 days', [a, campaign('Z', 401 * 24 * HOUR)]],
  ])('are refused where %s', (words, list) => {
    expect(mergeProblem(list)).toContain(words);
  });

  test('are refused where due times are missing, which numbering on would hide', () => {
    const whose = { campaign: b, spec: specOf(b.plan), isFirst: false };
    const holed = [encodeBatch(samples(0).slice(0, 10)), encodeBatch(samples(0).slice(12))];
    expect(() => [...numberedOn(whose, holed, 600)]).toThrow('"B" lacks due times 10 to 11 of ping');
  });
});
