import { listAt } from '../../core/batch-reader.ts';
import { type Campaign, exportName } from '../../core/campaign.ts';
import { NUMERIC_COLUMNS } from '../../core/columns.ts';
import type { ProbeSpec } from '../../core/plan.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from '../../core/sample.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { warmUpOf } from '../../core/warm-up.ts';
import { PARQUET_COLUMNS } from './schema.ts';

/** One column of a row group: null where nothing was measured. */
export type ColumnData = Float32Array | Float64Array | Int32Array | unknown[];

/** Batches of one probe, which become one row group. */
export interface Rows {
  campaign: Campaign;
  spec: ProbeSpec;
  batches: readonly SampleBatch[];
  count: number;
}

type Column = (rows: Rows) => ColumnData;

const constant =
  (pick: (rows: Rows) => string): Column =>
  (rows) =>
    new Array<unknown>(rows.count).fill(pick(rows));

/** The values of each batch one after the other; `at` is the row within the batch. */
function each(
  rows: Rows,
  readerOf: (batch: SampleBatch) => ((at: number) => unknown) | undefined,
): unknown[] {
  const data = new Array<unknown>(rows.count).fill(null);
  let row = 0;
  for (const batch of rows.batches) {
    const value = readerOf(batch);
    if (value !== undefined) for (let at = 0; at < batch.count; at++) data[row + at] = value(at);
    row += batch.count;
  }
  return data;
}

const words =
  (
    list: (batch: SampleBatch) => readonly unknown[],
    pick: (batch: SampleBatch) => Uint8Array | undefined,
  ): Column =>
  (rows) =>
    each(rows, (batch) => {
      const index = pick(batch);
      const texts = list(batch);
      return index && ((at) => texts[(index[at] ?? 0) - 1] ?? null);
    });
const BOOLEANS = [false, true];
const boolean = (pick: (batch: SampleBatch) => Uint8Array | undefined) => words(() => BOOLEANS, pick);
const worded = (pick: (batch: SampleBatch) => Uint8Array | undefined) => words((batch) => batch.words, pick);

/** Without a gap it stays a typed array, which is written several times as fast. */
function floats(rows: Rows, pick: (batch: SampleBatch) => Float32Array | undefined): ColumnData {
  const whole = new Float32Array(rows.count);
  let row = 0;
  let gaps = 0;
  for (const batch of rows.batches) {
    const column = pick(batch);
    for (let at = 0; at < batch.count; at++, row++) {
      const value = column?.[at] ?? Number.NaN;
      if (Number.isNaN(value)) gaps += 1;
      whole[row] = value;
    }
  }
  if (gaps === 0) return whole;
  const data = new Array<unknown>(rows.count).fill(null);
  if (gaps === rows.count) return data;
  // A plain loop, here and below: a callback for each of them takes several times as long.
  for (let at = 0; at < data.length; at++) {
    const value = whole[at] ?? Number.NaN;
    if (!Number.isNaN(value)) data[at] = value;
  }
  return data;
}

function wholes(rows: Rows, pick: (batch: SampleBatch) => Float32Array | undefined): ColumnData {
  const data = floats(rows, pick);
  const whole = data instanceof Float32Array ? new Int32Array(data.length) : data;
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    if (typeof value === 'number') whole[at] = Math.round(Math.max(0, value));
  }
  return whole;
}

/** Beyond 32 bits. Making one is slow, and most are like the one before. */
function bigWholes(rows: Rows, pick: (batch: SampleBatch) => Float32Array | undefined): ColumnData {
  let last = 0;
  let made = 0n;
  const data = floats(rows, pick);
  const whole = new Array<unknown>(data.length).fill(null);
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    if (typeof value !== 'number') continue;
    if (value !== last) made = BigInt(Math.round(Math.max(0, value)));
    last = value;
    whole[at] = made;
  }
  return whole;
}

const SPECIAL: Readonly<Record<string, Column>> = {
  campaign: constant(({ campaign }) => exportName(campaign)),
  site: constant(({ campaign }) => campaign.plan.site.name),
  probe: constant(({ spec }) => spec.name),
  kind: constant(({ spec }) => spec.kind),
  seq: (rows) => {
    const data = new Int32Array(rows.count);
    let row = 0;
    for (const { count, firstSeq } of rows.batches)
      for (let at = 0; at < count; at++) data[row++] = firstSeq + at;
    return data;
  },
  due_utc: (rows) =>
    each(
      rows,
      ({ dueEpochMs }) =>
        (at) =>
          BigInt(Math.round((dueEpochMs[at] ?? 0) * 1000)),
    ),
  // To the microsecond, as in the CSV.
  due_epoch_ms: (rows) => {
    const data = new Float64Array(rows.count);
    let row = 0;
    for (const { dueEpochMs } of rows.batches)
      for (const due of dueEpochMs) data[row++] = Math.round(due * 1000) / 1000;
    return data;
  },
  late_ms: (rows) => floats(rows, ({ lateMs }) => lateMs),
  outcome: words(
    () => OUTCOMES,
    ({ outcome }) => outcome,
  ),
  error: words(
    () => PROBE_ERRORS,
    ({ error }) => error,
  ),
  timing_source: words(
    () => TIMING_SOURCES,
    ({ timingSource }) => timingSource,
  ),
  new_connection: boolean(({ newConnection }) => newConnection),
  preflight: boolean(({ preflight }) => preflight),
  reordered: boolean(({ reordered }) => reordered),
  protocol: worded(({ protocol }) => protocol),
  finish_reason: worded(({ finishReason }) => finishReason),
  server_source: worded(({ serverSource }) => serverSource),
  warm_up: (rows) => {
    const warmUp = warmUpOf(rows.spec);
    return each(rows, ({ firstSeq }) => (warmUp === 0 ? undefined : (at) => firstSeq + at < warmUp));
  },
  icl_ms: (rows) => each(rows, ({ icl }) => icl && ((at) => listAt(icl, at) ?? null)),
};

/** The data of each column of `PARQUET_COLUMNS`, in their order. */
export function columnData(rows: Rows): ColumnData[] {
  // Each is unpacked once: batch by batch, what its columns share is still at hand.
  const batches = rows.batches.map(unpacked);
  return COLUMNS.map((column) => column({ ...rows, batches }));
}

/** A copy of a batch with its columns in memory: of a packed one they would be unpacked each time that they are asked for. */
const unpacked = (batch: SampleBatch): SampleBatch => ({
  ...batch,
  numbers: { ...batch.numbers },
  icl: batch.icl && { ...batch.icl },
});

const COLUMNS: readonly Column[] = PARQUET_COLUMNS.map(([name, type]) => {
  const number = NUMERIC_COLUMNS.find(({ csv }) => csv === name);
  const special = SPECIAL[name];
  if (number !== undefined) {
    const pick = ({ numbers }: SampleBatch) => numbers[number.key];
    if (type === 'FLOAT') return (rows) => floats(rows, pick);
    return type === 'INT64' ? (rows) => bigWholes(rows, pick) : (rows) => wholes(rows, pick);
  }
  if (special === undefined) throw new Error(`The Parquet export has no source for its column ${name}.`);
  return special;
});
