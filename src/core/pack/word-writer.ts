/** Collects 32-bit words. */
export class WordWriter {
  words: Uint32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.words = new Uint32Array(capacity);
  }

  /** Makes room for `count` more words and gives the place of the first; they count once `length` is moved on. */
  reserve(count: number): number {
    const needed = this.length + count;
    if (needed > this.words.length) {
      const grown = new Uint32Array(Math.max(needed, this.words.length * 2));
      grown.set(this.words.subarray(0, this.length));
      this.words = grown;
    }
    return this.length;
  }

  push(word: number): void {
    this.reserve(1);
    this.words[this.length] = word;
    this.length += 1;
  }

  pushDouble(value: number): void {
    const [low = 0, high = 0] = new Uint32Array(new Float64Array([value]).buffer);
    this.push(low);
    this.push(high);
  }

  pushAll(words: Uint32Array): void {
    const at = this.reserve(words.length);
    this.words.set(words, at);
    this.length += words.length;
  }

  /** The bytes of all words, in a buffer of their own. */
  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.words.slice(0, this.length).buffer);
  }
}
