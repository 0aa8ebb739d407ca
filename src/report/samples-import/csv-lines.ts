/** A row of a CSV, and the line of the file with which it begins. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** Longer is no row of ours: the longest have the gaps of an answer of 100,000 chunks. */
const MOST_CHARS = 8_000_000;

/** Cuts CSV (RFC 4180; LF alone is taken as well) into rows, piece by piece. Holds one row at a time. */
export class CsvLines {
  problem: string | undefined;
  #rest = '';
  #line = 1;

  /** The rows that are whole with this piece of text, which may end anywhere. */
  *push(text: string): Generator<CsvRow> {
    const whole = this.#rest + text;
    let from = 0;
    for (;;) {
      const end = this.#rowEnd(whole, from);
      if (end < 0 || this.problem !== undefined) break;
      const row = this.#row(
        whole.slice(from, whole.charCodeAt(end - 1) === 13 && end > from ? end - 1 : end),
      );
      from = end + 1;
      if (row !== undefined) yield row;
    }
    this.#rest = whole.slice(from);
    if (this.#rest.length > MOST_CHARS)
      this.problem ??= `Line ${this.#line}: the row is longer than any row of a samples CSV. Get the file again.`;
  }

  /** After the last piece. */
  *end(): Generator<CsvRow> {
    if (this.#rest !== '') yield* this.push('\n');
    if (this.#rest !== '')
      this.problem ??= `Line ${this.#line}: a quoted cell is not closed. The file is not whole.`;
  }

  /** The line feed that ends a row: the first one that no quotes enclose. */
  #rowEnd(text: string, from: number): number {
    let end = text.indexOf('\n', from);
    let quotes = 0;
    let counted = from;
    while (end >= 0) {
      for (let at = text.indexOf('"', counted); at >= 0 && at < end; at = text.indexOf('"', at + 1))
        quotes += 1;
      if (quotes % 2 === 0) return end;
      counted = end;
      end = text.indexOf('\n', end + 1);
    }
    return -1;
  }

  #row(text: string): CsvRow | undefined {
    const line = this.#line;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#line += 1;
    this.#line += 1;
    if (!text.includes('"')) return { line, cells: text.split(',') };
    const cells = cellsOf(text);
    if (cells !== undefined) return { line, cells };
    this.problem = `Line ${line}: a quote stands where none may be. Get the file again.`;
    return undefined;
  }
}

/** The cells of a row that has quotes in it; nothing where they stand where none may be. */
function cellsOf(row: string): string[] | undefined {
  const cells: string[] = [];
  for (let at = 0; ; ) {
    let end: number;
    if (row[at] === '"') {
      let close = row.indexOf('"', at + 1);
      while (close >= 0 && row[close + 1] === '"') close = row.indexOf('"', close + 2);
      if (close < 0) return undefined;
      cells.push(row.slice(at + 1, close).replaceAll('""', '"'));
      end = close + 1;
    } else {
      const comma = row.indexOf(',', at);
      end = comma < 0 ? row.length : comma;
      const cell = row.slice(at, end);
      if (cell.includes('"')) return undefined;
      cells.push(cell);
    }
    if (end === row.length) return cells;
    if (row[end] !== ',') return undefined;
    at = end + 1;
  }
}
