import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyDraft } from '../../src/ui/draft-of.ts';
import { PlanForm } from '../../src/ui/views/plan-form.tsx';
import '../../src/ui/styles/tokens.css';
import '../../src/ui/styles/base.css';
import '../../src/ui/styles/controls.css';
import '../../src/ui/styles/form.css';

let root: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = 'en';
  root = document.createElement('main');
  document.body.append(root);
  render(<PlanForm initial={emptyDraft()} />, root);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

const byText = (selector: string, text: string) =>
  [...root.querySelectorAll<HTMLElement>(selector)].find((element) => element.textContent?.includes(text));

function type(id: string, text: string): void {
  const field = root.querySelector<HTMLInputElement>(id);
  if (field === null) throw new Error(`There is no ${id}.`);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

it('adds a router and a far control probe, says why they help, and asks neither', async () => {
  const asked = vi.spyOn(globalThis, 'fetch');
  byText('summary', 'Add control probes')?.click();
  await vi.waitFor(() => expect(byText('p', 'tell Wi-Fi, link and endpoint apart')).toBeDefined());
  byText('button', 'Add router probe')?.click();
  await vi.waitFor(() => expect(byText('.probe', 'http://192.168.1.1/')?.textContent).toContain('control'));
  byText('button', 'Add far probe')?.click();
  await vi.waitFor(() => expect(byText('.control-adder .problem', 'Enter an address')).toBeDefined());
  type('#field-control-far', 'www.example.org');
  byText('button', 'Add far probe')?.click();
  await vi.waitFor(() =>
    expect(byText('.probe', 'https://www.example.org/')?.textContent).toContain('control'),
  );
  expect(asked).not.toHaveBeenCalled();
  const urls = performance.getEntriesByType('resource').map(({ name }) => name);
  expect(urls.filter((url) => /192\.168|example\.org/.test(url))).toEqual([]);
  const { violations } = await axe.run(root, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});

it('keeps the control probes when others are proposed for another endpoint', async () => {
  byText('summary', 'Add control probes')?.click();
  byText('button', 'Add router probe')?.click();
  await vi.waitFor(() => expect(root.querySelectorAll('.probe')).toHaveLength(1));
  type('#field-endpoint', 'https://gpu.example.org');
  byText('button', 'Propose probes')?.click();
  await vi.waitFor(() => expect(root.querySelectorAll('.probe')).toHaveLength(4));
  expect(byText('.probe', 'http://192.168.1.1/')).toBeDefined();
});
