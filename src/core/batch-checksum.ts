import { NUMERIC_COLUMNS } from './columns.ts';
import { crc32 } from './crc32.ts';
import type { SampleBatch } from './sample-batch.ts';

type Column =
  | Float64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

/** In the order in which they are summed; part of the stored format: append only. */
const SMALL = [
  'error',
  'timingSource',
  'newConnection',
  'preflight',
  'reordered',
  'protocol',
  'finishReason',
  'serverSource',
] as const;

/**
 * CRC-32 of all that a batch holds: its numbering, its words, and each column with its name, so
 * that a column that is missing or stands in another's place is found as well. A column that this
 * version does not know is not summed, as it is not read.
 */
export function checksumOf(batch: SampleBatch): number {
  let crc = crc32(bytesOf(JSON.stringify([batch.count, batch.firstSeq, batch.words])));
  const add = (name: string, column: Column | undefined): void => {
    if (column === undefined) return;
    crc = crc32(bytesOf(name), crc);
    crc = crc32(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), crc);
  };
  for (const name of ['dueEpochMs', 'dueMonoMs', 'lateMs', 'outcome'] as const) add(name, batch[name]);
  for (const name of SMALL) add(name, batch[name]);
  for (const { key } of NUMERIC_COLUMNS) add(key, batch.numbers[key]);
  add('icl', batch.icl?.offsets);
  add('iclMs', batch.icl?.values);
  return crc;
}

/** UTF-16, as the language keeps it: core has no encoder. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).buffer);
}
