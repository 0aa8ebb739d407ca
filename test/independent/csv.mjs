/**
 * One row of a CSV by column name.
 * @typedef {Record<string, string>} Row
 */

/**
 * Reads a CSV with a header (RFC 4180).
 * @param {string} text
 * @returns {Row[]}
 */
export function readCsv(text) {
  const [header = [], ...rows] = cellsOf(text);
  return rows.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
}

/** @param {string} text */
function cellsOf(text) {
  /** @type {string[][]} */
  const rows = [];
  for (const line of linesOf(text)) {
    if (!line.includes('"')) {
      rows.push(line.split(','));
      continue;
    }
    const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g);
    rows.push(Array.from(cells, ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
  }
  return rows;
}

/**
 * Lines end with CRLF, but not within quotes.
 * @param {string} text
 */
function* linesOf(text) {
  let line = '';
  for (const part of text.split('\r\n')) {
    line = line === '' ? part : `${line}\r\n${part}`;
    if ((line.match(/"/g)?.length ?? 0) % 2 === 1) continue;
    if (line !== '') yield line;
    line = '';
  }
}
