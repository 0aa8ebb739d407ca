import { NUMERIC_COLUMNS } from './columns.ts';
import { OUTCOMES, PROBE_ERRORS, type Readings, type Sample, TIMING_SOURCES } from './sample.ts';
import type { Lists, SampleBatch } from './sample-batch.ts';
import { epochMillis, type Millis, millis } from './units.ts';

/**
 * Reads row `i` (0-based, not a `seq`) of a batch back as a sample.
 * @throws RangeError when there is no such row, or when its outcome lacks a
 *   reading that it must have; `checkBatch` refuses such a batch beforehand.
 */
export function sampleAt(batch: SampleBatch, i: number): Sample {
  const dueEpochMs = batch.dueEpochMs[i];
  const dueMonoMs = batch.dueMonoMs[i];
  const outcome = OUTCOMES[(batch.outcome[i] ?? 0) - 1];
  if (i >= batch.count || dueEpochMs === undefined || dueMonoMs === undefined || outcome === undefined) {
    throw new RangeError(`Row ${i} of a batch of ${batch.count} samples cannot be read.`);
  }
  const due = { seq: batch.firstSeq + i, dueEpochMs: epochMillis(dueEpochMs), dueMonoMs: millis(dueMonoMs) };
  const late = batch.lateMs[i];
  const sent = late === undefined || Number.isNaN(late) ? {} : { lateMs: millis(late) };
  if (outcome === 'skipped') return { ...due, outcome };
  if (outcome === 'unmeasured') return { ...due, ...sent, outcome };
  const readings = readingsAt(batch, i);
  if (outcome === 'failed') {
    return {
      ...due,
      ...sent,
      ...readings,
      outcome,
      error: PROBE_ERRORS[(batch.error?.[i] ?? 0) - 1] ?? 'unknown',
    };
  }
  const lateMs = needed(sent.lateMs, 'lateMs', due.seq);
  if (outcome === 'timeout') return { ...due, ...readings, lateMs, outcome };
  const responseMs = needed(readings.responseMs, 'responseMs', due.seq);
  const serviceMs = needed(readings.serviceMs, 'serviceMs', due.seq);
  return { ...due, ...readings, lateMs, outcome, responseMs, serviceMs };
}

/** All rows of a batch as samples, in the order of `seq`. For exports and reports read the columns instead. */
export function decodeBatch(batch: SampleBatch): Sample[] {
  return Array.from({ length: batch.count }, (_, i) => sampleAt(batch, i));
}

function readingsAt(batch: SampleBatch, i: number): Readings {
  const readings: Readings = {};
  for (const { key } of NUMERIC_COLUMNS) {
    const value = batch.numbers[key]?.[i];
    if (value !== undefined && !Number.isNaN(value)) Object.assign(readings, { [key]: value });
  }
  const bool = (column: Uint8Array | undefined) =>
    column?.[i] === 2 ? true : column?.[i] === 1 ? false : undefined;
  const word = (column: Uint8Array | undefined) => batch.words[(column?.[i] ?? 0) - 1];
  const rest: Readings = {
    newConnection: bool(batch.newConnection),
    preflight: bool(batch.preflight),
    reordered: bool(batch.reordered),
    timingSource: TIMING_SOURCES[(batch.timingSource?.[i] ?? 0) - 1],
    protocol: word(batch.protocol),
    finishReason: word(batch.finishReason),
    serverSource: word(batch.serverSource),
    iclMs: listAt(batch.icl, i)?.map(millis),
  };
  for (const [key, value] of Object.entries(rest)) {
    if (value !== undefined) Object.assign(readings, { [key]: value });
  }
  return readings;
}

/** The list of row `i`; undefined where it is empty. */
export function listAt(lists: Lists | undefined, i: number): number[] | undefined {
  if (lists === undefined) return undefined;
  const list = [...lists.values.subarray(lists.offsets[i], lists.offsets[i + 1])];
  return list.length === 0 ? undefined : list;
}

function needed(value: Millis | undefined, name: string, seq: number): Millis {
  if (value === undefined) throw new RangeError(`Sample ${seq} has no ${name}, which its outcome requires.`);
  return value;
}
