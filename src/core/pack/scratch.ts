const pool: Int32Array<ArrayBuffer>[] = [];

/** Room for `count` ints that lives until the same slot is asked for again: reading a column makes no garbage beside it. */
export function ints(slot: 0 | 1 | 2, count: number): Int32Array<ArrayBuffer> {
  let room = pool[slot];
  if (room === undefined || room.length < count) {
    room = new Int32Array(count);
    pool[slot] = room;
  }
  return room.subarray(0, count);
}

/** Arrays of moments that nobody holds any more; all of one length mostly. */
let spare: Float64Array<ArrayBuffer>[] = [];
const MOST_SPARE = 32;

export function doublesOf(count: number): Float64Array<ArrayBuffer> {
  if (spare[0]?.length !== count) spare = [];
  return spare.pop() ?? new Float64Array(count);
}

export function giveBack(values: Float64Array<ArrayBuffer>): void {
  const isLike = spare.length === 0 || spare[0]?.length === values.length;
  if (isLike && spare.length < MOST_SPARE) spare.push(values);
}
