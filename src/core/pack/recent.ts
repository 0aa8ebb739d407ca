/** Columns that stay unpacked: those of a few batches, so that a pass over one of them takes each once. */
const KEPT = 48;

const ring: (Recent<unknown> | undefined)[] = new Array(KEPT).fill(undefined);
let next = 0;

/** A value that is made when it is asked for, and forgotten when enough others were asked for since. */
export class Recent<T> {
  readonly #make: () => T;
  #value: T | undefined;

  constructor(make: () => T) {
    this.#make = make;
  }

  get(): T {
    if (this.#value !== undefined) return this.#value;
    const value = this.#make();
    this.#value = value;
    ring[next]?.forget();
    ring[next] = this;
    next = (next + 1) % KEPT;
    return value;
  }

  forget(): void {
    this.#value = undefined;
  }
}
