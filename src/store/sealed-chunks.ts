import { checkBatch } from '../core/batch-check.ts';
import { checksumOf } from '../core/batch-checksum.ts';
import { type DamagedSpan, type DamageReason, unmeasuredBatch } from '../core/damage.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { SealRecord } from './database.ts';

/** What is there of a sealed chunk: its seal says what it must hold. */
export interface FoundChunk {
  seal: SealRecord;
  /** The stored record as it is; absent where there is none. */
  chunk?: unknown;
  unreadable?: boolean | undefined;
}

/** Where the samples of a probe go on behind its chunks: its earliest hot sample. */
export interface Next {
  seq: number;
  dueEpochMs: number;
}

/**
 * Proves the chunks of one probe: in the order of `seq` from 0, without gap or repeat, and each as it
 * was written. What is not proven is told to `onDamage` and stands in the answer as unmeasured.
 */
export function proveChunks(
  probeIndex: number,
  found: readonly FoundChunk[],
  next: Next | undefined,
  onDamage: (span: DamagedSpan) => void,
): SampleBatch[] {
  const batches: SampleBatch[] = [];
  let due = 0;
  const give = (batch: SampleBatch) => {
    batches.push(batch);
    due = batch.firstSeq + batch.count;
  };
  const lose = (
    firstSeq: number,
    lastSeq: number,
    after: Next | undefined,
    reason: DamageReason,
    seal?: SealRecord,
  ) => {
    const span = spanOf({ probeIndex, firstSeq, lastSeq }, batches.at(-1), after, reason, seal);
    onDamage(span);
    give(unmeasuredBatch(span));
  };
  found.forEach((one, i) => {
    const { seal } = one;
    const after = nextOf(found[i + 1], next);
    // A repeat: what is there already stays.
    const from = Math.max(seal.firstSeq, due);
    const to = Number.isNaN(seal.lastSeq) ? (after?.seq ?? 0) - 1 : seal.lastSeq;
    if (seal.firstSeq > due) lose(due, seal.firstSeq - 1, startOf(seal), 'missing');
    if (to < from) {
      // Nothing tells where it ended: then its first sample stands for it.
      if (Number.isNaN(seal.lastSeq)) lose(from, from, undefined, 'unreadable', seal);
      return;
    }
    const proven = from === seal.firstSeq ? provenBatch(one) : 'form';
    if (typeof proven === 'string') lose(from, to, after, proven, seal);
    else give(proven);
  });
  return batches;
}

function provenBatch({ seal, chunk, unreadable }: FoundChunk): SampleBatch | DamageReason {
  if (unreadable === true) return 'unreadable';
  if (chunk === undefined) return 'missing';
  const batch = checkBatch(
    typeof chunk === 'object' && chunk !== null && 'batch' in chunk ? chunk.batch : undefined,
  );
  if (batch === undefined) return 'form';
  const isWhole = batch.firstSeq === seal.firstSeq && batch.firstSeq + batch.count - 1 === seal.lastSeq;
  return isWhole && checksumOf(batch) === seal.crc32 ? batch : 'checksum';
}

const startOf = ({ firstSeq, firstDueEpochMs }: SealRecord): Next => ({
  seq: firstSeq,
  dueEpochMs: firstDueEpochMs,
});

function nextOf(following: FoundChunk | undefined, hot: Next | undefined): Next | undefined {
  return following === undefined ? hot : startOf(following.seal);
}

/** Due times of a span, from its seal or else from its neighbours. */
function spanOf(
  span: Pick<DamagedSpan, 'probeIndex' | 'firstSeq' | 'lastSeq'>,
  before: SampleBatch | undefined,
  after: Next | undefined,
  reason: DamageReason,
  seal: SealRecord | undefined,
): DamagedSpan {
  const known =
    seal !== undefined && Number.isFinite(seal.firstDueEpochMs) && Number.isFinite(seal.lastDueEpochMs);
  if (known && seal.firstSeq === span.firstSeq)
    return { ...span, reason, firstDueEpochMs: seal.firstDueEpochMs, lastDueEpochMs: seal.lastDueEpochMs };
  const edges = [before?.dueEpochMs.at(-1), after?.dueEpochMs].filter(
    (edge) => edge !== undefined && Number.isFinite(edge),
  );
  const [from = 0, to = from] = edges;
  return { ...span, reason, firstDueEpochMs: from, lastDueEpochMs: Math.max(from, to) };
}
