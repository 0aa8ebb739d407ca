import type { CampaignEvent } from './campaign.ts';
import { OUTCOMES } from './sample.ts';
import type { SampleBatch } from './sample-batch.ts';
import { epochMillis, millis } from './units.ts';

/** Samples of one probe that were stored and cannot be read any more. */
export interface DamagedSpan {
  probeIndex: number;
  firstSeq: number;
  lastSeq: number;
  firstDueEpochMs: number;
  lastDueEpochMs: number;
  reason: DamageReason;
}

/**
 * `checksum`: it is not what was written. `unreadable`: the browser cannot read it. `missing`: it is
 * gone. `form`: what is there are no samples. `unsealed`: nothing tells what was written.
 */
export type DamageReason = 'checksum' | 'unreadable' | 'missing' | 'form' | 'unsealed';

const REASONS: Record<DamageReason, string> = {
  checksum: 'what is there is not what was written (its checksum is another)',
  unreadable: 'the browser cannot read that part of its database',
  missing: 'that part of the database is gone',
  form: 'what is there are no samples',
  unsealed: 'nothing proves that it is what was written (its checksum is gone)',
};

const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/**
 * Stands in for damaged samples, so that the numbering has no hole: each due time is unmeasured,
 * and lies evenly between the first and the last of the span, as the schedule is not known here.
 */
export function unmeasuredBatch({
  firstSeq,
  lastSeq,
  firstDueEpochMs,
  lastDueEpochMs,
}: DamagedSpan): SampleBatch {
  const count = lastSeq - firstSeq + 1;
  const stepMs = count > 1 ? (lastDueEpochMs - firstDueEpochMs) / (count - 1) : 0;
  return {
    count,
    firstSeq,
    dueEpochMs: Float64Array.from({ length: count }, (_, i) => firstDueEpochMs + i * stepMs),
    dueMonoMs: new Float64Array(count).fill(Number.NaN),
    lateMs: new Float32Array(count).fill(Number.NaN),
    outcome: new Uint8Array(count).fill(UNMEASURED),
    words: [],
    numbers: {},
  };
}

/** What a damaged span is to the report: time in which, for all that is known now, nobody was looking. */
export function damageEvent(span: DamagedSpan, probe: string): CampaignEvent {
  const { firstSeq, lastSeq, firstDueEpochMs, lastDueEpochMs, reason } = span;
  return {
    kind: 'gap',
    cause: 'lost',
    probe,
    epochMs: epochMillis(firstDueEpochMs),
    durationMs: millis(Math.max(0, lastDueEpochMs - firstDueEpochMs)),
    detail: `The stored samples ${firstSeq} to ${lastSeq} of ${probe} are damaged: ${REASONS[reason]}. They count as unmeasured; all others were read.`,
  };
}
