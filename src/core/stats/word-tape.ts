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
  #piece = new Uint32Array(FIRST);
  /** Places of the last piece that are written. */
  used = 0;

  /** The last piece, in which so many more have room behind `used`. */
  room(count: number): Uint32Array<ArrayBuffer> {
    if (this.used + count <= this.#piece.length) return this.#piece;
    const next = Math.max(count, Math.min(MOST, 2 * this.#piece.length));
    this.#close();
    this.#piece = new Uint32Array(next);
    return this.#piece;
  }

  /** All that was written, piece by piece; each is given away. After that nothing more is to be written. */
  *give(): Generator<Uint32Array<ArrayBuffer>> {
    this.#close();
    for (let piece = this.#full.shift(); piece !== undefined; piece = this.#full.shift()) yield piece;
  }

  #close(): void {
    this.#full.push(this.#piece.subarray(0, this.used));
    this.#piece = new Uint32Array(0);
    this.used = 0;
  }
}
