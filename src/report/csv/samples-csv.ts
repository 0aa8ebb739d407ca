import { listAt } from '../../core/batch-reader.ts';
import { type Campaign, exportName } from '../../core/campaign.ts';
import { NUMERIC_COLUMNS, type NumericColumn } from '../../core/columns.ts';
import type { ProbeSpec } from '../../core/plan.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from '../../core/sample.ts';
import type { SampleBatch } from '../../core/sample-batch.ts';
import { warmUpOf } from '../../core/warm-up.ts';
import { ByteWriter } from './byte-writer.ts';
import { csvText, utf8 } from './csv-cell.ts';
import { utcBytesWriter } from './utc.ts';

/** Version 1 of the columns: field teams script against them. Append only. */
export const SAMPLES_HEADER =
  'campaign,site,probe,kind,seq,due_utc,due_epoch_ms,late_ms,outcome,error,http_status,response_ms,service_ms,' +
  'rtt_ms,queue_ms,dns_ms,connect_ms,tls_ms,ttfb_ms,download_ms,server_ms,new_connection,preflight,timing_source,' +
  'protocol,bytes_up,bytes_down,ttft_ms,ttfo_ms,tpot_ms,e2e_ms,tokens_out,chunks,finish_reason,' +
  'upload_ms,owd_up_var_ms,owd_down_var_ms,reordered,' +
  'warm_up,tokens_in,tokens_per_s,reads,events,keep_alives,server_source,server_ttft_ms,server_queue_ms,' +
  'network_ttft_ms,stalls,longest_gap_ms,icl_ms,wire_ttft_ms,wire_e2e_ms';

/** Bytes of a chunk, about. */
const CHUNK_BYTES = 1 << 18;
/** Longest row without its texts. */
const ROW_ROOM = 1024;

type Cells = (writer: ByteWriter, i: number) => void;
type Column = (batch: SampleBatch, spec: ProbeSpec) => Cells;

/** The header line; write it once, before the rows of the first probe. */
export function samplesCsvHeader(): Uint8Array<ArrayBuffer> {
  return utf8(`${SAMPLES_HEADER}\r\n`);
}

/**
 * The rows of one probe, one for each due time in the order of the batches, in
 * chunks of about 256 kB. Durations come from float32 and carry three decimals;
 * an empty cell was not measured.
 */
export function* samplesCsvChunks(
  campaign: Campaign,
  spec: ProbeSpec,
  batches: Iterable<SampleBatch>,
): Generator<Uint8Array<ArrayBuffer>> {
  const texts = [exportName(campaign), campaign.plan.site.name, spec.name, spec.kind];
  const lead = utf8(texts.map(csvText).join(','));
  const utc = utcBytesWriter();
  const writer = new ByteWriter(CHUNK_BYTES + ROW_ROOM + lead.length);
  for (const batch of batches) {
    const cells = COLUMNS.map((column) => column(batch, spec));
    for (let i = 0; i < batch.count; i++) {
      const due = batch.dueEpochMs[i] ?? 0;
      writer.raw(lead);
      writer.whole(batch.firstSeq + i);
      writer.raw(utc(due));
      writer.decimal3(due);
      for (const write of cells) write(writer, i);
      writer.endRow();
      if (writer.length >= CHUNK_BYTES) yield writer.take();
    }
  }
  if (writer.length > 0) yield writer.take();
}

const nothing: Cells = (writer) => writer.empty();

function listed(words: readonly string[], pick: (batch: SampleBatch) => Uint8Array | undefined): Column {
  const encoded = words.map(utf8);
  return (batch) => dictionary(encoded, pick(batch));
}

function worded(pick: (batch: SampleBatch) => Uint8Array | undefined): Column {
  return (batch) =>
    dictionary(
      batch.words.map((word) => utf8(csvText(word))),
      pick(batch),
    );
}

function dictionary(encoded: readonly Uint8Array[], column: Uint8Array | undefined): Cells {
  if (column === undefined) return nothing;
  return (writer, i) => {
    const text = encoded[(column[i] ?? 0) - 1];
    if (text === undefined) writer.empty();
    else writer.raw(text);
  };
}

function numeric({ key, unit }: NumericColumn): Column {
  return (batch) => {
    const column = batch.numbers[key];
    if (column === undefined) return nothing;
    return unit === 'ms' || unit === 'per-s'
      ? (writer, i) => writer.decimal3(column[i])
      : (writer, i) => writer.whole(column[i]);
  };
}

const BOOLEANS = ['false', 'true'];
const WARM_UP = [utf8('false'), utf8('true')] as const;
const SPECIAL: Record<string, Column> = {
  late_ms: (batch) => (writer, i) => writer.decimal3(batch.lateMs[i]),
  outcome: listed(OUTCOMES, (batch) => batch.outcome),
  error: listed(PROBE_ERRORS, (batch) => batch.error),
  new_connection: listed(BOOLEANS, (batch) => batch.newConnection),
  preflight: listed(BOOLEANS, (batch) => batch.preflight),
  reordered: listed(BOOLEANS, (batch) => batch.reordered),
  timing_source: listed(TIMING_SOURCES, (batch) => batch.timingSource),
  protocol: worded((batch) => batch.protocol),
  finish_reason: worded((batch) => batch.finishReason),
  server_source: worded((batch) => batch.serverSource),
  warm_up: (batch, spec) => {
    if (warmUpOf(spec) === 0) return nothing;
    return (writer, i) => writer.raw(WARM_UP[batch.firstSeq + i < warmUpOf(spec) ? 1 : 0]);
  },
  icl_ms: ({ icl }) => (icl === undefined ? nothing : (writer, i) => writer.decimals3(listAt(icl, i) ?? [])),
};

/** The columns after `due_epoch_ms`, in the order of the header. */
const COLUMNS: readonly Column[] = SAMPLES_HEADER.split(',')
  .slice(7)
  .map((name) => {
    const number = NUMERIC_COLUMNS.find((column) => column.csv === name);
    const column = number === undefined ? SPECIAL[name] : numeric(number);
    if (column === undefined) throw new Error(`The samples CSV has no source for its column ${name}.`);
    return column;
  });
