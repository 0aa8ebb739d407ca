/** A processor works on so many recurrences, or sums, side by side in the time of one. */
const AT_ONCE = 4;
/** Of so many values at a time the cosines are made: they stay in the processor's cache. */
const PIECE = 512;

/**
 * For each series, all of one length n, its first `counts` sums of residual i times
 * cos(pi j (i + 1/2) / n), j from 1 on; there may be more behind them. The cosines come by
 * their recurrence, once for all series.
 */
export function cosineSums(list: readonly Float64Array[], counts: readonly number[]): Float64Array[] {
  const rows = AT_ONCE * Math.ceil(Math.max(0, ...counts) / AT_ONCE);
  const sums = list.map(() => new Float64Array(rows));
  const n = list[0]?.length ?? 0;
  const turn = new Turn(n, rows);
  for (let from = 0; from < n; from += PIECE) {
    const length = Math.min(PIECE, n - from);
    turn.next(length);
    list.forEach((residuals, k) => {
      const own = sums[k];
      if (own !== undefined)
        addProducts(residuals.subarray(from, from + length), turn.cosines, counts[k] ?? 0, own);
    });
  }
  return sums;
}

/** The cosines of all rows as they go on from value to value: row j, from 0 on, turns by pi (j + 1) / n at each. */
class Turn {
  /** The latest piece, row by row. */
  readonly cosines: Float64Array;
  readonly #twice: Float64Array;
  readonly #now: Float64Array;
  readonly #before: Float64Array;

  constructor(n: number, rows: number) {
    const stepOf = (j: number) => (Math.PI * (j + 1)) / n;
    this.cosines = new Float64Array(rows * PIECE);
    this.#twice = Float64Array.from({ length: rows }, (_, j) => 2 * Math.cos(stepOf(j)));
    this.#now = Float64Array.from({ length: rows }, (_, j) => Math.cos(stepOf(j) / 2));
    this.#before = this.#now.slice();
  }

  /** Goes on by `length` values. */
  next(length: number): void {
    const [cosines, twice, now, before] = [this.cosines, this.#twice, this.#now, this.#before];
    for (let j = 0; j < now.length; j += AT_ONCE) {
      const twice0 = twice[j] ?? 0;
      const twice1 = twice[j + 1] ?? 0;
      const twice2 = twice[j + 2] ?? 0;
      const twice3 = twice[j + 3] ?? 0;
      let now0 = now[j] ?? 0;
      let now1 = now[j + 1] ?? 0;
      let now2 = now[j + 2] ?? 0;
      let now3 = now[j + 3] ?? 0;
      let before0 = before[j] ?? 0;
      let before1 = before[j + 1] ?? 0;
      let before2 = before[j + 2] ?? 0;
      let before3 = before[j + 3] ?? 0;
      const end = j * PIECE + length;
      for (let at = j * PIECE; at < end; at++) {
        cosines[at] = now0;
        cosines[at + PIECE] = now1;
        cosines[at + 2 * PIECE] = now2;
        cosines[at + 3 * PIECE] = now3;
        const next0 = twice0 * now0 - before0;
        const next1 = twice1 * now1 - before1;
        const next2 = twice2 * now2 - before2;
        const next3 = twice3 * now3 - before3;
        before0 = now0;
        before1 = now1;
        before2 = now2;
        before3 = now3;
        now0 = next0;
        now1 = next1;
        now2 = next2;
        now3 = next3;
      }
      now[j] = now0;
      now[j + 1] = now1;
      now[j + 2] = now2;
      now[j + 3] = now3;
      before[j] = before0;
      before[j + 1] = before1;
      before[j + 2] = before2;
      before[j + 3] = before3;
    }
  }
}

/** Adds to each of the first `count` sums, and to those that fill up the last four, the products of a piece with its cosines. */
function addProducts(piece: Float64Array, cosines: Float64Array, count: number, sums: Float64Array): void {
  const n = piece.length;
  for (let j = 0; j < count; j += AT_ONCE) {
    const at = j * PIECE;
    let sum0 = sums[j] ?? 0;
    let sum1 = sums[j + 1] ?? 0;
    let sum2 = sums[j + 2] ?? 0;
    let sum3 = sums[j + 3] ?? 0;
    for (let i = 0; i < n; i++) {
      const residual = piece[i] ?? 0;
      sum0 += residual * (cosines[at + i] ?? 0);
      sum1 += residual * (cosines[at + i + PIECE] ?? 0);
      sum2 += residual * (cosines[at + i + 2 * PIECE] ?? 0);
      sum3 += residual * (cosines[at + i + 3 * PIECE] ?? 0);
    }
    sums[j] = sum0;
    sums[j + 1] = sum1;
    sums[j + 2] = sum2;
    sums[j + 3] = sum3;
  }
}
