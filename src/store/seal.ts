import { checkBatch } from '../core/batch-check.ts';
import { checksumOf } from '../core/batch-checksum.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { ChunkRecord, SealRecord } from './database.ts';

/** A batch as the record of a sealed chunk. */
export function toChunk(campaignId: string, probeIndex: number, batch: SampleBatch): ChunkRecord {
  return {
    campaignId,
    probeIndex,
    firstSeq: batch.firstSeq,
    lastSeq: batch.firstSeq + batch.count - 1,
    firstDueEpochMs: batch.dueEpochMs[0] ?? Number.NaN,
    lastDueEpochMs: batch.dueEpochMs[batch.count - 1] ?? Number.NaN,
    batch,
  };
}

export function sealOf({ batch, ...span }: ChunkRecord): SealRecord {
  return { ...span, crc32: checksumOf(batch) };
}

/** Whether a record of an earlier version is a chunk that can be sealed. */
export function isChunk(value: unknown): value is ChunkRecord {
  if (typeof value !== 'object' || value === null || !('batch' in value)) return false;
  const { batch, firstSeq, lastSeq } = value as Partial<ChunkRecord>;
  const checked = checkBatch(batch);
  return checked !== undefined && checked.firstSeq === firstSeq && lastSeq === firstSeq + checked.count - 1;
}

/** Stores a chunk with its seal, in a transaction over both. */
export async function putSealed(stores: Sealing, chunk: ChunkRecord): Promise<void> {
  await Promise.all([stores.chunks.put(chunk), stores.seals.put(sealOf(chunk))]);
}

/** The two stores of a transaction that writes. */
export interface Sealing {
  chunks: { put(chunk: ChunkRecord): Promise<unknown> };
  seals: { put(seal: SealRecord): Promise<unknown> };
}
