/** Words of the first piece; each later one has twice as many as the one before, up to `MOST`. */
const FIRST = 1 << 10;
const MOST = 1 << 16;

/**
 * Whole numbers of 32 bits in the order in which they came, in pieces: where one array grew, its
 * copies would for a while take as much memory again. Write from `used` on into what `room` answers,
 * then set `used`.
 */
export class WordTape {
  readonly #full: Uint32Array<ArrayBuffer>[] = [];
  #fullLength = 0;
  #piece = new Uint32Array(FIRST);
  /** Places of the last piece that are written. */
  used = 0;

  get length(): number {
    return this.#fullLength + this.used;
  }

  /** The last piece, in which so many more have room behind `used`. */
  room(count: number): Uint32Array<ArrayBuffer> {
    if (this.used + count <= this.#piece.length) return this.#piece;
    const next = Math.max(count, Math.min(MOST, 2 * this.#piece.length));
    this.#close();
    this.#piece = new Uint32Array(next);
    return this.#piece;
  }

  /** All that was written; the memory is shared. */
  *pieces(): Generator<Uint32Array<ArrayBuffer>> {
    yield* this.#full;
    yield this.#piece.subarray(0, this.used);
  }

  /** The first piece of what is left, which the tape gives away. After that nothing more is to be written. */
  takeFirst(): Uint32Array<ArrayBuffer> | undefined {
    if (this.used > 0) this.#close();
    return this.#full.shift();
  }

  #close(): void {
    if (this.used > 0) this.#full.push(this.#piece.subarray(0, this.used));
    this.#fullLength += this.used;
    this.#piece = new Uint32Array(0);
    this.used = 0;
  }
}
