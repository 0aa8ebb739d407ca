import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { Sample } from '../../src/core/sample.ts';
import { epochMillis, millis } from '../../src/core/units.ts';
import { buildReport } from '../../src/report/report.ts';
import { FormContext } from '../../src/ui/components/field.tsx';
import { createDraftForm } from '../../src/ui/draft-form.ts';
import { draftOf } from '../../src/ui/draft-of.ts';
import { toasts } from '../../src/ui/toasts.ts';
import { ProfileSection } from '../../src/ui/views/profile-section.tsx';
import { VerdictSection } from '../../src/ui/views/verdict-section.tsx';
import { campaignOf, planOf, specOf, T0 } from '../report/samples.ts';
import '../../src/ui/styles/tokens.css';
import '../../src/ui/styles/base.css';
import '../../src/ui/styles/controls.css';
import '../../src/ui/styles/form.css';
import '../../src/ui/styles/chart.css';
import '../../src/ui/styles/table.css';
import '../../src/ui/styles/verdict.css';

let root: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = 'en';
  root = document.createElement('main');
  document.body.append(root);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(root, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

const box = (id: string) => {
  const found = root.querySelector<HTMLInputElement>(`#${id}`);
  if (found === null) throw new Error(`${id} is not there`);
  return found;
};

it('limits are sentences with numbers to change, and go back to the profile’s own, which can be undone', async () => {
  const form = createDraftForm(draftOf(planOf({ profile: 'chat-snappy' })));
  const Shown = () => (
    <FormContext.Provider value={form}>
      <ProfileSection form={form} />
    </FormContext.Provider>
  );
  render(<Shown />, root);
  expect(root.textContent).toMatch(/% of first tokens within.*Standard\. MLPerf Inference/s);
  expect(await violations()).toEqual([]);
  box('field-limits-0-ms').value = '600';
  box('field-limits-0-ms').dispatchEvent(new Event('input', { bubbles: true }));
  await vi.waitFor(() => expect(root.textContent).toContain('Judgement. Set by hand.'));
  expect(form.plan.value?.limits).toMatchObject([
    { metric: 'ttft', ms: 600, share: 0.95 },
    { metric: 'tpot', ms: 40, share: 0.95, basis: 'standard' },
  ]);
  [...root.querySelectorAll('button')].find(({ textContent }) => textContent?.startsWith('Back to'))?.click();
  await vi.waitFor(() => expect(box('field-limits-0-ms').value).toBe('450'));
  expect(form.plan.value).not.toHaveProperty('limits');
  toasts.value.at(-1)?.action?.run();
  await vi.waitFor(() => expect(box('field-limits-0-ms').value).toBe('600'));
});

it('the report begins with the answer, in a word and a shape, and says what is simulated and what is missing', async () => {
  const plan = planOf({
    profile: 'chat-snappy',
    probes: [
      {
        kind: 'chat',
        name: 'chat',
        protocol: 'openai',
        url: 'https://h/v1/chat/completions',
        intervalMs: 5000,
      },
    ],
  });
  const samples = Array.from({ length: 2000 }, (_, seq): Sample => {
    const due = { seq, dueEpochMs: epochMillis(T0 + seq * 5000), dueMonoMs: millis(seq * 5000) };
    const ms = millis(300);
    return { ...due, outcome: 'ok', lateMs: millis(0), responseMs: ms, serviceMs: ms, ttftMs: ms };
  });
  const report = buildReport({
    campaign: campaignOf(plan, { simulated: ['starlink'] }),
    events: [],
    probes: [{ spec: specOf(plan), batches: [encodeBatch(samples)] }],
  });
  render(<VerdictSection report={report} />, root);
  expect(root.querySelector('h2')?.textContent).toBe('Not enough datachat-snappysimulated starlink');
  const rows = [...root.querySelectorAll('tbody tr')].map(({ textContent }) => textContent);
  expect(rows[0]).toMatch(/^95 % of first tokens within 450 ms, by chatMet100 %95 %/);
  expect(rows[1]).toContain('Not measured: none of 2,000 answers told it.');
  expect(await violations()).toEqual([]);
});
