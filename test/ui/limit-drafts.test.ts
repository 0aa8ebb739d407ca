import { expect, it } from 'vitest';
import { checkPlan } from '../../src/core/plan.ts';
import { createDraftForm } from '../../src/ui/draft-form.ts';
import { draftOf, emptyDraft } from '../../src/ui/draft-of.ts';
import { planOf } from '../report/samples.ts';

const formOf = (more: Parameters<typeof planOf>[0]) => createDraftForm(draftOf(planOf(more)));

it('gives back the limits and voice times of a plan as they were', () => {
  const plan = planOf({
    profile: 'voice-turn',
    limits: [
      { metric: 'turn', ms: 750, share: 0.999, source: 'The contract', basis: 'vendor' },
      { metric: 'response', ms: 80.5, share: 0.955, probes: ['ping'] },
      { metric: 'tokens_per_s', perS: 12, share: 0.9 },
      { metric: 'answered', share: 0.99 },
    ],
    voice: { endpointingMs: 250, sttMs: 90, ttsMs: 0 },
  });
  expect(createDraftForm(draftOf(plan)).plan.value).toEqual(plan);
});

it('leaves the limits to the profile until they are changed', () => {
  expect(formOf({ profile: 'chat-snappy' }).plan.value).not.toHaveProperty('limits');
  expect(createDraftForm(emptyDraft()).draft.value.limits).toBe(undefined);
  const none = formOf({ profile: 'chat-snappy', limits: [] });
  expect(none.plan.value?.limits).toEqual([]);
});

it('names the field in which a limit cannot be read', () => {
  const form = formOf({ limits: [{ metric: 'ttft', ms: 450, share: 0.95 }] });
  form.edit({ limits: [{ metric: 'ttft', share: '100', value: '' }] });
  expect(form.problems.value).toEqual([
    { path: 'limits[0].ms', reason: 'must not be empty.' },
    { path: 'limits[0].share', reason: expect.stringContaining('(1 % to 99.99 %)') },
  ]);
  expect(form.plan.value).toBe(undefined);
  expect(checkPlan({ ...planOf(), voice: {} })).toMatchObject({
    ok: true,
    plan: { voice: { endpointingMs: 0, sttMs: 0, ttsMs: 0 } },
  });
});
