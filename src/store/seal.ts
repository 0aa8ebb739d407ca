import { crc32 } from '../core/crc32.ts';
import type { DamageReason } from '../core/damage.ts';
import { packInSteps } from '../core/pack/pack-batch.ts';
import { unpackBatch } from '../core/pack/unpack-batch.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { ChunkRecord, SealRecord } from './database.ts';

/** A batch as the record of a sealed chunk. */
export function toChunk(campaignId: string, probeIndex: number, batch: SampleBatch): ChunkRecord {
  const steps = chunkInSteps(campaignId, probeIndex, batch);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same; it yields between one column and the next. */
export function* chunkInSteps(
  campaignId: string,
  probeIndex: number,
  batch: SampleBatch,
): Generator<void, ChunkRecord> {
  const { count, firstSeq, dueEpochMs } = batch;
  return {
    campaignId,
    probeIndex,
    firstSeq,
    lastSeq: firstSeq + count - 1,
    firstDueEpochMs: dueEpochMs[0] ?? Number.NaN,
    lastDueEpochMs: dueEpochMs[count - 1] ?? Number.NaN,
    packed: yield* packInSteps(batch),
  };
}

export function sealOf({ packed, ...span }: ChunkRecord): SealRecord {
  return { ...span, crc32: crc32(packed) };
}

/** Whether a record is a chunk that can be sealed. */
export function isChunk(value: unknown): value is ChunkRecord {
  const packed = packedIn(value);
  const batch = packed && unpackBatch(packed);
  return batch !== undefined && isOf(batch, value as ChunkRecord);
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

/**
 * The samples of a stored chunk, proven against its seal; or why they are not what was written. What
 * they say was checked when they were packed: the checksum proves that it is that still.
 */
export function checkChunk(seal: SealRecord, chunk: unknown): SampleBatch | DamageReason {
  if (chunk === undefined) return 'missing';
  const packed = packedIn(chunk);
  if (packed === undefined) return 'form';
  if (seal.crc32 !== undefined && crc32(packed) !== seal.crc32) return 'checksum';
  const batch = unpackBatch(packed);
  if (batch === undefined) return 'form';
  if (seal.crc32 === undefined) return 'unsealed';
  return isOf(batch, seal) ? batch : 'checksum';
}

function isOf({ count, firstSeq }: SampleBatch, span: Pick<SealRecord, 'firstSeq' | 'lastSeq'>): boolean {
  return firstSeq === span.firstSeq && firstSeq + count - 1 === span.lastSeq;
}

function packedIn(chunk: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof chunk !== 'object' || chunk === null || !('packed' in chunk)) return undefined;
  return isBytes(chunk.packed) ? chunk.packed : undefined;
}

function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;
}
