import { utcText } from './utc.ts';

/** Bytes that both cells of a due time need at most, with their commas. */
export const LONGEST_DUE = 64;

/** From here on, until 2286, the seconds since 1970 have ten digits. */
const FIRST_S = 1e9;
const END_S = 1e10;
/** Places in `2026-11-22T12:00:05.000Z,1795348805000.000,` */
const HOUR = 11;
const MINUTE = 14;
const SECOND = 17;
const UTC_MS = 20;
const LOW_S = 29;
const EPOCH_MS = 35;
const MICROS = 39;

/**
 * Writes `due_utc` and `due_epoch_ms` of row `i`, each with its comma; answers the
 * place behind them. Within one day only the last digits are made again, and within
 * one second only those behind it.
 */
export function dueWriter(): (bytes: Uint8Array, at: number, epochMs: Float64Array, i: number) => number {
  let second = Number.NaN;
  let day = Number.NaN;
  let million = Number.NaN;
  let text = new Uint8Array(0);
  const begin = (now: number, micros: number) => {
    second = now;
    const nextDay = Math.floor(now / 86_400);
    const nextMillion = Math.floor(now / 1e6);
    if (nextDay !== day || nextMillion !== million) {
      day = nextDay;
      million = nextMillion;
      text = textOf(micros);
    }
    const ofDay = now - nextDay * 86_400;
    const hour = (ofDay / 3600) | 0;
    const ofHour = ofDay - hour * 3600;
    const minute = (ofHour / 60) | 0;
    const low = now - nextMillion * 1e6;
    const high = (low / 1000) | 0;
    writePair(text, HOUR, hour);
    writePair(text, MINUTE, minute);
    writePair(text, SECOND, ofHour - minute * 60);
    writeTriple(text, LOW_S, high);
    writeTriple(text, LOW_S + 3, low - high * 1000);
  };
  return (bytes, at, epochMs, i) => {
    const micros = Math.round((epochMs[i] ?? 0) * 1000);
    const now = Math.floor(micros / 1e6);
    if (now < FIRST_S || now >= END_S) {
      // No laptop has such a date: not worth being fast.
      const rare = textOf(micros);
      bytes.set(rare, at);
      return at + rare.length;
    }
    if (now !== second) begin(now, micros);
    const rest = (micros - now * 1e6) | 0;
    const ms = (rest / 1000) | 0;
    writeTriple(text, UTC_MS, ms);
    writeTriple(text, EPOCH_MS, ms);
    writeTriple(text, MICROS, rest - ms * 1000);
    bytes.set(text, at);
    return at + text.length;
  };
}

function textOf(micros: number): Uint8Array<ArrayBuffer> {
  const whole = Math.floor(micros / 1000);
  const thousandths = String(micros - whole * 1000).padStart(3, '0');
  const epoch = whole < 0 ? (micros / 1000).toFixed(3) : `${whole}.${thousandths}`;
  return Uint8Array.from(`${utcText(micros / 1000)},${epoch},`, (letter) => letter.charCodeAt(0));
}

function writePair(bytes: Uint8Array, at: number, value: number): void {
  const tens = (value / 10) | 0;
  bytes[at] = 48 + tens;
  bytes[at + 1] = 48 + value - tens * 10;
}

/** Three digits of a number below 1000; what stands behind them stays. */
function writeTriple(bytes: Uint8Array, at: number, value: number): void {
  const high = (value / 100) | 0;
  const rest = value - high * 100;
  const tens = (rest / 10) | 0;
  bytes[at] = 48 + high;
  bytes[at + 1] = 48 + tens;
  bytes[at + 2] = 48 + rest - tens * 10;
}
