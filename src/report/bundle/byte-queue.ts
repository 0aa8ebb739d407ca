/** Bytes that came in pieces, to be taken in other pieces. */
export class ByteQueue {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** The first `count` bytes, which stay. There have to be that many. */
  peek(count: number): Uint8Array {
    const [first] = this.#pieces;
    if (first !== undefined && first.length >= count) return first.subarray(0, count);
    const bytes = new Uint8Array(count);
    let at = 0;
    for (const piece of this.#pieces) {
      if (at === count) break;
      const some = piece.subarray(0, count - at);
      bytes.set(some, at);
      at += some.length;
    }
    return bytes;
  }

  /** The first `count` bytes, which leave. */
  take(count: number): Uint8Array {
    const bytes = this.peek(count);
    let left = count;
    let done = 0;
    for (const piece of this.#pieces) {
      if (piece.length > left) {
        this.#pieces[done] = piece.subarray(left);
        break;
      }
      left -= piece.length;
      done += 1;
    }
    this.#pieces.splice(0, done);
    this.#length -= count;
    return bytes;
  }
}
