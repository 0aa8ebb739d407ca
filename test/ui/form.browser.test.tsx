import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../../src/ui/app.tsx';
import { refreshCampaigns } from '../../src/ui/campaigns.ts';
import { goTo, startRouter } from '../../src/ui/router.ts';
import '../../src/ui/styles/tokens.css';
import '../../src/ui/styles/base.css';
import '../../src/ui/styles/controls.css';
import '../../src/ui/styles/shell.css';
import '../../src/ui/styles/home.css';
import '../../src/ui/styles/form.css';

startRouter();
/** A view is fetched when it is first opened. */
const FETCHED_WITHIN = { timeout: 20_000 };
let root: HTMLElement;

beforeEach(async () => {
  document.documentElement.lang = 'en';
  root = document.createElement('div');
  document.body.append(root);
  goTo('#/');
  render(<App />, root);
  await refreshCampaigns();
});

afterEach(() => {
  render(null, root);
  root.remove();
});

async function find<T extends HTMLElement>(selector: string, text = ''): Promise<T> {
  return await vi.waitFor(() => {
    const found = [...root.querySelectorAll<T>(selector)].find((element) =>
      element.textContent?.includes(text),
    );
    if (found === undefined) throw new Error(`${selector} with "${text}" is not there`);
    return found;
  }, FETCHED_WITHIN);
}

function type(field: HTMLInputElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  // A window in the background gets no focus events of its own.
  field.dispatchEvent(new FocusEvent('blur'));
}

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'],
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

it('opens the form from the first screen, both without accessibility violations', async () => {
  await find('h2', 'No campaigns yet');
  expect(await violations()).toEqual([]);
  (await find<HTMLButtonElement>('button', 'New campaign')).click();
  await find('h1', 'New campaign');
  await find('#field-endpoint');
  expect(await violations()).toEqual([]);
});

it('proposes probes for an endpoint, and says beside the field what is wrong', async () => {
  goTo('#/new');
  type(await find<HTMLInputElement>('#field-endpoint'), 'https://gpu.example.org');
  await find('.probe', 'wss://gpu.example.org/echo');
  type(await find<HTMLInputElement>('#field-probes-0-intervalMs'), 'fast');
  const problem = await find('#field-probes-0-intervalMs-problem');
  expect(problem.textContent).toContain('"fast"');
  const field = await find<HTMLInputElement>('#field-probes-0-intervalMs');
  expect(field.getAttribute('aria-describedby')).toContain(problem.id);
  expect(field.getAttribute('aria-invalid')).toBe('true');
});

it('brings a removed probe back, and those that were replaced by proposed ones', async () => {
  goTo('#/new');
  type(await find<HTMLInputElement>('#field-endpoint'), 'https://gpu.example.org');
  await find('.probe', 'wss://gpu.example.org/echo');
  const names = () =>
    [...root.querySelectorAll<HTMLInputElement>('input[id^="field-probes-"][id$="-name"]')].map(
      ({ value }) => value,
    );
  const before = names();
  expect(before.length).toBeGreaterThan(1);
  (await find<HTMLButtonElement>('button', `Remove ${before[0]}`)).click();
  await vi.waitFor(() => expect(names()).toEqual(before.slice(1)));
  (await find<HTMLButtonElement>('button', 'Undo')).click();
  await vi.waitFor(() => expect(names()).toEqual(before));

  type(await find<HTMLInputElement>('#field-probes-0-name'), 'mine');
  (await find<HTMLButtonElement>('button', 'Propose probes')).click();
  await vi.waitFor(() => expect(names()).toEqual(before));
  (await find<HTMLButtonElement>('button', 'Undo')).click();
  await vi.waitFor(() => expect(names()).toEqual(['mine', ...before.slice(1)]));
});

function choose(field: HTMLSelectElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

const there = (name: string) => root.querySelector(`#field-probes-0-${name}`) !== null;

it('shows for each protocol what it has a use for, and keeps what was typed', async () => {
  goTo('#/new');
  type(await find<HTMLInputElement>('#field-endpoint'), 'http://gpu.example.org/v1/chat/completions');
  (await find('.probe summary')).click();
  type(await find<HTMLInputElement>('#field-probes-0-model'), 'llama');
  const protocol = await find<HTMLSelectElement>('#field-probes-0-protocol');
  const url = await find<HTMLInputElement>('#field-probes-0-url');
  const shown = () => ['model', 'maxTokens', 'workload', 'unique', 'secretHeader', 'secret'].filter(there);

  choose(protocol, 'ollama-chat');
  await vi.waitFor(() => expect(url.value).toBe('http://gpu.example.org/api/chat'));
  expect(shown()).toEqual(['model', 'maxTokens', 'workload', 'unique', 'secretHeader', 'secret']);
  choose(protocol, 'openai-realtime');
  await vi.waitFor(() => expect(shown()).toEqual(['maxTokens', 'workload', 'unique', 'secret']));
  expect(root.textContent).toContain('openai-insecure-api-key.KEY');
  choose(protocol, 'json');
  await vi.waitFor(() => expect(shown()).toEqual(['secretHeader', 'secret']));
  choose(protocol, 'websocket');
  await vi.waitFor(() => expect(shown()).toEqual(['workload', 'unique']));
  choose(protocol, 'openai');
  expect((await find<HTMLInputElement>('#field-probes-0-model')).value).toBe('llama');
  expect(await violations()).toEqual([]);
});

it('fills in the most tokens of a workload, and takes the prompt field away', async () => {
  goTo('#/new');
  type(await find<HTMLInputElement>('#field-endpoint'), 'http://gpu.example.org/v1/chat/completions');
  (await find('.probe summary')).click();
  expect(await find('#field-probes-0-prompt')).toBeDefined();
  const workload = await find<HTMLSelectElement>('#field-probes-0-workload');
  expect(workload.options[0]?.textContent).toBe('My own prompt');
  choose(workload, 'rag');
  await vi.waitFor(() => expect(there('prompt')).toBe(false));
  expect((await find<HTMLInputElement>('#field-probes-0-maxTokens')).value).toBe('256');
  choose(await find<HTMLSelectElement>('#field-probes-0-arrivals'), 'poisson');
  await vi.waitFor(() => expect(there('jitter')).toBe(false));
});

it('does not start what is not valid, and leads from the summary to the field', async () => {
  goTo('#/new');
  await find('#field-endpoint');
  (await find<HTMLButtonElement>('button', 'Start campaign')).click();
  const summary = await find('#problem-summary');
  expect(location.hash).toBe('#/new');
  const link = [...summary.querySelectorAll('button')].find((button) => button.textContent === 'name');
  link?.click();
  expect(document.activeElement?.id).toBe('field-name');
  expect(await violations()).toEqual([]);
});

it('shows a plan link for review and refuses a broken one in words', async () => {
  const plan = {
    dishprobePlan: 1,
    name: 'Kiruna pilot',
    durationS: 60,
    probes: [{ kind: 'http', name: 'ping', url: 'https://h/ping', intervalMs: 1000 }],
  };
  goTo(`#/plan/${btoa(JSON.stringify(plan)).replace(/=+$/, '')}`);
  await find('.banner', 'nothing runs until you press Start campaign');
  expect((await find<HTMLInputElement>('#field-name')).value).toBe('Kiruna pilot');
  goTo('#/plan/abcde');
  await find('h1', 'This plan link cannot be read');
});
