import type { SampleBatch } from './sample-batch.ts';

/** Reads the batches of one probe, each once, in the order of `seq`. */
export interface BatchReader {
  read(batch: SampleBatch): void;
}

/**
 * Hands each batch to all readers before the next. A batch may decode a column when it is asked
 * for one, and keeps it for a while: so each is decoded once, and what all read lies in the processor's cache.
 */
export function readAll(batches: readonly SampleBatch[], readers: readonly BatchReader[]): void {
  for (const batch of batches) for (const reader of readers) reader.read(batch);
}
