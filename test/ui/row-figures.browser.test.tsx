import { render } from 'preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Campaign, Headline } from '../../src/core/campaign.ts';
import { parsePlan } from '../../src/core/plan.ts';
import { epochMillis } from '../../src/core/units.ts';
import { CampaignRow } from '../../src/ui/views/campaign-row.tsx';
import { RowFigures } from '../../src/ui/views/row-figures.tsx';

let root: HTMLElement;

beforeEach(() => {
  root = document.createElement('div');
  document.body.append(root);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

function campaign(headlines: Headline[]): Campaign {
  const probes = [
    { kind: 'http', name: 'router', url: 'http://192.168.1.1/', intervalMs: 1000, role: 'control' },
    { kind: 'chat', name: 'chat', protocol: 'openai', url: 'https://h/v1', intervalMs: 30_000 },
    { kind: 'websocket', name: 'echo', url: 'wss://h/echo', intervalMs: 500 },
  ];
  const result = parsePlan(JSON.stringify({ dishprobePlan: 1, name: 'Kiruna', durationS: 60, probes }));
  if (!result.ok) throw new Error('The plan of this test is not valid.');
  return {
    id: 'a',
    plan: result.plan,
    state: 'finished',
    createdEpochMs: epochMillis(0),
    seed: 1,
    simulated: [],
    bytes: 0,
    headlines,
  };
}

const line = (probe: string, metric: string, p50?: number): Headline => ({
  probe,
  metric,
  p50,
  scheduled: 200,
  answered: 198,
});

it('shows the probe that tells most about the endpoint, by name, and never a control probe', () => {
  const headlines = [
    line('router', 'response', 2),
    line('chat', 'ttft', 300),
    line('echo', 'response', 41.23),
  ];
  render(<RowFigures campaign={campaign(headlines)} />, root);
  expect(root.textContent).toContain('41.2 ms');
  expect(root.textContent).toContain('echo, response time');
  expect(root.textContent).toContain('1.0 %');
});

it('says why a percentile is missing', () => {
  render(<RowFigures campaign={campaign([line('echo', 'response', 41.23)])} />, root);
  const p99 = root.querySelector<HTMLElement>('[data-percentile=p99]');
  expect(p99?.querySelector('dd')?.textContent).toMatch(/^—/);
  expect(p99?.title).toBe('needs 302 more answers');
});

it('shows availability and verdict beside the percentiles, as the last report said', () => {
  const ended = {
    ...campaign([line('echo', 'response', 41.23)]),
    endedEpochMs: epochMillis(1),
    summary: {
      endedEpochMs: epochMillis(1),
      answer: 'not-met',
      by: 'planned-end',
      lead: { metric: 'rtt', value: 40, target: 0.95, share: 0.61 },
      availability: { share: 0.9983, low: 0.9961, high: 0.9994 },
    },
  } as const;
  render(<CampaignRow campaign={ended} />, root);
  expect(root.querySelector('[data-answer=not-met]')?.textContent).toContain('Did not meet the limits');
  expect(root.textContent).toContain('99.83 %');
  render(<CampaignRow campaign={{ ...ended, endedEpochMs: epochMillis(2) }} />, root);
  expect(root.textContent).toContain('Verdict and availability are not computed yet');
  const way = [...root.querySelectorAll('a')].find(({ textContent }) => textContent?.startsWith('Compute'));
  expect(way?.getAttribute('href')).toBe('#/campaign/a/report');
});
