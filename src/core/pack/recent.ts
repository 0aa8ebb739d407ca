type Column = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

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

let isBorrowing = false;

/**
 * Runs `work`, in which nobody keeps a column longer than he reads its batch (a few batches more, to
 * be exact): what is unpacked in it goes into arrays that are used again for the next batches, and a
 * pass leaves no garbage. It is over when `work` returns: nothing asynchronous may go on from it.
 */
export function borrowing<T>(work: () => T): T {
  const before = isBorrowing;
  isBorrowing = true;
  try {
    return work();
  } finally {
    isBorrowing = before;
  }
}

/** Where arrays come from, and go to when nobody holds them any more. */
interface Room<T> {
  take(count: number): T;
  giveBack(values: T): void;
}

/** A column that is unpacked when it is asked for, and kept as long as its batch is one of the newest. */
export class Recent<T extends Column> {
  readonly #of: Unpacked;
  readonly #room: Room<T>;
  readonly #count: number;
  readonly #unpack: (into: T) => void;
  #values: T | undefined;
  #isLent = false;

  /** `unpack` fills an array of `count` places, whatever was in it. */
  constructor(of: Unpacked, room: Room<T>, count: number, unpack: (into: T) => void) {
    this.#of = of;
    this.#room = room;
    this.#count = count;
    this.#unpack = unpack;
  }

  /** For the caller to keep as long as it likes, but for one that is `borrowing`. */
  get(): T {
    const values = this.peek();
    if (!isBorrowing) this.#isLent = true;
    return values;
  }

  /** For another column of the batch, which does not keep it. */
  peek(): T {
    if (this.#values !== undefined) return this.#values;
    const values = this.#room.take(this.#count);
    this.#unpack(values);
    this.#values = values;
    this.#of.note(this);
    return values;
  }

  /** Unpacks into an array of the caller's, and keeps nothing. */
  into(values: T): void {
    if (values.length !== this.#count)
      throw new RangeError(`A column of ${this.#count} rows does not fit ${values.length} places.`);
    if (this.#values === undefined) this.#unpack(values);
    else values.set(this.#values);
  }

  forget(): void {
    if (this.#values !== undefined && !this.#isLent) this.#room.giveBack(this.#values);
    this.#values = undefined;
    this.#isLent = false;
  }
}
