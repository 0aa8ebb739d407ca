import { type DamagedSpan, type DamageReason, unmeasuredBatch } from '../core/damage.ts';
import type { Sample } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { SealRecord } from './database.ts';
import { checkChunk } from './seal.ts';

/** What is there of a sealed chunk: its seal says what it must hold. */
export interface FoundChunk {
  seal: SealRecord;
  /** The stored record as it is; absent where there is none. */
  chunk?: unknown;
  unreadable?: boolean | undefined;
}

/** Where the samples of a probe go on behind a chunk. */
export interface Next {
  seq: number;
  dueEpochMs: number;
}

/**
 * Proves the chunks of one probe, one after the other: in the order of `seq` from 0, without gap or
 * repeat, and each as it was written. What is not proven is told to `onDamage` and stands in the
 * answers as unmeasured.
 */
export class ChunkProof {
  readonly #probeIndex: number;
  readonly #onDamage: (span: DamagedSpan) => void;
  #sealedTo = 0;
  /** What was given last. Its due times are unpacked only where those of a damaged span are guessed from them. */
  #last: SampleBatch | undefined;

  constructor(probeIndex: number, onDamage: (span: DamagedSpan) => void) {
    this.#probeIndex = probeIndex;
    this.#onDamage = onDamage;
  }

  /** The first `seq` behind what was proven. */
  get sealedTo(): number {
    return this.#sealedTo;
  }

  /** The samples of the next chunk; `after` is where they go on behind it. */
  *prove(found: FoundChunk, after: Next | undefined): Generator<SampleBatch> {
    const { seal, chunk, unreadable } = found;
    if (seal.firstSeq > this.#sealedTo)
      yield this.#lose(this.#sealedTo, seal.firstSeq - 1, startOf(seal), 'missing');
    // A repeat: what is there already stays.
    const from = Math.max(seal.firstSeq, this.#sealedTo);
    const isOpen = Number.isNaN(seal.lastSeq);
    const to = isOpen ? (after?.seq ?? 0) - 1 : seal.lastSeq;
    if (to < from) {
      // Nothing tells where it ended: then its first sample stands for it.
      if (isOpen) yield this.#lose(from, from, undefined, 'unreadable', seal);
      return;
    }
    const proven = unreadable === true ? 'unreadable' : checkChunk(seal, chunk);
    if (typeof proven !== 'string' && from === seal.firstSeq) yield this.#give(proven);
    else yield this.#lose(from, to, after, typeof proven === 'string' ? proven : 'form', seal);
  }

  #give(batch: SampleBatch): SampleBatch {
    this.#sealedTo = batch.firstSeq + batch.count;
    this.#last = batch;
    return batch;
  }

  #lose(
    firstSeq: number,
    lastSeq: number,
    after: Next | undefined,
    reason: DamageReason,
    seal?: SealRecord,
  ): SampleBatch {
    const span = { probeIndex: this.#probeIndex, firstSeq, lastSeq, reason };
    const timed = { ...span, ...this.#timesOf(firstSeq, after, seal) };
    this.#onDamage(timed);
    return this.#give(unmeasuredBatch(timed));
  }

  /** Due times of a span, from its seal or else from its neighbours. */
  #timesOf(firstSeq: number, after: Next | undefined, seal: SealRecord | undefined) {
    if (seal?.firstSeq === firstSeq) {
      const { firstDueEpochMs, lastDueEpochMs } = seal;
      if (Number.isFinite(firstDueEpochMs) && Number.isFinite(lastDueEpochMs))
        return { firstDueEpochMs, lastDueEpochMs };
    }
    const before = this.#last?.dueEpochMs.at(-1);
    const edges = [before, after?.dueEpochMs].filter((edge) => edge !== undefined && Number.isFinite(edge));
    const [from = 0, to = from] = edges;
    return { firstDueEpochMs: from, lastDueEpochMs: Math.max(from, to) };
  }
}

export const startOf = ({ firstSeq, firstDueEpochMs }: SealRecord): Next => ({
  seq: firstSeq,
  dueEpochMs: firstDueEpochMs,
});

/** Splits samples in the order of `seq` where one is missing; what is sealed, or there already, is left out. */
export function runsOf(sorted: readonly Sample[], sealedTo: number): Sample[][] {
  const runs: Sample[][] = [];
  let next = sealedTo;
  for (const sample of sorted) {
    if (sample.seq < next) continue;
    const run = runs.at(-1);
    if (run !== undefined && sample.seq === next) run.push(sample);
    else runs.push([sample]);
    next = sample.seq + 1;
  }
  return runs;
}
