/** No more pieces than this are kept: they would only take memory. */
const MOST = 32;

/**
 * Memory of pieces that are written, for pieces to come: a file of gigabytes would leave as much
 * garbage, in a thread that has no reason to clear it away.
 */
export class Spare {
  readonly #memory: ArrayBuffer[] = [];

  /** What is in it is not needed any more. */
  give(memory: ArrayBuffer): void {
    if (memory.byteLength > 0 && this.#memory.length < MOST) this.#memory.push(memory);
  }

  /** Memory of so many bytes at least, with anything in it. */
  take(bytes: number): ArrayBuffer {
    const memory = this.#memory.pop();
    return memory !== undefined && memory.byteLength >= bytes ? memory : new ArrayBuffer(bytes);
  }
}
