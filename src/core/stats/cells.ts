import { nearestRank } from './percentile.ts';
import { selectFloat } from './select-in-place.ts';

/** Values laid out cell by cell in one array: cell c holds those from `offsets[c]` up to `offsets[c + 1]`. */
export interface Cells {
  values: Float32Array<ArrayBuffer>;
  offsets: Uint32Array<ArrayBuffer>;
}

/**
 * Sorts values into `count` cells; within a cell they keep their order. `cellOf`: the cell of each value;
 * those below 0 or from `count` on are left out.
 */
export function fillCells(count: number, cellOf: Int32Array, read: Float32Array): Cells {
  const offsets = new Uint32Array(count + 1);
  for (let i = 0; i < read.length; i++) {
    const cell = cellOf[i] ?? -1;
    if (cell >= 0 && cell < count) offsets[cell + 1] = (offsets[cell + 1] ?? 0) + 1;
  }
  for (let c = 0; c < count; c++) offsets[c + 1] = (offsets[c + 1] ?? 0) + (offsets[c] ?? 0);
  const values = new Float32Array(offsets[count] ?? 0);
  const next = offsets.slice();
  for (let i = 0; i < read.length; i++) {
    const cell = cellOf[i] ?? -1;
    if (cell < 0 || cell >= count) continue;
    const place = next[cell] ?? 0;
    values[place] = read[i] ?? Number.NaN;
    next[cell] = place + 1;
  }
  return { values, offsets };
}

/** How many values a cell holds. */
export function sizeOf({ offsets }: Cells, cell: number): number {
  return (offsets[cell + 1] ?? 0) - (offsets[cell] ?? 0);
}

/** Quantile `p` of a cell by nearest rank; `undefined` where it holds fewer than `least` values. Reorders the cell. */
export function cellQuantile(cells: Cells, cell: number, p: number, least: number): number | undefined {
  const n = sizeOf(cells, cell);
  if (n < least || n === 0) return undefined;
  const from = cells.offsets[cell] ?? 0;
  return selectFloat(cells.values, from + nearestRank(n, p) - 1, from, from + n);
}
