import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/core/plan.ts';
import { createDraftForm } from '../../src/ui/draft-form.ts';
import { draftOf, emptyDraft } from '../../src/ui/draft-of.ts';

const result = checkPlan({
  dishprobePlan: 1,
  name: 'Kiruna pilot',
  profile: 'chat-snappy',
  durationS: 5400,
  dataBudgetMB: 2000,
  availabilityTarget: 0.999,
  site: { name: 'Kiruna', link: 'starlink', latitude: 67.86, longitude: 20.23, note: 'dish on the mast' },
  probes: [
    { kind: 'http', name: 'ping', url: 'https://h/ping', intervalMs: 1000, headers: { 'X-Site': 'a: b' } },
    { kind: 'http', name: 'post', url: 'https://h/u', intervalMs: 9000, method: 'POST', body: '{"a":1}' },
    {
      kind: 'websocket',
      name: 'echo',
      url: 'wss://h/echo',
      intervalMs: 500,
      subprotocol: 'dishprobe.echo.v1',
    },
    {
      kind: 'chat',
      name: 'chat',
      protocol: 'openai',
      url: 'https://h/v1/chat/completions',
      intervalMs: 30_000,
    },
    {
      kind: 'chat',
      name: 'eyes',
      protocol: 'anthropic',
      url: 'https://h/v1/messages',
      intervalMs: 60_000,
      arrivals: 'poisson',
      workload: 'vision',
      maxTokens: 128,
      unique: true,
      warmUp: 2,
    },
    { kind: 'chat', name: 'ranker', protocol: 'json', url: 'https://h/rank', intervalMs: 900, prompt: '{}' },
    { kind: 'chat', name: 'voice', protocol: 'openai-realtime', url: 'wss://h/v1/realtime', intervalMs: 900 },
    { kind: 'http', name: 'router', url: 'http://192.168.1.1/', intervalMs: 2000, role: 'control' },
  ],
});
if (!result.ok) throw new Error(JSON.stringify(result.problems));
const { plan } = result;

describe('the form', () => {
  it('gives back the plan that it was filled from', () => {
    expect(createDraftForm(draftOf(plan)).plan.value).toEqual(plan);
  });

  it('keeps a prompt that was typed while a workload stands in its place', () => {
    const form = createDraftForm(draftOf(plan));
    const key = form.draft.value.probes[3]?.key ?? 0;
    const chat = () => form.plan.value?.probes[3];
    form.editProbe(key, { prompt: 'Mine' });
    form.editProbe(key, { workload: 'rag' });
    expect(chat()).toMatchObject({ workload: 'rag', prompt: expect.not.stringContaining('Mine') });
    form.editProbe(key, { workload: '' });
    expect(chat()).toMatchObject({ prompt: 'Mine' });
  });

  it('takes an availability target in percent, as contracts have it', () => {
    const form = createDraftForm(draftOf(plan));
    expect(form.draft.value.availabilityTarget).toBe('99.9');
    for (const [typed, share] of [
      ['99.95', 0.9995],
      ['99.99', 0.9999],
      ['', undefined],
    ] as const) {
      form.edit({ availabilityTarget: typed });
      expect(form.plan.value?.availabilityTarget).toBe(share);
    }
    form.edit({ availabilityTarget: '100' });
    expect(form.problems.value.map(({ path }) => path)).toEqual(['availabilityTarget']);
  });

  it('names what is wrong by path and lets nothing start', () => {
    const form = createDraftForm(draftOf(plan));
    form.edit({ name: '', latitude: 'north' });
    const [first] = form.draft.value.probes;
    form.editProbe(first?.key ?? 0, { intervalMs: 'fast', headers: 'no colon here' });
    expect(form.plan.value).toBeUndefined();
    expect(form.problems.value.map(({ path }) => path)).toEqual([
      'name',
      'site.latitude',
      'probes[0].intervalMs',
      expect.stringContaining('probes[0].headers'),
    ]);
  });

  it('asks for a probe when there is none', () => {
    const form = createDraftForm({ ...emptyDraft(), name: 'x' });
    expect(form.problems.value).toMatchObject([{ path: 'probes' }]);
  });

  it('keeps secrets out of the plan and out of what it says', () => {
    const form = createDraftForm(draftOf(plan));
    const chat = form.draft.value.probes[3];
    form.editProbe(chat?.key ?? 0, { secretValue: 'Bearer hunter2' });
    expect(form.secrets()).toEqual({ chat: { header: 'Authorization', value: 'Bearer hunter2' } });
    expect(JSON.stringify(form.plan.value)).not.toContain('hunter2');
    form.editProbe(chat?.key ?? 0, { secretValue: 'Bearer hunter2\nX: y' });
    expect(form.plan.value).toBeUndefined();
    expect(JSON.stringify(form.problems.value)).not.toContain('hunter2');
  });

  it('wants the key alone where it goes into a subprotocol', () => {
    const form = createDraftForm(draftOf(plan));
    const at = form.draft.value.probes.findIndex(({ name }) => name === 'voice');
    const key = form.draft.value.probes[at]?.key ?? 0;
    form.editProbe(key, { secretValue: 'Bearer hunter2' });
    expect(form.problems.value).toMatchObject([
      { path: `probes[${at}].secret`, reason: expect.stringContaining('the key alone') },
    ]);
    form.editProbe(key, { secretValue: 'ek_hunter2' });
    expect(form.problems.value).toEqual([]);
  });
});
