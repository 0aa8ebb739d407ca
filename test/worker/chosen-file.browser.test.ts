import { afterEach, expect, it } from 'vitest';
import { Spare } from '../../src/report/csv/spare.ts';
import { chosenFile } from '../../src/worker/export/chosen-file.ts';

const NAME = 'sink-test.csv';
const root = () => navigator.storage.getDirectory();
const bytes = (text: string) => new TextEncoder().encode(text);
const kept = async () =>
  await (await root())
    .getFileHandle(NAME)
    .then(async (handle) => await (await handle.getFile()).text())
    .catch(() => '');

afterEach(async () => {
  await (await root()).removeEntry(NAME).catch(() => {});
});

it('writes a chosen file as a whole', async () => {
  const sink = await chosenFile(await (await root()).getFileHandle(NAME, { create: true }), new Spare());
  await sink.write(bytes('one,'));
  await sink.write(bytes('two'));
  expect(await kept()).toBe('');
  expect(await sink.close('text/csv')).toBeUndefined();
  expect(await kept()).toBe('one,two');
});

it('leaves a chosen file as it was when it is cancelled', async () => {
  const handle = await (await root()).getFileHandle(NAME, { create: true });
  const fresh = await chosenFile(handle, new Spare());
  await fresh.write(bytes('half'));
  await fresh.abort();
  expect(await kept()).toBe('');
  const first = await chosenFile(await (await root()).getFileHandle(NAME, { create: true }), new Spare());
  await first.write(bytes('old'));
  await first.close('text/csv');
  const second = await chosenFile(handle, new Spare());
  await second.write(bytes('half of the new'));
  await second.abort();
  expect(await kept()).toBe('old');
});
