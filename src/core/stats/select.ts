const HALF_BITS = 16;
const HALF = 1 << HALF_BITS;

/**
 * The values at 1-based `ranks` of `values`, as if these were sorted ascending;
 * they stay as they are. `values` hold neither NaN nor negative numbers, and the
 * ranks lie among them. Exact and linear: two counting passes over the two halves
 * of the float32 bit patterns, which order like the numbers themselves.
 */
export function valuesAtRanks(values: Float32Array<ArrayBuffer>, ranks: readonly number[]): number[] {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const n = words.length;
  const highs = new Uint32Array(HALF);
  for (let i = 0; i < n; i++) bump(highs, (words[i] ?? 0) >>> HALF_BITS);
  const places = ranks.map((rank) => find(highs, rank));
  const lows = new Map(places.map(({ at }) => [at, new Uint32Array(HALF)]));
  const marked = new Uint8Array(HALF);
  const tables: Uint32Array[] = [];
  for (const [high, table] of lows) marked[high] = tables.push(table);
  for (let i = 0; i < n; i++) {
    const word = words[i] ?? 0;
    const mark = marked[word >>> HALF_BITS] ?? 0;
    const table = mark === 0 ? undefined : tables[mark - 1];
    if (table !== undefined) bump(table, word & (HALF - 1));
  }
  return places.map(({ at, rest }) => {
    const low = find(lows.get(at) ?? highs, rest).at;
    return new Float32Array(Uint32Array.of(at * HALF + low).buffer)[0] ?? 0;
  });
}

function bump(counts: Uint32Array, index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}

/** The bucket in which the rank falls, and the rank within it. */
function find(counts: Uint32Array, rank: number): { at: number; rest: number } {
  let rest = rank;
  let at = 0;
  while (at < HALF - 1 && rest > (counts[at] ?? 0)) {
    rest -= counts[at] ?? 0;
    at += 1;
  }
  return { at, rest };
}
