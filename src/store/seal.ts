import { checkBatch } from '../core/batch-check.ts';
import { checksumOf } from '../core/batch-checksum.ts';
import type { DamageReason } from '../core/damage.ts';
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

/** Whether a record is a chunk that can be sealed. */
export function isChunk(value: unknown): value is ChunkRecord {
  const batch = batchIn(value);
  if (batch === undefined) return false;
  const { firstSeq, lastSeq } = value as Partial<ChunkRecord>;
  return batch.firstSeq === firstSeq && lastSeq === firstSeq + batch.count - 1;
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

/** The columns of a stored chunk, proven against its seal; or why they are not what was written. */
export function checkChunk(seal: SealRecord, chunk: unknown): SampleBatch | DamageReason {
  if (chunk === undefined) return 'missing';
  const batch = batchIn(chunk);
  if (batch === undefined) return 'form';
  if (seal.crc32 === undefined) return 'unsealed';
  const isWhole = batch.firstSeq === seal.firstSeq && batch.firstSeq + batch.count - 1 === seal.lastSeq;
  return isWhole && checksumOf(batch) === seal.crc32 ? batch : 'checksum';
}

function batchIn(chunk: unknown): SampleBatch | undefined {
  return typeof chunk === 'object' && chunk !== null && 'batch' in chunk
    ? checkBatch(chunk.batch)
    : undefined;
}
