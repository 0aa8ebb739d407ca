import { describe, expect, test } from 'vitest';
import type { Campaign } from '../../../src/core/campaign.ts';
import { checkCampaign } from '../../../src/core/campaign-schema.ts';
import { mergedCampaign } from '../../../src/core/merge/merge-campaigns.ts';
import type { PlanInput } from '../../../src/core/plan.ts';
import { epochMillis } from '../../../src/core/units.ts';
import { judgedPlan } from '../../../src/core/verdict/judgement.ts';
import { buildReport } from '../../../src/report/report.ts';
import { judgedNote } from '../../../src/ui/origin-notes.ts';
import { chosenWords } from '../../../src/ui/verdict-basis-words.ts';
import { campaignOf, planOf, T0 } from '../../report/samples.ts';

const HOUR = 3_600_000;
const STRICT: Partial<PlanInput> = {
  profile: 'custom',
  limits: [{ metric: 'rtt', ms: 50, share: 0.99 }],
};
const LOOSE = {
  profile: 'custom',
  limits: [{ metric: 'rtt', ms: 500, share: 0.9 }],
  availabilityTarget: 0.9,
} satisfies Partial<PlanInput>;

function campaign(name: string, hour: number, plan: Partial<PlanInput>, record: Partial<Campaign> = {}) {
  return campaignOf(planOf({ name, ...plan }), {
    id: name,
    createdEpochMs: epochMillis(T0 + hour * HOUR - 1000),
    startedEpochMs: epochMillis(T0 + hour * HOUR),
    endedEpochMs: epochMillis(T0 + hour * HOUR + 600_000),
    ...record,
  });
}

function mergedOf(parts: Campaign[]) {
  return mergedCampaign(
    parts.map((part) => ({ campaign: part, events: [] })),
    { id: 'M', name: 'M', epochMs: T0 + 9 * HOUR, environment: undefined },
    { headlines: [], warmUps: [0, 0] },
  );
}

const [old, newer] = [campaign('A', 0, STRICT), campaign('B', 1, LOOSE)];

describe('merged campaigns whose limits differ', () => {
  test('are judged by those of the newest, which were chosen after measuring', () => {
    const { campaign: made, events } = mergedOf([old, newer]);
    expect(checkCampaign(structuredClone(made))).toEqual(made);
    expect(judgedPlan(made)).toMatchObject(LOOSE);
    expect(made.judged?.chosenEpochMs).toBe(newer.createdEpochMs);
    const probes = made.plan.probes.map((spec) => ({ spec, batches: [] }));
    const report = buildReport({ campaign: made, events, probes });
    expect(chosenWords(report.verdict)).toContain('after measuring');
    expect(judgedNote(made)).toContain('after measuring, in place of the plan’s (custom, 1 limit).');
    expect(events.at(-1)).toEqual({
      kind: 'note',
      epochMs: T0 + HOUR,
      detail:
        'When they were merged, the whole took the workload, limits and availability target of "B", the newest campaign; those of "A" were others.',
    });
  });

  test('go back to those of the oldest where the choice is taken back: they alone stood before', () => {
    const plan = judgedPlan({ ...mergedOf([old, newer]).campaign, judged: undefined });
    expect(plan.limits).toEqual(old.plan.limits);
    expect(plan.availabilityTarget).toBeUndefined();
  });

  test('whose limits all stood before anything was measured chose with the merge which of them hold', () => {
    const early = { ...newer, createdEpochMs: epochMillis(T0 - 1000) };
    expect(mergedOf([old, early]).campaign.judged?.chosenEpochMs).toBe(T0 + 9 * HOUR);
  });

  test('keep what was chosen for the newest', () => {
    const judged = { profile: 'rag', chosenEpochMs: epochMillis(T0 + 3 * HOUR) } as const;
    expect(mergedOf([old, { ...newer, judged }]).campaign.judged).toBe(judged);
  });

  test('know of a newest that was merged itself that its limits stood when its first part began', () => {
    const pair = mergedOf([newer, campaign('C', 2, LOOSE)]).campaign;
    expect(pair.judged).toBeUndefined();
    expect(mergedOf([old, pair]).campaign.judged?.chosenEpochMs).toBe(T0 + HOUR);
  });

  test('are as planned where only an older one was judged otherwise afterwards, which the record says', () => {
    const judged = { profile: 'rag', chosenEpochMs: epochMillis(T0 + HOUR) } as const;
    const { campaign: made, events } = mergedOf([{ ...campaign('A', 0, LOOSE), judged }, newer]);
    expect(made.judged).toBeUndefined();
    expect(events.at(-1)?.detail).toContain('those of "A" were others');
  });
});
