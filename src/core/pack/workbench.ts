import { WordWriter } from './word-writer.ts';

type Floats = Float32Array<ArrayBuffer>;
type Doubles = Float64Array<ArrayBuffer>;
type Ints = Int32Array<ArrayBuffer>;

/** A column as it is written: its method, and where its body stands among the words of the workbench. */
export interface Packed {
  method: number;
  at: number;
  end: number;
}

/** A place on a workbench; what was taken after it is free again once it is given back. */
export interface Mark {
  buffer: ArrayBuffer;
  at: number;
}

/**
 * What the packing of a batch works with, used again for the next one: to make typed arrays takes
 * longer than to fill them. Arrays that are taken hold what was there before.
 */
export class Workbench {
  readonly words = new WordWriter();
  #buffer = new ArrayBuffer(1 << 18);
  #at = 0;

  floats(count: number): Floats {
    const at = this.#take(count * 4);
    return new Float32Array(this.#buffer, at, count);
  }

  doubles(count: number): Doubles {
    const at = this.#take(count * 8);
    return new Float64Array(this.#buffer, at, count);
  }

  ints(count: number): Ints {
    const at = this.#take(count * 4);
    return new Int32Array(this.#buffer, at, count);
  }

  mark(): Mark {
    return { buffer: this.#buffer, at: this.#at };
  }

  /** Frees all arrays that were taken since. */
  release({ buffer, at }: Mark): void {
    this.#at = buffer === this.#buffer ? at : 0;
  }

  #take(bytes: number): number {
    if (this.#at + bytes > this.#buffer.byteLength) {
      this.#buffer = new ArrayBuffer(Math.max(bytes, this.#buffer.byteLength * 2));
      this.#at = 0;
    }
    const at = this.#at;
    this.#at += Math.ceil(bytes / 8) * 8;
    return at;
  }
}

/** Ends a column that was written from `at` on. */
export function packedFrom({ words }: Workbench, method: number, at: number): Packed {
  return { method, at, end: words.length };
}

/** Two batches may be packed at a time, with other tasks between their steps. */
const idle: Workbench[] = [];
/** More words than this are not kept for the next batch: an import packs large ones. */
const MOST_KEPT_WORDS = 1 << 18;

/** A free workbench; `putBack` it. */
export function takeWorkbench(): Workbench {
  return idle.pop() ?? new Workbench();
}

/** Ends the use of a workbench: what it wrote is no longer to be read. One is kept for the next batch. */
export function putBack(bench: Workbench): void {
  bench.words.length = 0;
  bench.release({ buffer: new ArrayBuffer(0), at: 0 });
  if (bench.words.words.length <= MOST_KEPT_WORDS && idle.length === 0) idle.push(bench);
}
