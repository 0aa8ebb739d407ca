import { afterAll, afterEach, expect, it } from 'vitest';
import { Connection } from '../../src/store/connection.ts';
import { door } from '../../src/store/door.ts';
import { storeFile } from '../../src/ui/analysis-client.ts';
import { bundleOf, storedCampaign } from '../report/bundles.ts';

const connection = new Connection();
afterAll(() => connection.close());

const id = 'unreadable-record';
const { campaign, ...others } = storedCampaign();
const stored = { ...others, campaign: { ...campaign, id } };
afterEach(() => door.deleteCampaign(id));

const importIt = () => storeFile(new File([new Uint8Array(bundleOf(stored))], 'kiruna.dishprobe'), () => {});
const chunks = () => connection.use((store) => store.count('chunks', IDBKeyRange.bound([id], [id, []])));

/** Stores the campaign, and writes a record over its own that this version of the app does not know. */
async function storeUnreadable(record: object): Promise<number> {
  expect(await importIt()).toEqual({ ok: true, id });
  await connection.use((store) => store.put('campaigns', { ...record, id }));
  const count = await chunks();
  expect(count).toBeGreaterThan(0);
  return count;
}

it('names a campaign whose record cannot be read, by its name where it has one', async () => {
  await storeUnreadable({ ...stored.campaign, state: 'paused' });
  const { name } = stored.campaign.plan;
  expect(await door.inspect()).toContainEqual(
    expect.stringContaining(`The record of "${name}" cannot be read by this version of the app`),
  );
  await connection.use((store) => store.put('campaigns', { id }));
  expect(await door.inspect()).toContainEqual(
    expect.stringContaining(`The record of the campaign ${id} cannot be read`),
  );
});

it('imports nothing in its place, and deletes none of its samples', async () => {
  const count = await storeUnreadable({ ...stored.campaign, state: 'paused' });
  expect(await importIt()).toMatchObject({
    ok: false,
    isReadable: true,
    problem: expect.stringContaining('its record cannot be read by this version of the app'),
  });
  expect(await chunks()).toBe(count);
  // As an import leaves it that was killed: what it was of may have been stored since, by another version.
  await door.setSetting(`import:${id}`, true);
  await door.clearBrokenImports();
  expect(await chunks()).toBe(count);
  expect(await door.settingsUnder('import:')).toEqual(new Map());
});
