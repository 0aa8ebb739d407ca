import { afterEach, expect, it } from 'vitest';
import { Spare } from '../../src/report/csv/spare.ts';
import { scratchFile } from '../../src/worker/export/scratch-file.ts';

const NAME = 'scratch-test.csv';
const root = () => navigator.storage.getDirectory();
const handleOf = async () => await (await root()).getFileHandle(NAME, { create: true });
const kept = async () => new Uint8Array(await (await (await handleOf()).getFile()).arrayBuffer());

afterEach(async () => {
  await (await root()).removeEntry(NAME).catch(() => {});
});

it('writes more pieces than may wait for the disk, in their order', async () => {
  const file = await scratchFile(await handleOf(), new Spare());
  const pieces = Array.from({ length: 40 }, (_, k) => new Uint8Array(1 << 19).fill(k));
  for (const piece of pieces) await file.write(piece, true);
  await file.close();
  const found = await kept();
  expect(found.length).toBe(40 << 19);
  expect(found.every((byte, i) => byte === i >> 19)).toBe(true);
});

it('gives back the memory of its own pieces, and leaves that of others', async () => {
  const spare = new Spare();
  const file = await scratchFile(await handleOf(), spare);
  const [own, other] = [new Uint8Array(1000).fill(1), new Uint8Array(1000).fill(2)];
  await file.write(own, true);
  await file.write(other, false);
  await file.close();
  expect(own.length).toBe(0);
  expect(other).toEqual(new Uint8Array(1000).fill(2));
  expect((await kept()).slice(999, 1001)).toEqual(Uint8Array.of(1, 2));
  expect(new Uint8Array(spare.take(1000))).toEqual(new Uint8Array(1000).fill(1));
  // Copies that nobody will ask for are not kept.
  expect(new Uint8Array(spare.take(1000))).toEqual(new Uint8Array(1000));
});

it('says why a file cannot be written, at once and at the end', async () => {
  const handle = await handleOf();
  const first = await scratchFile(handle, new Spare());
  await expect(scratchFile(handle, new Spare())).rejects.toThrow(/\w/);
  await first.write(new Uint8Array(8), true);
  await first.close();
  // Whoever cleans up may close it again.
  await first.close();
  expect((await kept()).length).toBe(8);
});
