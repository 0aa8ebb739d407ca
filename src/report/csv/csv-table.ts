import { utf8 } from './csv-cell.ts';

/** A small table as CSV with CRLF (RFC 4180). The cells are encoded already, by `csvText` and by the functions below. */
export function csvTable(header: string, rows: readonly (readonly string[])[]): Uint8Array<ArrayBuffer> {
  // Row by row: of a long text, the list of bytes that `utf8` makes first would take much memory.
  const lines = [header, ...rows.map((cells) => cells.join(','))].map((line) => utf8(`${line}\r\n`));
  const bytes = new Uint8Array(lines.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const line of lines) {
    bytes.set(line, at);
    at += line.length;
  }
  return bytes;
}

/** A time or duration with three decimals, rounded half away from zero; empty for NaN and undefined, `inf` for Infinity. */
export function decimal3(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  const thousandths = Math.round(Math.abs(value) * 1000);
  const whole = Math.floor(thousandths / 1000);
  const sign = value < 0 && thousandths > 0 ? '-' : '';
  return `${sign}${whole}.${String(thousandths - whole * 1000).padStart(3, '0')}`;
}
