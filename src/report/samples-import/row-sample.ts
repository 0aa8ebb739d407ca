import { NUMERIC_COLUMNS } from '../../core/columns.ts';
import type { Sample } from '../../core/sample.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from '../../core/sample.ts';
import { checkSample } from '../../core/sample-schema.ts';
import { plainText } from '../csv/csv-cell.ts';
import { isTimeOfDay } from '../time-of-day.ts';
import type { Columns } from './columns-of.ts';

/** A row as it is read: the sample, and what it says of its probe. */
export interface RowSample {
  campaign: string;
  site: string;
  probe: string;
  kind: string;
  warmUp: boolean;
  sample: Sample;
}

/** Longer is no name of a campaign, a site or a probe with all that an export says of it. */
const MOST_NAME_CHARS = 1000;
/** At most `MOST_READING`. */
const NUMBER = /^-?\d{1,15}(\.\d{1,6})?$/;
const WORDS: readonly (readonly [column: string, key: string])[] = [
  ['protocol', 'protocol'],
  ['finish_reason', 'finishReason'],
  ['server_source', 'serverSource'],
];
const BOOLEANS: readonly (readonly [column: string, key: string])[] = [
  ['new_connection', 'newConnection'],
  ['preflight', 'preflight'],
  ['reordered', 'reordered'],
];

/**
 * Reads the cells of one row; `zeroMs` is the due time from which the monotonic
 * clock, which the file does not have, is counted. A text says what is wrong.
 */
export function rowSample(
  columns: Columns,
  cells: readonly string[],
  zeroMs: number | undefined,
): RowSample | string {
  if (cells.length !== columns.size) return `the row has ${cells.length} cells, the header ${columns.size}`;
  const cell = (name: string) => cells[columns.get(name) ?? -1] ?? '';
  const wrong: string[] = [];
  for (const name of ['campaign', 'site', 'probe'])
    if (cell(name).length > MOST_NAME_CHARS)
      return `${name} has ${cell(name).length} characters, and at most ${MOST_NAME_CHARS} are read`;
  const number = (name: string): number | undefined => {
    const text = cell(name);
    if (text === '') return undefined;
    if (NUMBER.test(text)) return Number(text);
    wrong.push(`${name} is ${shown(text)}, which is no number`);
    return undefined;
  };
  const listed = <T extends string>(name: string, list: readonly T[]): T | undefined => {
    const text = cell(name);
    const found = list.find((word) => word === text);
    if (text !== '' && found === undefined) wrong.push(`${name} is ${shown(text)}, which it cannot be`);
    return found;
  };
  const dueEpochMs = number('due_epoch_ms');
  const utcMs = Date.parse(cell('due_utc'));
  if (dueEpochMs !== undefined && (Math.floor(dueEpochMs) !== utcMs || !isTimeOfDay(dueEpochMs)))
    wrong.push(`due_utc and due_epoch_ms are not the same time`);
  const readings: Record<string, unknown> = {};
  for (const { csv, key } of NUMERIC_COLUMNS) readings[key] = number(csv);
  for (const [name, key] of BOOLEANS) {
    const word = listed(name, ['true', 'false']);
    readings[key] = word === undefined ? undefined : word === 'true';
  }
  for (const [name, key] of WORDS) readings[key] = cell(name) === '' ? undefined : plainText(cell(name));
  const gaps = cell('icl_ms');
  const list = gaps === '' ? [] : gaps.split(' ');
  if (list.some((gap) => !NUMBER.test(gap))) wrong.push('icl_ms is no list of numbers');
  const sample = checkSample({
    ...readings,
    seq: number('seq'),
    dueEpochMs,
    dueMonoMs: (dueEpochMs ?? 0) - (zeroMs ?? dueEpochMs ?? 0),
    lateMs: number('late_ms'),
    outcome: listed('outcome', OUTCOMES),
    error: listed('error', PROBE_ERRORS),
    timingSource: listed('timing_source', TIMING_SOURCES),
    iclMs: list.length === 0 ? undefined : list.map(Number),
  });
  const warmUp = listed('warm_up', ['true', 'false']) === 'true';
  if (wrong[0] !== undefined) return wrong[0];
  if (sample === undefined) return 'the row lacks what its outcome requires';
  const [campaign, site, probe] = ['campaign', 'site', 'probe'].map((name) => plainText(cell(name)));
  return {
    campaign: campaign ?? '',
    site: site ?? '',
    probe: probe ?? '',
    kind: cell('kind'),
    warmUp,
    sample,
  };
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}
