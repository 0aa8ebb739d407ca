/** Whole numbers of 32 bits in an array that grows. */
export class GrowingWords {
  /** More than are in use: places from `length` on may be written to after `reserve`. */
  words: Uint32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 64) {
    this.words = new Uint32Array(capacity);
  }

  /** Makes sure that so many more have room. */
  reserve(count: number): Uint32Array<ArrayBuffer> {
    const needed = this.length + count;
    if (needed > this.words.length) {
      const larger = new Uint32Array(Math.max(needed, Math.ceil(1.5 * this.words.length)));
      larger.set(this.words.subarray(0, this.length));
      this.words = larger;
    }
    return this.words;
  }

  push(word: number): void {
    this.reserve(1)[this.length] = word;
    this.length += 1;
  }

  /** Those in use; the memory is shared. */
  used(): Uint32Array<ArrayBuffer> {
    return this.words.subarray(0, this.length);
  }
}
