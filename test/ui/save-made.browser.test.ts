import { afterEach, expect, it } from 'vitest';
import { makeExport, storeFile } from '../../src/ui/analysis-client.ts';
import { putMade } from '../../src/ui/save-made.ts';
import { bundleOf, storedCampaign } from '../report/bundles.ts';

/**
 * What the dialogue hands over is a handle; no test can press the buttons of the dialogue itself. Handles of
 * the private file system are of the same kind.
 */
const NAME = 'chosen.txt';
const root = () => navigator.storage.getDirectory();
const chosen = async () => await (await root()).getFileHandle(NAME, { create: true });
const kept = async () => await (await (await chosen()).getFile()).text();

afterEach(async () => {
  await (await root()).removeEntry(NAME).catch(() => {});
});

it('writes what the page made to the file that was chosen', async () => {
  const saved = await putMade({ handle: await chosen() }, 'suggested.txt', async () => new Blob(['whole']));
  expect(saved).toEqual({ name: NAME, bytes: 5 });
  expect(await kept()).toBe('whole');
});

it('leaves the file that was chosen as it was when making it fails', async () => {
  await putMade({ handle: await chosen() }, NAME, async () => new Blob(['old']));
  const failing = putMade({ handle: await chosen() }, NAME, () => Promise.reject(new Error('Cancelled.')));
  await expect(failing).rejects.toThrow('Cancelled.');
  expect(await kept()).toBe('old');
});

it('lets the worker write to the file that was chosen what else goes to the downloads', async () => {
  const stored = storedCampaign();
  const file = new File([new Uint8Array(bundleOf(stored))], 'kiruna.dishprobe');
  const result = await storeFile(file, () => {});
  // A second browser instance, or run, of this origin has it already.
  const id = result.ok ? result.id : result.stored?.id;
  if (id === undefined) throw new Error('It was not stored.');
  const made = await makeExport(id, 'samples', await chosen(), () => {}, new AbortController().signal);
  expect(made).toMatchObject({ blob: undefined, name: NAME });
  const download = await makeExport(id, 'samples', undefined, () => {}, new AbortController().signal);
  expect(await kept()).toBe(await download.blob?.text());
  expect(made.bytes).toBe(download.bytes);
});
