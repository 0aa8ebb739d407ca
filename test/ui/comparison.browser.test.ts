import { expect, it } from 'vitest';
import type { Campaign } from '../../src/core/campaign.ts';
import { epochMillis } from '../../src/core/units.ts';
import { door } from '../../src/store/door.ts';
import { storeFile } from '../../src/ui/analysis-client.ts';
import { readCompared } from '../../src/ui/comparison.ts';
import { bundleOf, storedCampaign } from '../report/bundles.ts';

const ID = 'compared-by-new-limits';

async function stored(): Promise<Campaign> {
  const campaign = await door.getCampaign(ID);
  if (campaign === undefined) throw new Error('It is not stored.');
  return campaign;
}

/** The limits of the verdict that the comparison shows. */
async function comparedLimits() {
  const { state } = readCompared([await stored()], undefined);
  await expect.poll(() => state.value.done.length, { timeout: 20_000 }).toBe(1);
  return state.value.done[0]?.compared?.verdict.limits.map(({ limit }) => limit);
}

it('shows the verdict by the limits that hold now, also after they were changed', async () => {
  const { campaign, ...others } = storedCampaign();
  const bundle = bundleOf({ ...others, campaign: { ...campaign, id: ID } });
  await storeFile(new File([new Uint8Array(bundle)], 'limits.dishprobe'), () => {});
  const before = (await stored()).judged;
  if (before === undefined) throw new Error('It is judged by nothing.');
  expect(await comparedLimits()).toMatchObject([{ metric: 'rtt', value: 60 }]);
  const limits = [{ metric: 'rtt', ms: 45, share: 0.9 }] as const;
  const chosenEpochMs = epochMillis(before.chosenEpochMs + 1000);
  await door.judgeCampaign(ID, { ...before, limits: [...limits], chosenEpochMs });
  expect(await comparedLimits()).toMatchObject([{ metric: 'rtt', value: 45 }]);
  await door.deleteCampaign(ID);
});
