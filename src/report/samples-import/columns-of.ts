import { NUMERIC_COLUMNS } from '../../core/columns.ts';
import { SAMPLES_HEADER } from '../csv/samples-header.ts';

const KNOWN = new Set(SAMPLES_HEADER.split(','));
/** Without them a row says nothing. */
const NEEDED = [
  'campaign',
  'site',
  'probe',
  'kind',
  'seq',
  'due_utc',
  'due_epoch_ms',
  'late_ms',
  'outcome',
  'error',
];

/** Where each column stands, by its name. */
export type Columns = ReadonlyMap<string, number>;

/** Whether a text begins with the header of a samples CSV of this app. */
export function isSamplesHeader(text: string): boolean {
  return text.replace(/^\ufeff/, '').startsWith(NEEDED.slice(0, 6).join(','));
}

/** Reads the header line; a text says what is wrong with it. */
export function columnsOf(names: readonly string[]): Columns | string {
  const columns = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    if (!KNOWN.has(name))
      return `Line 1: the column ${JSON.stringify(name.slice(0, 60))} is not known. The file was changed, or a newer version of Dishprobe wrote it.`;
    if (columns.has(name)) return `Line 1: the column ${name} is there twice.`;
    columns.set(name, at);
  }
  const missing = NEEDED.find((name) => !columns.has(name));
  if (missing !== undefined) return `Line 1: the column ${missing} is missing. Export the samples CSV again.`;
  return columns;
}

/** Columns of numbers that the file does not have. */
export function missingNumbers(columns: Columns): string[] {
  return NUMERIC_COLUMNS.map(({ csv }) => csv).filter((name) => !columns.has(name));
}
