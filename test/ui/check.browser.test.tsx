import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest';
import { draftOf } from '../../src/ui/draft-of.ts';
import { PlanForm } from '../../src/ui/views/plan-form.tsx';
import '../../src/ui/styles/tokens.css';
import '../../src/ui/styles/base.css';
import '../../src/ui/styles/controls.css';
import '../../src/ui/styles/form.css';
import '../../src/ui/styles/check.css';

let root: HTMLElement;

/** The form with a probe whose phases cannot be read, one whose answers cannot, and one without an address. */
beforeEach(() => {
  const url = inject('checkUrl');
  document.documentElement.lang = 'en';
  root = document.createElement('main');
  document.body.append(root);
  const initial = draftOf({
    dishprobePlan: 1,
    name: 'Kiruna pilot',
    durationS: 60,
    probes: [
      { kind: 'http', name: 'slow', url: `${url}/no-tao`, intervalMs: 1000 },
      { kind: 'http', name: 'closed', url: `${url}/no-cors`, intervalMs: 1000 },
      { kind: 'http', name: 'empty', url: '', intervalMs: 1000 },
    ],
  });
  render(<PlanForm initial={initial} />, root);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

const all = <T extends HTMLElement>(selector: string) => [...root.querySelectorAll<T>(selector)];
const button = (name: string, within: ParentNode = root) => {
  const found = [...within.querySelectorAll('button')].find((element) => element.textContent === name);
  if (found === undefined) throw new Error(`no button "${name}"`);
  return found;
};
const said = () => root.querySelector('.check-said p')?.textContent ?? '';

it('shows findings in words, with what mends them, without accessibility violations', async () => {
  button('Check endpoint').click();
  await vi.waitFor(() => expect(said()).toContain('Checked: '), { timeout: 30_000 });
  expect(said()).toContain('Not checked, as a field has to be mended first: empty.');
  expect(root.querySelector('.check-said p')?.getAttribute('aria-live')).toBe('polite');
  const words = all('.finding').map((item) => item.textContent ?? '');
  expect(words[0]).toMatch(/^in the wayCORS closed/);
  expect(words.some((text) => /^limitsTiming-Allow-Origin slow/.test(text))).toBe(true);
  for (const fold of all<HTMLDetailsElement>('.finding-fold, .mend')) fold.open = true;
  expect(all('.mend code').map((code) => code.textContent)).toContain(
    'add_header Timing-Allow-Origin * always;',
  );
  const { violations } = await axe.run(root, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});

it('makes the change that it offers, and says that the findings are older than the form', async () => {
  const [, closed] = all<HTMLDetailsElement>('.probe');
  if (closed === undefined) throw new Error('no second probe');
  closed.open = true;
  const opaque = () => {
    const label = [...closed.querySelectorAll('label')].find((one) =>
      one.textContent?.startsWith('Opaque requests'),
    );
    return label?.querySelector('input')?.checked;
  };
  expect(opaque()).toBe(false);
  button('Check this probe', closed).click();
  await vi.waitFor(() => button('Send opaque requests, as a last resort', closed), { timeout: 30_000 });
  expect(closed.textContent).not.toContain('Check again');
  button('Send opaque requests, as a last resort', closed).click();
  await vi.waitFor(() => expect(opaque()).toBe(true));
  expect(closed.textContent).toContain('Check again to see what it led to.');
  expect(button('Done: Send opaque requests, as a last resort', closed).disabled).toBe(true);
});
