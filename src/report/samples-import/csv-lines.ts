/** A row of a CSV, and the line of the file with which it begins. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** Longer is no row of ours: the longest have the gaps of an answer of 100,000 chunks. */
const MOST_CHARS = 8_000_000;
const CELL = /(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gy;

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
    const cells: string[] = [];
    CELL.lastIndex = 0;
    let read = 0;
    for (let cell = CELL.exec(text); cell !== null; cell = CELL.exec(text)) {
      cells.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '');
      read = CELL.lastIndex;
      if (read >= text.length) break;
    }
    if (read === text.length) return { line, cells };
    this.problem = `Line ${line}: a quote stands where none may be. Get the file again.`;
    return undefined;
  }
}
