const pool: Int32Array<ArrayBuffer>[] = [];
/** Of the pool, as long as was asked for last. */
const views: Int32Array<ArrayBuffer>[] = [];

/** Room for `count` ints that lives until the same slot is asked for again: reading a column makes no garbage beside it. */
export function ints(slot: 0 | 1 | 2, count: number): Int32Array<ArrayBuffer> {
  let view = views[slot];
  if (view?.length === count) return view;
  let room = pool[slot];
  if (room === undefined || room.length < count) {
    room = new Int32Array(count);
    pool[slot] = room;
  }
  view = room.subarray(0, count);
  views[slot] = view;
  return view;
}

const MOST_SPARE = 32;

/** Arrays that nobody holds any more, to be filled anew; all of one length mostly. */
class Spare<T extends { length: number }> {
  readonly #make: (count: number) => T;
  #arrays: T[] = [];

  constructor(make: (count: number) => T) {
    this.#make = make;
  }

  /** An array with anything in it. */
  take(count: number): T {
    if (this.#arrays[0]?.length !== count) this.#arrays = [];
    return this.#arrays.pop() ?? this.#make(count);
  }

  giveBack(values: T): void {
    const isLike = this.#arrays.length === 0 || this.#arrays[0]?.length === values.length;
    if (isLike && this.#arrays.length < MOST_SPARE) this.#arrays.push(values);
  }
}

export const spareDoubles = new Spare((count) => new Float64Array(count));
export const spareFloats = new Spare((count) => new Float32Array(count));
export const spareBytes = new Spare((count) => new Uint8Array(count));
