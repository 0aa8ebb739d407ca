import { NUMERIC_COLUMNS } from '../columns.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { PackedColumns } from './columns.ts';
import { readHead } from './head.ts';
import { DUE_EPOCH, DUE_MONO, LATE, NUMBER_IDS, OUTCOME, SMALL_IDS } from './layout.ts';

/**
 * Reads what `packBatch` wrote; undefined where the bytes are none of that, whatever they are. All
 * columns lie within the bytes then, and are unpacked when they are asked for: a batch that waits
 * takes no more memory than its bytes. Take a column once, not once a row: it may be unpacked anew
 * each time. What the numbers say is not looked at; `checkBatch` does that.
 */
export function unpackBatch(bytes: Uint8Array<ArrayBuffer>): SampleBatch | undefined {
  const head = readHead(bytes);
  const columns = head && PackedColumns.of(head);
  if (head === undefined || columns === undefined) return undefined;
  const { doubles, floats, small, lists } = columns;
  const batch = { count: head.count, firstSeq: head.firstSeq, words: head.texts, numbers: {} };
  define(batch, 'dueEpochMs', doubles.get(DUE_EPOCH));
  define(batch, 'dueMonoMs', doubles.get(DUE_MONO));
  define(batch, 'lateMs', floats.get(LATE));
  define(batch, 'outcome', small.get(OUTCOME));
  for (const [name, id] of Object.entries(SMALL_IDS)) define(batch, name, small.get(id));
  for (const { key } of NUMERIC_COLUMNS) define(batch.numbers, key, floats.get(NUMBER_IDS[key]));
  if (lists !== undefined) {
    const icl = { offsets: lists.offsets };
    define(icl, 'values', lists.gaps);
    Object.assign(batch, { icl });
  }
  return batch as SampleBatch;
}

/** A property of its own, which copies of a batch (`{ ...batch }`) get as well. */
function define(target: object, name: string, column: { get(): unknown } | undefined): void {
  if (column === undefined) return;
  Object.defineProperty(target, name, { enumerable: true, configurable: true, get: () => column.get() });
}
