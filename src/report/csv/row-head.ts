import { utf8 } from './csv-cell.ts';
import { BEHIND } from './quads.ts';
import { utcText } from './utc.ts';

/** Bytes that `seq` and both cells of a due time need at most, each with its comma, and what is written behind them. */
export const LONGEST_HEAD = 96 + BEHIND;

/** From here on, until 2286, the seconds since 1970 have ten digits. */
const FIRST_S = 1e9;
const END_S = 1e10;
const COMMA = 44;
/** Places in `2026-11-22T12:00:05.000Z,1795348805000.000,` */
const HOUR = 11;
const MINUTE = 14;
const SECOND = 17;
const UTC_MS = 20;
const LOW_S = 29;
const EPOCH_MS = 35;
const MICROS = 39;

/** Writes the head of row `i` at `at`, and answers the place behind it; up to `BEHIND` places more become commas. */
export type WriteHead = (view: DataView, at: number, seq: number, epochMs: Float64Array, i: number) => number;

/**
 * Writes what is in front of the readings of a row: `lead`, `seq`, `due_utc` and `due_epoch_ms`, each
 * cell with its comma. The text of the row before stays, and only what has changed is made again: in
 * one second the last digits, in one day hardly more.
 */
export function headWriter(lead: Uint8Array): WriteHead {
  let second = Number.NaN;
  let day = Number.NaN;
  let million = Number.NaN;
  let thousand = Number.NaN;
  /** Where the due time begins, and the head ends. */
  let due = 0;
  let end = 0;
  let text = new Uint8Array(0);
  let from = new DataView(text.buffer);
  const layOut = (seq: number, micros: number) => {
    const bytes = utf8(`${seq},${dueText(micros)}`);
    end = lead.length + bytes.length;
    due = lead.length + String(seq).length + 1;
    text = new Uint8Array(end + BEHIND).fill(COMMA);
    from = new DataView(text.buffer);
    text.set(lead);
    text.set(bytes, lead.length);
    second = Number.NaN;
  };
  const begin = (now: number) => {
    second = now;
    const ofDay = now - day * 86_400;
    const hour = (ofDay / 3600) | 0;
    const ofHour = ofDay - hour * 3600;
    const minute = (ofHour / 60) | 0;
    const low = now - million * 1e6;
    const high = (low / 1000) | 0;
    writePair(text, due + HOUR, hour);
    writePair(text, due + MINUTE, minute);
    writePair(text, due + SECOND, ofHour - minute * 60);
    writeTriple(text, due + LOW_S, high);
    writeTriple(text, due + LOW_S + 3, low - high * 1000);
  };
  return (view, at, seq, epochMs, i) => {
    const micros = Math.round((epochMs[i] ?? 0) * 1000);
    const now = Math.floor(micros / 1e6);
    const isUsual = now >= FIRST_S && now < END_S;
    if (seq < 1000 || Math.floor(seq / 1000) !== thousand || !isUsual) {
      // No laptop has a date that is not usual: being fast would not be worth it.
      layOut(seq, micros);
      thousand = Math.floor(seq / 1000);
      day = Number.NaN;
    }
    if (isUsual) {
      if (now !== second) {
        const nextDay = Math.floor(now / 86_400);
        const nextMillion = Math.floor(now / 1e6);
        if (nextDay !== day || nextMillion !== million) layOut(seq, micros);
        day = nextDay;
        million = nextMillion;
        begin(now);
      }
      const rest = (micros - now * 1e6) | 0;
      const ms = (rest / 1000) | 0;
      if (seq >= 1000) writeTriple(text, due - 4, (seq - thousand * 1000) | 0);
      writeTriple(text, due + UTC_MS, ms);
      writeTriple(text, due + EPOCH_MS, ms);
      writeTriple(text, due + MICROS, rest - ms * 1000);
    }
    for (let k = 0; k < end; k += 4) view.setUint32(at + k, from.getUint32(k, true), true);
    return at + end;
  };
}

/** `due_utc` and `due_epoch_ms` with their commas. */
function dueText(micros: number): string {
  const whole = Math.floor(micros / 1000);
  const thousandths = String(micros - whole * 1000).padStart(3, '0');
  const epoch = whole < 0 ? (micros / 1000).toFixed(3) : `${whole}.${thousandths}`;
  return `${utcText(micros / 1000)},${epoch},`;
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
