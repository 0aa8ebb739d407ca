import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Connection } from '../../src/store/connection.ts';
import { door } from '../../src/store/door.ts';
import { endInterrupted } from '../../src/ui/campaigns.ts';
import { runCampaign, runningId } from '../../src/ui/client.ts';
import { unlessMeasured } from '../../src/ui/page-lock.ts';
import { storedCampaign } from '../report/bundles.ts';

const connection = new Connection();
const { plan } = storedCampaign().campaign;
let id = '';
beforeEach(async () => {
  // As on a page over plain http from another machine.
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
  const campaign = await door.createCampaign(plan);
  id = campaign.id;
});
afterEach(async () => {
  Reflect.deleteProperty(navigator, 'locks');
  await door.deleteCampaign(id);
  await door.deleteSetting(`claim:${id}`);
  await connection.close();
});

/** As another window leaves the record. */
const wroteAgo = async (ms: number) => {
  const campaign = await door.getCampaign(id);
  const aliveEpochMs = Date.now() - ms;
  await connection.use((store) => store.put('campaigns', { ...campaign, state: 'running', aliveEpochMs }));
};

it('does not start, end or delete what another window measured a moment ago, and says so', async () => {
  await wroteAgo(1000);
  const refused = `Nothing was started, because another window may be measuring "${plan.name}": it wrote less than 15 s ago.`;
  await expect(runCampaign(id, {})).rejects.toThrow(refused);
  await expect(runCampaign('another', {})).rejects.toThrow(refused);
  expect(runningId.value).toBeUndefined();
  await expect(endInterrupted(id)).rejects.toThrow(
    `"${plan.name}" was not ended here, because another window may be measuring it.`,
  );
  const remove = vi.fn(async () => {});
  expect(await unlessMeasured(id, remove)).toBe(false);
  expect(remove).not.toHaveBeenCalled();
  expect((await door.getCampaign(id))?.state).toBe('running');
});

it('does all that once that window has written nothing for a while', async () => {
  await wroteAgo(16_000);
  // It comes as far as the worker, in which nothing of that name is stored.
  await expect(runCampaign('another', {})).rejects.toThrow('not stored in this browser any more');
  await endInterrupted(id);
  expect((await door.getCampaign(id))?.state).toBe('stopped');
  const remove = vi.fn(async () => {});
  expect(await unlessMeasured(id, remove)).toBe(true);
  expect(remove).toHaveBeenCalledOnce();
  await door.deleteSetting('claim:another');
});
