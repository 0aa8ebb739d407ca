import { quoted, type RecordingColumns, readHeader, unquote } from './recording-header.ts';

/** A recording as columns, in the order of the file, which is that of time. */
export interface RecordedRows {
  columns: RecordingColumns;
  /** As in the file, in ms: since its own zero, or since 1970. */
  timesMs: Float64Array<ArrayBuffer>;
  /** NaN: lost. */
  rttMs: Float32Array<ArrayBuffer>;
}

/** More do not fit the memory of a browser tab beside their report. */
const MOST_ROWS = 30_000_000;
/** A round trip over ten minutes is a wrong unit. */
const LONGEST_RTT_MS = 600_000;
const LOST = /^([+-]?(nan|inf|infinity)|null|none|na|n\/a|-)?$/i;

/**
 * Reads a recording piece by piece: a header, then a row for each probe with its
 * time and its round trip. An empty round trip, `nan`, `inf` or a negative one is
 * a lost probe. Lines end with LF or CRLF; empty ones and those that begin with #
 * are passed over, as is a byte order mark. Once a line cannot be read, `problem` says which
 * and how to mend it, and nothing more is taken.
 */
export class RecordingReader {
  problem: string | undefined;
  #columns: RecordingColumns | undefined;
  #timesMs = new Float64Array(1 << 16);
  #rttMs = new Float32Array(1 << 16);
  #count = 0;
  #line = 0;
  #rest = '';
  #lastMs = Number.NEGATIVE_INFINITY;

  /** Takes the next piece of the file's text, which may end anywhere. */
  push(text: string): void {
    const whole = this.#rest + text;
    let at = 0;
    while (this.problem === undefined) {
      const end = whole.indexOf('\n', at);
      if (end < 0) break;
      this.#take(whole.slice(at, whole.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end));
      at = end + 1;
    }
    this.#rest = whole.slice(at);
    if (this.#rest.length > 100_000)
      this.problem = `Line ${this.#line + 1} is longer than any line of a recording. Save the file as text, a row for each probe.`;
  }

  /** After the last piece: the rows, or nothing where there is a problem. */
  end(): RecordedRows | undefined {
    if (this.#rest !== '') this.push('\n');
    if (this.problem !== undefined) return undefined;
    if (this.#columns === undefined) {
      this.problem =
        'The file is empty. Its first line must read t_s,rtt_ms, followed by a row for each probe.';
      return undefined;
    }
    return {
      columns: this.#columns,
      timesMs: this.#timesMs.subarray(0, this.#count),
      rttMs: this.#rttMs.subarray(0, this.#count),
    };
  }

  #take(raw: string): void {
    this.#line += 1;
    const line = this.#line === 1 && raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw;
    if (line.charCodeAt(0) === 35 || line.trim() === '') return;
    if (this.#columns !== undefined) {
      this.#row(line, this.#columns);
      return;
    }
    if (line.includes('\0') || line.includes('\ufffd')) {
      this.problem = 'The file is not text in UTF-8. Unpack it, or save it as CSV in UTF-8.';
      return;
    }
    const columns = readHeader(line);
    if (typeof columns === 'string') this.problem = columns.replace(/^Line 1\b/, `Line ${this.#line}`);
    else this.#columns = columns;
  }

  #row(line: string, columns: RecordingColumns): void {
    const { separator, time, rtt, timeUnitMs, rttUnitMs, names } = columns;
    const timeCell = cellAt(line, time, separator);
    const rttCell = cellAt(line, rtt, separator);
    if (timeCell === undefined || rttCell === undefined) {
      this.#refuse(
        `the row has no cell for ${timeCell === undefined ? names.time : names.rtt}. Write ${names.time}${separator}${names.rtt}; leave ${names.rtt} empty for a lost probe.`,
      );
      return;
    }
    const timeMs = numberOf(timeCell) * timeUnitMs;
    if (!Number.isFinite(timeMs)) {
      this.#refuse(`${names.time} is ${quoted(timeCell)}, which is no time. Write a number, such as 12.5.`);
      return;
    }
    if (timeMs < this.#lastMs) {
      this.#refuse(`${names.time} goes back to ${quoted(timeCell)}. Sort the rows by time.`);
      return;
    }
    const rttMs = numberOf(rttCell) * rttUnitMs;
    if (Number.isNaN(rttMs) && !LOST.test(unquote(rttCell))) {
      this.#refuse(
        `${names.rtt} is ${quoted(rttCell)}, which is no number. Write one such as 41.2, or leave the cell empty for a lost probe.`,
      );
      return;
    }
    if (rttMs > LONGEST_RTT_MS && rttMs !== Number.POSITIVE_INFINITY) {
      this.#refuse(
        `${names.rtt} is ${quoted(rttCell)}: over ten minutes. If the unit is another, name the column rtt_us or rtt_s.`,
      );
      return;
    }
    if (this.#count === MOST_ROWS) {
      this.#refuse(`a recording may have ${MOST_ROWS / 1e6} million rows. Split the file.`);
      return;
    }
    this.#lastMs = timeMs;
    this.#add(timeMs, rttMs >= 0 && Number.isFinite(rttMs) ? rttMs : Number.NaN);
  }

  #add(timeMs: number, rttMs: number): void {
    if (this.#count === this.#timesMs.length) {
      const times = new Float64Array(this.#count * 2);
      const rtts = new Float32Array(this.#count * 2);
      times.set(this.#timesMs);
      rtts.set(this.#rttMs);
      this.#timesMs = times;
      this.#rttMs = rtts;
    }
    this.#timesMs[this.#count] = timeMs;
    this.#rttMs[this.#count] = rttMs;
    this.#count += 1;
  }

  #refuse(why: string): void {
    this.problem = `Line ${this.#line}: ${why}`;
  }
}

function cellAt(line: string, index: number, separator: string): string | undefined {
  let from = 0;
  for (let i = 0; i < index; i++) {
    from = line.indexOf(separator, from) + 1;
    if (from === 0) return undefined;
  }
  const to = line.indexOf(separator, from);
  return to < 0 ? line.slice(from) : line.slice(from, to);
}

/** NaN for all that is no number in digits, nothing included. */
function numberOf(cell: string): number {
  const value = Number(cell);
  // `Number` takes blanks for 0 and reads 0x10; both are rare, so that they are looked at again only then.
  if (value === 0 || Number.isNaN(value)) return /\d/.test(cell) ? Number(unquote(cell)) : Number.NaN;
  return value;
}
