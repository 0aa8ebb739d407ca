import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Connection } from '../../src/store/connection.ts';
import { CAMPAIGN_LOCK, door, pageLockName } from '../../src/store/door.ts';
import { endInterrupted } from '../../src/ui/campaigns.ts';
import { withCampaignLock } from '../../src/worker/lock.ts';
import { storedCampaign } from '../report/bundles.ts';

const connection = new Connection();
const { plan } = storedCampaign().campaign;
let id = '';
beforeEach(async () => {
  const campaign = await door.createCampaign(plan);
  id = campaign.id;
  await connection.use((store) => store.put('campaigns', { ...campaign, state: 'running' }));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await door.deleteCampaign(id);
  await connection.close();
});

const state = async () => (await door.getCampaign(id))?.state;

/** As a tab that measures holds it. */
async function hold(name: string): Promise<() => Promise<void>> {
  return await new Promise((resolve) => {
    const hasGone = navigator.locks.request(name, async () => {
      await new Promise<void>((letGo) => {
        resolve(async () => {
          await letGo();
          await hasGone;
        });
      });
    });
  });
}

it('is ended by one tab alone, and not while another one measures it', async () => {
  const letGo = await hold(pageLockName(id));
  await expect(endInterrupted(id)).rejects.toThrow(
    `"${plan.name}" was not ended here, because another tab of this browser measures it or ends it. Stop it there.`,
  );
  expect(await state()).toBe('running');
  await letGo();
  await endInterrupted(id);
  expect(await state()).toBe('stopped');
});

it('is not gone on with while it is ended', async () => {
  const end = door.endCampaign.bind(door);
  let started: Promise<unknown> = Promise.resolve();
  vi.spyOn(door, 'endCampaign').mockImplementation(async (campaignId) => {
    started = expect(withCampaignLock(() => Promise.resolve())).rejects.toThrow('Another tab');
    await started;
    await end(campaignId);
  });
  await endInterrupted(id);
  await started;
  expect(await state()).toBe('stopped');
});

it('is ended while another tab measures another campaign, and only where it has not ended already', async () => {
  const letGo = await hold(CAMPAIGN_LOCK);
  await endInterrupted(id);
  expect(await state()).toBe('stopped');
  await letGo();
  const finished = { ...(await door.getCampaign(id)), state: 'finished' };
  await connection.use((store) => store.put('campaigns', finished));
  await endInterrupted(id);
  expect(await state()).toBe('finished');
});
