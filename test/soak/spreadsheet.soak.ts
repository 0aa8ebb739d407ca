import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { hostileTables } from '../report/hostile-tables.ts';
import { parseCsv } from '../report/rfc4180.ts';
import { readFlatOds, type SheetCell } from '../support/flat-ods.ts';
import { findOffice, type Office } from '../support/libreoffice.ts';

/**
 * LibreOffice opens the exported tables with the rows and values that are in them, and
 * saves them as xlsx, as OpenDocument and as CSV again without a change. No text becomes a formula
 * there, although the same text without its apostrophe does.
 */
export const unit = 'samples';
export const shortAmount = 300;

export async function soak(samples = 5000, tell: (line: string) => void): Promise<void> {
  const office = findOffice();
  if (office === undefined) {
    tell('LibreOffice is not installed here: that it reads the exports was not proven.');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'dishprobe-office-'));
  try {
    await proveThatFormulasAreSeen(office, folder);
    const tables = Object.entries(hostileTables(samples));
    const paths = tables.map(([name]) => join(folder, `${name}.csv`));
    for (const [i, [, bytes]] of tables.entries()) writeFileSync(paths[i] ?? '', bytes);
    const opened = await office.convert(paths, 'fods', folder);
    const workbooks = await office.convert(paths, 'xlsx', folder);
    // In folders of their own: the names are the same again.
    const again = mkdtempSync(join(folder, 'again-'));
    const reopened = await office.convert(workbooks, 'fods', again);
    const saved = await office.convert(workbooks, 'csv', again);
    for (const [i, [name, bytes]] of tables.entries()) {
      const rows = parseCsv(bytes);
      const wanted = rows.map((row) => trimmed(row.map(asSheet)));
      same(`${name} as ods`, readFlatOds(textOf(opened[i])), wanted);
      same(`${name} as xlsx`, readFlatOds(textOf(reopened[i])), wanted);
      same(
        `${name} as csv again`,
        parseCsv(strict(textOf(saved[i]))).map((row) => trimmed(row.map(asSheet))),
        wanted,
      );
      tell(`${name}: ${rows.length - 1} rows, ${rows[0]?.length} columns, all as written`);
    }
    tell(`LibreOffice ${office.version}: opened and saved as ods, xlsx and csv; no cell is a formula`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Else it would prove nothing that there is none. */
async function proveThatFormulasAreSeen(office: Office, folder: string): Promise<void> {
  const path = join(folder, 'raw.csv');
  writeFileSync(path, '=1+1,+1+1,-1+1,text\r\n');
  const [opened] = await office.convert([path], 'fods', folder);
  const [[first] = []] = readFlatOds(textOf(opened));
  if (first === undefined || !('formula' in first))
    throw new Error('LibreOffice took "=1+1" for no formula, so this proof would be none.');
}

const textOf = (path: string | undefined) => readFileSync(path ?? '', 'utf8');

/** LibreOffice ends rows with a line feed; the reader of RFC 4180 wants both characters. */
function strict(text: string): Uint8Array {
  const parts = text.split('"').map((part, i) => (i % 2 === 0 ? part.replaceAll('\n', '\r\n') : part));
  return new TextEncoder().encode(parts.join('"'));
}

/** A cell of a CSV as a spreadsheet has to take it: a number, or text with its line breaks as the spreadsheet's own. */
function asSheet(cell: string): SheetCell {
  const isNumber = /^-?\d+(\.\d+)?$/.test(cell);
  return isNumber ? { number: Number(cell) } : { text: cell.replaceAll(/\r\n?/g, '\n') };
}

function trimmed(row: SheetCell[]): SheetCell[] {
  const last = row.findLastIndex((cell) => !('text' in cell) || cell.text !== '');
  return row.slice(0, last + 1);
}

function same(what: string, found: readonly SheetCell[][], wanted: readonly SheetCell[][]): void {
  if (found.length !== wanted.length)
    throw new Error(`${what}: ${found.length} rows instead of ${wanted.length}.`);
  for (const [at, row] of wanted.entries()) {
    const place = row.findIndex((cell, i) => !isDeepStrictEqual(found[at]?.[i], cell));
    if (place < 0 && found[at]?.length === row.length) continue;
    const column = place < 0 ? row.length : place;
    const [is, was] = [found[at]?.[column], row[column]].map((cell) => JSON.stringify(cell));
    throw new Error(`${what}, row ${at + 1}, column ${column + 1}: ${is} instead of ${was}.`);
  }
}
