import type { WordWriter } from './word-writer.ts';

/** A column as it is written: its method, and the words that it says. */
export interface Packed {
  method: number;
  body: WordWriter;
}
