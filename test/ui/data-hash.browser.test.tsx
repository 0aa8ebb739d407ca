import { render } from 'preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Campaign } from '../../src/core/campaign.ts';
import { checkPlan } from '../../src/core/plan.ts';
import { epochMillis } from '../../src/core/units.ts';
import { door } from '../../src/store/door.ts';
import { elsewhere } from '../../src/ui/campaigns.ts';
import { DataHashRow } from '../../src/ui/views/data-hash.tsx';

let root: HTMLElement;
let campaign: Campaign;

beforeEach(async () => {
  root = document.createElement('div');
  document.body.append(root);
  const result = checkPlan({
    dishprobePlan: 1,
    name: 'Hashed',
    durationS: 60,
    probes: [{ kind: 'http', name: 'ping', url: 'https://host.invalid/', intervalMs: 1000 }],
  });
  if (!result.ok) throw new Error('The plan of this test is wrong.');
  campaign = {
    ...(await door.createCampaign(result.plan)),
    state: 'stopped',
    endedEpochMs: epochMillis(1000),
  };
});

afterEach(async () => {
  elsewhere.value = new Set();
  render(null, root);
  root.remove();
  await door.deleteCampaign(campaign.id);
});

type Props = Parameters<typeof DataHashRow>[0];
const show = (props: Partial<Props> = {}) => render(<DataHashRow campaign={campaign} {...props} />, root);
const button = () => root.querySelector('button');
const hash = () => root.querySelector('code')?.textContent;

async function compute(): Promise<void> {
  show();
  button()?.click();
  await expect.poll(hash, { timeout: 20_000 }).toMatch(/^[0-9a-f]{64}$/);
}

it('a hash stays while nothing of its file changes', async () => {
  await compute();
  show({ campaign: { ...campaign, note: 'It is not in the file.' } });
  expect(hash()).toMatch(/^[0-9a-f]{64}$/);
});

const changed: [string, () => Partial<Props>][] = [
  ['its name', () => ({ campaign: { ...campaign, plan: { ...campaign.plan, name: 'Another' } } })],
  ['its end', () => ({ campaign: { ...campaign, endedEpochMs: epochMillis(2000) } })],
  ['its state', () => ({ campaign: { ...campaign, state: 'finished' } })],
  ['the filter', () => ({ filter: { zone: 'UTC', fromDate: '2026-11-22' } })],
];

it.each(changed)('is gone once %s is another, since the file is', async (_, change) => {
  await compute();
  show(change());
  expect(hash()).toBe(undefined);
  expect(button()?.textContent).toBe('Compute data hash');
});

it('none is offered while the campaign runs, and says why; one of before is gone', async () => {
  await compute();
  elsewhere.value = new Set([campaign.id]);
  show({ campaign: { ...campaign, state: 'running' } });
  expect(hash()).toBe(undefined);
  expect(button()).toBe(null);
  expect(root.textContent).toContain('grows while the campaign runs');
  elsewhere.value = new Set();
  show();
  expect(button()?.textContent).toBe('Compute data hash');
});
