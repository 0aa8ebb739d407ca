/** Bytes of unpacked columns that are kept: those of a few batches, so that a pass over one of them unpacks each once. */
const KEPT_BYTES = 24e6;

/** In the order in which they were made. */
const kept = new Set<Recent<unknown>>();
let keptBytes = 0;

/** A value that is made when it is asked for, and forgotten when enough others were made since. */
export class Recent<T> {
  readonly #make: () => T;
  readonly #bytes: number;
  #value: T | undefined;

  /** `bytes`: what the value takes. */
  constructor(bytes: number, make: () => T) {
    this.#bytes = bytes;
    this.#make = make;
  }

  get(): T {
    if (this.#value !== undefined) return this.#value;
    const value = this.#make();
    this.#value = value;
    kept.add(this);
    keptBytes += this.#bytes;
    for (const oldest of kept) {
      if (keptBytes <= KEPT_BYTES) break;
      oldest.#forget();
    }
    return value;
  }

  #forget(): void {
    this.#value = undefined;
    kept.delete(this);
    keptBytes -= this.#bytes;
  }
}
