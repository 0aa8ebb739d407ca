import { parseCsv } from '../report/rfc4180.ts';

/** One row of a CSV by column name; what is empty is not there. */
export type Row = Partial<Record<string, string>>;

export function rowsOf(text: string): Row[] {
  const [header = [], ...rows] = parseCsv(new TextEncoder().encode(text));
  return rows.map((cells) =>
    Object.fromEntries(header.map((name, i) => [name, cells[i]]).filter(([, cell]) => cell !== '')),
  );
}

export const numbersOf = (rows: readonly Row[], column: string): number[] =>
  rows.flatMap((row) => (row[column] === undefined ? [] : [Number(row[column])]));

export { quantile } from '../support/quantile.ts';
