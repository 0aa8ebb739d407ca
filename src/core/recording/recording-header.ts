/** Where the two columns of a recording stand, and how to make milliseconds of them. */
export interface RecordingColumns {
  separator: string;
  time: number;
  rtt: number;
  /** Milliseconds in one unit of the time column. */
  timeUnitMs: number;
  rttUnitMs: number;
  /** As the file spells them. */
  names: { time: string; rtt: string };
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };
/** Without a unit in its name a column could mean anything; a one-way delay is no round trip. */
const TIME = /^(?:t|time|timestamp|elapsed|epoch|unix|unix_time)_(s|ms|us|ns)$/;
const RTT = /^(?:rtt|srtt|ping_rtt|round_trip_time|ping|latency|pop_ping_latency)_(s|ms|us|ns)$/;

/**
 * Reads the header line of a recording. `t_s` and `rtt_ms` are what is expected;
 * other names that say by themselves what they are and in which unit (`time_ms`,
 * `RTT (us)`, `latency_ms`) are understood, where only one column fits. Cells are
 * parted by commas, semicolons or tabs. A text that is answered is a problem: a
 * sentence that says what is wrong and how to mend it.
 */
export function readHeader(line: string): RecordingColumns | string {
  const separator = [',', ';', '\t'].find((mark) => line.includes(mark)) ?? ',';
  const names = line.split(separator).map(unquote);
  const keys = names.map(keyOf);
  if (keys.includes('due_utc'))
    return 'This is a samples CSV of Dishprobe. An empty rtt_ms does not mean a lost probe there, so it cannot be read as a recording.';
  const time = pick(keys, TIME, 't_s');
  const rtt = pick(keys, RTT, 'rtt_ms');
  if (time === undefined || rtt === undefined) {
    const what = [time === undefined ? 'times' : '', rtt === undefined ? 'round-trip times' : ''];
    return `Line 1: no column of ${what.filter(Boolean).join(' and none of ')} was found. The first line must name the columns, such as t_s,rtt_ms; it reads ${quoted(line)}.`;
  }
  for (const found of [time, rtt]) {
    if (found.length > 1)
      return `Line 1: ${found.map((at) => names[at]).join(' and ')} may both be meant. Name the two columns t_s and rtt_ms.`;
  }
  const [timeAt = 0] = time;
  const [rttAt = 0] = rtt;
  return {
    separator,
    time: timeAt,
    rtt: rttAt,
    timeUnitMs: UNIT_MS[TIME.exec(keys[timeAt] ?? '')?.[1] ?? 's'] ?? 1000,
    rttUnitMs: UNIT_MS[RTT.exec(keys[rttAt] ?? '')?.[1] ?? 'ms'] ?? 1,
    names: { time: names[timeAt] ?? '', rtt: names[rttAt] ?? '' },
  };
}

/** The columns that fit: the expected name alone where it is there, else all; nothing where none does. */
function pick(keys: readonly string[], shape: RegExp, expected: string): number[] | undefined {
  const exact = keys.indexOf(expected);
  if (exact >= 0 && keys.lastIndexOf(expected) === exact) return [exact];
  const found = keys.flatMap((key, at) => (shape.test(key) ? [at] : []));
  return found.length === 0 ? undefined : found;
}

/** `RTT (ms)` and `rtt [ms]` are `rtt_ms`. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('µ', 'u')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** A cell without the blanks and quotes around it. */
export function unquote(cell: string): string {
  const text = cell.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).trim() : text;
}

/** Text of the file within a sentence, cut where it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
