import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TrainingReport } from '../../src/report/training-types.ts';
import type { Report } from '../../src/report/types.ts';
import { door } from '../../src/store/door.ts';
import { CostSection } from '../../src/ui/views/cost-section.tsx';
import { TrainingSection } from '../../src/ui/views/training-section.tsx';

let root: HTMLElement;
let id: string;
let count = 0;

beforeEach(() => {
  id = `typed-test-${++count}`;
  root = document.createElement('div');
  document.body.append(root);
});

afterEach(async () => {
  render(null, root);
  root.remove();
  await door.setSetting(`typed:${id}`, undefined);
});

const training: TrainingReport = {
  probe: 'echo',
  metric: 'rtt',
  n: 7199,
  lost: 20,
  timedOut: 20,
  timeoutMs: 5000,
  censored: 20,
  leastMs: 5000,
  leftOut: 1,
  refused: 0,
  mixed: false,
  blockS: 60,
  blocks: 119,
  blocksNeeded: 10,
  steps: 35_995,
  single: { workers: 1, p50: 43, p95: 87, p99: 118, mean: 60 },
  independent: [2, 4, 8, 16, 32, 64].map((workers) => ({
    workers,
    p50: 43 + workers,
    p95: 87 + 2 * workers,
    p99: workers > 8 ? undefined : 5000 + workers,
    mean: 60 + workers,
  })),
};
const there = { observedS: 36_000, downS: 360, outages: 1, share: 0.99 };
const report: Report = {
  campaignId: 'a',
  availability: {
    link: there,
    service: there,
    localS: 0,
    unmeasuredS: 0,
    cutShort: 0,
    cutByFilter: 0,
    causes: [],
    durations: { n: 1 },
    bins: [],
    faults: [],
    recoveries: [],
    method: '',
    leastNextS: 10,
  },
  campaign: 'a',
  site: '',
  simulated: [],
  observedS: 36_000,
  outageS: 360,
  unmeasuredS: 0,
  outages: [],
  probes: [],
  quantileMethod: '',
  intervalMethod: 'none',
  verdict: {
    profile: 'custom',
    edited: false,
    answer: 'no-limits',
    by: 'anytime',
    limits: [],
    distributions: [],
  },
  traffic: [{ probe: 'chat', answered: 1200, bytes: 12_000_000, tokens: 60_000, tokenBytes: 12_000_000 }],
};

const type = (label: string, text: string) => {
  const field = [...root.querySelectorAll('label')].find((other) => other.textContent === label);
  const input = field === undefined ? null : document.getElementById(field.htmlFor);
  if (!(input instanceof HTMLInputElement)) throw new Error(`There is no field ${label}.`);
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return { said: () => input.closest('.field')?.querySelector('p')?.textContent };
};
const text = () => root.textContent ?? '';

it('says by what factor synchronous training is out, and computes again as numbers are typed in', async () => {
  render(<TrainingSection training={training} campaignId={id} />, root);
  expect(text()).toContain('Synchronous training over this link is out by a factor of 800 or more');
  // 2 GB in what 60 ms of waiting leave of a second.
  expect(text()).toContain('17.0 Gbit/s, 851 times the uplink of 20.0 Mbit/s');
  const uplink = type('Uplink of a worker', '100000');
  await vi.waitFor(() =>
    expect(text()).toContain('Synchronous training over this link is not ruled out: at most 8'),
  );
  expect(uplink.said()).toBe('typed in');
  const compute = type('Computing time', '0');
  await vi.waitFor(() => expect(compute.said()).toBe('expected a number from 1 to 3,600,000.'));
  expect(text()).not.toContain('not ruled out');
});

it('marks what is a lower bound, and what the samples are too few for', async () => {
  render(<TrainingSection training={training} campaignId={id} />, root);
  root.querySelector('details')?.setAttribute('open', '');
  await vi.waitFor(() => expect(text()).toMatch(/needs [\d,]+ more/));
  expect(text()).toContain('≥ 5,008');
  expect(text()).toContain('≥ 1.07');
});

it('says how much longer independent links take to be simulated', () => {
  render(
    <TrainingSection training={{ ...training, blocks: 4, independent: [], steps: 0 }} campaignId={id} />,
    root,
  );
  expect(text()).toContain('takes 6 more minutes of measuring');
});

it('turns prices into costs, says that they were typed in, and keeps them for the campaign', async () => {
  render(<CostSection report={report} campaignId={id} />, root);
  expect(text()).toContain('Type in a price');
  type('Price of a month', '146.1');
  const perGB = type('Price of a GB', '2');
  type('Requests in a month', '1,000');
  type('Currency', 'EUR');
  await vi.waitFor(() => expect(text()).toContain('An hour in which the link was there costs 0.202 EUR'));
  expect(perGB.said()).toContain('typed in');
  const cells = [...root.querySelectorAll('tbody tr > *')].map((cell) => cell.textContent);
  expect(cells).toEqual(['chat', '10 kB', '0.146 EUR', '0.02 EUR', '200 B', '0.4 EUR']);
  await vi.waitFor(async () =>
    expect(await door.getSetting(`typed:${id}`)).toMatchObject({ perMonth: '146.1', currency: 'EUR' }),
  );
});

it('says why an hour has no price where the price of a month was typed in, but no availability is known', async () => {
  const { observedS, downS, outages } = there;
  const availability = report.availability && {
    ...report.availability,
    link: { observedS, downS, outages },
    blindS: 300,
  };
  render(<CostSection report={{ ...report, availability }} campaignId={id} />, root);
  type('Price of a month', '146.1');
  await vi.waitFor(() => expect(text()).toContain('No availability of the link is known'));
  expect(text()).not.toContain('Without the price of a month');
});
