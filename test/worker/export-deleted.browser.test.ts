import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeBatch } from '../../src/core/batch-codec.ts';
import type { WorkerKind } from '../../src/report/export-kinds.ts';
import { type ImportedBatch, importStream } from '../../src/store/import-campaign.ts';
import { exportFile } from '../../src/worker/export/export-task.ts';
import { ok, openBench, type StoreBench } from '../store/store-bench.ts';

const NAME = 'deleted-meanwhile';
/** Chunks: more than an export reads ahead. */
const CHUNKS = 200;
const SIZE = 5;

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

async function* batches(): AsyncGenerator<ImportedBatch> {
  for (let at = 0; at < CHUNKS * SIZE; at += SIZE)
    yield { probeIndex: 0, batch: encodeBatch(Array.from({ length: SIZE }, (_, i) => ok(at + i))) };
}

const root = () => navigator.storage.getDirectory();
/** Not every browser can remove a file by its handle: there it is as empty as it was. */
const kept = async () =>
  await (await root())
    .getFileHandle(NAME)
    .then(async (handle) => (await handle.getFile()).size)
    .catch(() => 0);

it.each<WorkerKind>(['samples', 'bundle', 'parquet', 'samples-by-day'])(
  'leaves nothing in the file of an export, %s, whose campaign is deleted on the way',
  async (kind) => {
    const campaign = { ...bench.campaign, id: 'ended', state: 'finished' as const };
    const made = () => ({ campaign, events: [] });
    await importStream(bench.connection, campaign.id, batches(), made, () => {});
    let deletion: Promise<void> | undefined;
    const exported = exportFile(bench.connection, {
      campaign,
      kind,
      handle: await (await root()).getFileHandle(NAME, { create: true }),
      report: () => Promise.reject(new Error('No report is asked for.')),
      onProgress: () => {
        deletion ??= bench.door.deleteCampaign(campaign.id);
      },
      signal: new AbortController().signal,
    });
    await expect(exported).rejects.toThrow('The campaign was deleted meanwhile, so nothing of it was saved.');
    await deletion;
    expect(await kept()).toBe(0);
  },
);
