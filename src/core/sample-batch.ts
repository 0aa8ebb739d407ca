import type { NumericKey } from './columns.ts';

/** A list of numbers for each row: row i has those from `offsets[i]` up to `offsets[i + 1]`. */
export interface Lists {
  offsets: Uint32Array<ArrayBuffer>;
  values: Float32Array<ArrayBuffer>;
}

/**
 * Samples of one probe as columns, in the order of `seq`: the form in which they
 * are stored, read and counted. A number that was not measured is NaN; a column
 * nobody measured is absent. Small dictionaries (outcome, error, ...) hold the
 * index into the closed list plus one, 0 for none.
 */
export interface SampleBatch {
  count: number;
  firstSeq: number;
  dueEpochMs: Float64Array<ArrayBuffer>;
  dueMonoMs: Float64Array<ArrayBuffer>;
  lateMs: Float32Array<ArrayBuffer>;
  outcome: Uint8Array<ArrayBuffer>;
  error?: Uint8Array<ArrayBuffer> | undefined;
  timingSource?: Uint8Array<ArrayBuffer> | undefined;
  /** 0 unknown, 1 false, 2 true. */
  newConnection?: Uint8Array<ArrayBuffer> | undefined;
  preflight?: Uint8Array<ArrayBuffer> | undefined;
  reordered?: Uint8Array<ArrayBuffer> | undefined;
  /** Index into `words` plus one, 0 for none. */
  protocol?: Uint8Array<ArrayBuffer> | undefined;
  finishReason?: Uint8Array<ArrayBuffer> | undefined;
  serverSource?: Uint8Array<ArrayBuffer> | undefined;
  icl?: Lists | undefined;
  words: string[];
  numbers: Partial<Record<NumericKey, Float32Array<ArrayBuffer>>>;
}
