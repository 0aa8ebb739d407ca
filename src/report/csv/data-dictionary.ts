import { NUMERIC_COLUMNS } from '../../core/columns.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from '../../core/sample.ts';
import { COLUMN_WORDS, EVENT_WORDS, OUTAGE_WORDS, PERCENTILE_WORDS } from './dictionary-words.ts';
import { EVENTS_HEADER } from './events-csv.ts';
import { OUTAGES_HEADER } from './outages-csv.ts';
import { PERCENTILES_HEADER } from './percentiles-csv.ts';
import { SAMPLES_HEADER } from './samples-header.ts';

/** What each column of each exported table means; plain text, for whoever gets the files. */
export function dataDictionary(): string {
  const lines = [
    'Dishprobe: data dictionary of the exported tables, version 1',
    '',
    'CSV after RFC 4180: UTF-8 without byte order mark, lines end with CRLF, cells are parted by commas.',
    'An empty cell was not measured, or there were too few samples to say; it never stands for 0.',
    'Times of day are UTC with milliseconds (ISO 8601). Durations in columns that end with _ms are',
    'milliseconds with three decimals. true and false are written out.',
    'Text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage',
    'return) has an apostrophe in front of it, and so has such text that has an apostrophe in front',
    'of it already. Take one apostrophe off where one or more stand before such a character; the',
    'import of Dishprobe does.',
    '',
    ...table('samples', 'One row for each due time of each probe.', SAMPLES_HEADER, sampleWord),
    ...table(
      'percentiles',
      'One row for each probe, metric and population.',
      PERCENTILES_HEADER,
      (name) => PERCENTILE_WORDS[name],
    ),
    ...table(
      'outages',
      'One row for each outage, interruption and unmeasured time.',
      OUTAGES_HEADER,
      (name) => OUTAGE_WORDS[name],
    ),
    ...table('events', 'What happened beside the samples.', EVENTS_HEADER, (name) => EVENT_WORDS[name]),
    'Closed lists',
    `  outcome: ${OUTCOMES.join(', ')}`,
    `  error: ${PROBE_ERRORS.join(', ')}`,
    `  timing_source: ${TIMING_SOURCES.join(', ')}`,
    '',
  ];
  return lines.join('\r\n');
}

function sampleWord(name: string): string | undefined {
  return NUMERIC_COLUMNS.find(({ csv }) => csv === name)?.meaning ?? COLUMN_WORDS[name];
}

function table(
  name: string,
  what: string,
  header: string,
  wordOf: (column: string) => string | undefined,
): string[] {
  const columns = header.split(',').map((column) => {
    const words = wordOf(column);
    if (words === undefined) throw new Error(`The data dictionary has no words for ${name}.${column}.`);
    return `  ${column}: ${words}`;
  });
  return [`${name}: ${what}`, ...columns, ''];
}
