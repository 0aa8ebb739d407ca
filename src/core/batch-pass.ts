import { borrowing } from './pack/recent.ts';
import type { SampleBatch } from './sample-batch.ts';

/** Reads the batches of one probe, each once, in the order of `seq`. A column of a batch is its own until `read` returns. */
export interface BatchReader {
  read(batch: SampleBatch): void;
}

/**
 * Hands each batch to all readers before the next. A batch may decode a column when it is asked
 * for one, and keeps it for a while: so each is decoded once, and what all read lies in the processor's
 * cache. A reader copies what it wants to keep: its arrays are used again for the next batches.
 */
export function readAll(batches: Iterable<SampleBatch>, readers: readonly BatchReader[]): void {
  borrowing(() => {
    for (const batch of batches) for (const reader of readers) reader.read(batch);
  });
}

export const rowsIn = (batches: readonly SampleBatch[]): number =>
  batches.reduce((rows, { count }) => rows + count, 0);
