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
