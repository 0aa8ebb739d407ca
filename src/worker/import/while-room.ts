import type { SampleBatch } from '../../core/sample-batch.ts';
import type { ImportedBatch } from '../../store/import-campaign.ts';
import { LEFT_MEGABYTES, leavesRoom } from '../room-beside.ts';
import { RoomReserve } from '../room-reserve.ts';

/** What is stored between two looks, and what it takes of the disk at most, the order of the database with it. */
const SAMPLES_AT_ONCE = 1 << 17;
const MEGABYTES = 16;

const FULL =
  'The disk, or the room that the browser gives this app, is nearly full. Nothing was stored. Free some of the disk, or export and delete campaigns.';
const BESIDE = `There is not enough room to store this beside the campaign that runs: ${LEFT_MEGABYTES} MB are left free for it. Nothing was stored. Free some of the disk, delete other campaigns, or wait until it has ended.`;

/**
 * Before anything is read of the database or written to it: on a full disk, a browser may not even read.
 * @throws Error with a sentence where the disk has no room for samples, or would leave too little to a campaign that runs.
 */
export async function needRoom(): Promise<void> {
  if (!(await leavesRoom())) throw new Error(BESIDE);
  if (!(await RoomReserve.hasRoom(MEGABYTES))) throw new Error(FULL);
}

/**
 * Hands samples on as long as the disk has room for them: the database must not meet a full disk
 * (`RoomReserve`).
 * @throws Error with a sentence where there is none.
 */
export async function* whileRoom(
  batches: AsyncIterable<ImportedBatch> | Iterable<SampleBatch>,
): AsyncGenerator<ImportedBatch> {
  let samples = SAMPLES_AT_ONCE;
  for await (const item of batches) {
    const imported = 'batch' in item ? item : { probeIndex: 0, batch: item };
    if (samples >= SAMPLES_AT_ONCE) {
      await needRoom();
      samples = 0;
    }
    samples += imported.batch.count;
    yield imported;
  }
}
