import { utf8 } from './csv-cell.ts';

/** ISO 8601 in UTC with milliseconds and Z, truncated to the millisecond. */
export function utcText(epochMs: number): string {
  return new Date(wholeMs(epochMs)).toISOString();
}

/**
 * The whole milliseconds of a time as it reads with three decimals: rounded to
 * the microsecond first, so that `due_utc` and `due_epoch_ms` never disagree.
 */
export function wholeMs(epochMs: number): number {
  return Math.floor(Math.round(epochMs * 1000) / 1000);
}

/** Writes `utcText` as bytes; within one second only the last digits are made again. */
export function utcBytesWriter(): (epochMs: number) => Uint8Array {
  let second = Number.NaN;
  let bytes = new Uint8Array(0);
  return (epochMs) => {
    const ms = wholeMs(epochMs);
    const now = Math.floor(ms / 1000);
    if (now !== second) {
      second = now;
      bytes = utf8(new Date(now * 1000).toISOString());
    }
    const rest = ms - now * 1000;
    const at = bytes.length - 4;
    bytes[at] = 48 + Math.floor(rest / 100);
    bytes[at + 1] = 48 + (Math.floor(rest / 10) % 10);
    bytes[at + 2] = 48 + (rest % 10);
    return bytes;
  };
}
