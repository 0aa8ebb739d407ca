/** A cell as a spreadsheet holds it: text, or a number, or a formula. */
export type SheetCell = { text: string } | { number: number } | { formula: string };

const CELL = /<table:(?:covered-)?table-cell((?:\s[^>]*?)?)(?:\/>|>(.*?)<\/table:(?:covered-)?table-cell>)/gs;
const ROW = /<table:table-row((?:\s[^>]*?)?)>(.*?)<\/table:table-row>/gs;
/** What fills a sheet up to its edges is repeated that often. */
const FILLING = 1000;

/** The cells of the only sheet of a flat OpenDocument file (`.fods`), rows without what is empty at their ends. */
export function readFlatOds(xml: string): SheetCell[][] {
  const rows: SheetCell[][] = [];
  for (const [, rowAttributes = '', inner = ''] of xml.matchAll(ROW)) {
    const row: SheetCell[] = [];
    for (const [, attributes = '', content = ''] of inner.matchAll(CELL)) {
      const times = repeated(attributes, 'columns');
      if (times < FILLING) for (let i = 0; i < times; i += 1) row.push(cellOf(attributes, content));
    }
    while (row.length > 0 && isEmpty(row.at(-1))) row.pop();
    const times = repeated(rowAttributes, 'rows');
    if (times < FILLING) for (let i = 0; i < times; i += 1) rows.push(row);
  }
  while (rows.at(-1)?.length === 0) rows.pop();
  return rows;
}

const isEmpty = (cell: SheetCell | undefined) => cell !== undefined && 'text' in cell && cell.text === '';

const attribute = (attributes: string, name: string) =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];

const repeated = (attributes: string, of: 'rows' | 'columns') =>
  Number(attribute(attributes, `table:number-${of}-repeated`) ?? 1);

function cellOf(attributes: string, content: string): SheetCell {
  const formula = attribute(attributes, 'table:formula');
  if (formula !== undefined) return { formula };
  const number = attribute(attributes, 'office:value');
  if (number !== undefined) return { number: Number(number) };
  const paragraphs = [...content.matchAll(/<text:p(?:\s[^>]*)?(?:\/>|>(.*?)<\/text:p>)/gs)];
  return { text: paragraphs.map(([, text = '']) => plain(text)).join('\n') };
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(xml: string): string {
  return xml
    .replaceAll(/<text:s(?:\s+text:c="(\d+)")?\/>/g, (_, count?: string) => ' '.repeat(Number(count ?? 1)))
    .replaceAll('<text:tab/>', '\t')
    .replaceAll('<text:line-break/>', '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (_, hex?: string, decimal?: string, name?: string) =>
      name !== undefined
        ? (ENTITIES[name] ?? '')
        : String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    );
}
