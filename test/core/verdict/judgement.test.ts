import { expect, it } from 'vitest';
import type { Campaign } from '../../../src/core/campaign.ts';
import { checkCampaign } from '../../../src/core/campaign-schema.ts';
import { type CampaignSummary, summaryOf } from '../../../src/core/campaign-summary.ts';
import { epochMillis } from '../../../src/core/units.ts';
import { type Judgement, judgedPlan } from '../../../src/core/verdict/judgement.ts';
import { campaignOf, planOf, T0 } from '../../report/samples.ts';

const plan = planOf({ profile: 'voice-turn', voice: { sttMs: 90 }, availabilityTarget: 0.99 });
const judged: Judgement = {
  profile: 'custom',
  limits: [{ metric: 'rtt', ms: 60, share: 0.95 }],
  chosenEpochMs: epochMillis(T0 + 5),
};
const campaign = (more: Partial<Campaign> = {}) => campaignOf(plan, { judged, ...more });

it('takes the place of all that the plan says of judging, and leaves the plan as it was run', () => {
  expect(judgedPlan(campaign())).toEqual({
    ...plan,
    profile: 'custom',
    limits: judged.limits,
    voice: undefined,
    availabilityTarget: undefined,
  });
  expect(judgedPlan(campaign({ judged: undefined }))).toBe(plan);
});

it('comes back from storage, and a damaged one leaves the campaign to its plan', () => {
  expect(checkCampaign(structuredClone(campaign()))?.judged).toEqual(judged);
  const damaged = {
    ...campaign(),
    judged: { ...judged, limits: [{ metric: 'rtt', ms: 'fast', share: 0.95 }] },
  };
  const read = checkCampaign(structuredClone(damaged));
  expect(read?.plan).toEqual(plan);
  expect(read?.judged).toBeUndefined();
});

it('voids the summary that was made by other limits', () => {
  const endedEpochMs = epochMillis(T0 + 60_000);
  const summary: CampaignSummary = { endedEpochMs, answer: 'met', by: 'planned-end' };
  const ended = { state: 'finished', endedEpochMs } as const;
  expect(summaryOf(campaign({ ...ended, judged: undefined, summary }))).toBe(summary);
  expect(summaryOf(campaign({ ...ended, summary }))).toBeUndefined();
  const own = { ...summary, judgedEpochMs: judged.chosenEpochMs };
  expect(summaryOf(campaign({ ...ended, summary: own }))).toBe(own);
  expect(summaryOf(campaign({ ...ended, judged: undefined, summary: own }))).toBeUndefined();
});
