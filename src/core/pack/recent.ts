/** Batches whose columns stay unpacked: those of a pass, one of each probe. */
const MOST_BATCHES = 4;

/** The newest first. */
const newest: Unpacked[] = [];

interface Forgets {
  forget(): void;
}

/** What of one batch is unpacked. It is forgotten when enough other batches were since. */
export class Unpacked {
  #values: Forgets[] = [];

  note(value: Forgets): void {
    this.#values.push(value);
    if (newest[0] === this) return;
    const place = newest.indexOf(this);
    if (place > 0) newest.splice(place, 1);
    newest.unshift(this);
    if (newest.length > MOST_BATCHES) newest.pop()?.forget();
  }

  forget(): void {
    for (const value of this.#values) value.forget();
    this.#values = [];
  }
}

/** A value that is made when it is asked for, and kept as long as its batch is one of the newest. */
export class Recent<T> {
  readonly #of: Unpacked;
  readonly #make: () => T;
  readonly #free: (value: T) => void;
  #value: T | undefined;

  /** `free` gets a value that is forgotten, where nobody else holds it. */
  constructor(of: Unpacked, make: () => T, free: (value: T) => void = () => {}) {
    this.#of = of;
    this.#make = make;
    this.#free = free;
  }

  get(): T {
    if (this.#value !== undefined) return this.#value;
    const value = this.#make();
    this.#value = value;
    this.#of.note(this);
    return value;
  }

  forget(): void {
    if (this.#value !== undefined) this.#free(this.#value);
    this.#value = undefined;
  }
}
