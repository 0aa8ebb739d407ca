import { utcText } from './utc.ts';

/**
 * Writes `due_utc` and `due_epoch_ms` of row `i`, each with its comma; answers the place
 * behind them. Within one second only the last digits are made again.
 */
export function dueWriter(): (bytes: Uint8Array, at: number, epochMs: Float64Array, i: number) => number {
  let second = Number.NaN;
  /** `2026-11-22T12:00:05.000Z,1795348805000.000,` */
  let text = new Uint8Array(0);
  return (bytes, at, epochMs, i) => {
    const micros = Math.round((epochMs[i] ?? 0) * 1000);
    const now = Math.floor(micros / 1e6);
    // Before 1970 and in its first second the digits do not come one after the other.
    if (now !== second || now <= 0) {
      second = now;
      text = textOf(micros);
    }
    if (now > 0) {
      const rest = (micros - now * 1e6) | 0;
      const ms = (rest / 1000) | 0;
      const end = text.length;
      writeTriple(text, UTC_MS, ms);
      writeTriple(text, end - 8, ms);
      writeTriple(text, end - 4, rest - ms * 1000);
    }
    bytes.set(text, at);
    return at + text.length;
  };
}

/** Bytes that both cells of a due time need at most, with their commas. */
export const LONGEST_DUE = 64;

/** Years beyond 9999 have more digits, and no laptop has them. */
const UTC_MS = 20;

function textOf(micros: number): Uint8Array<ArrayBuffer> {
  const whole = Math.floor(micros / 1000);
  const thousandths = String(micros - whole * 1000).padStart(3, '0');
  const epoch = whole < 0 ? (micros / 1000).toFixed(3) : `${whole}.${thousandths}`;
  return Uint8Array.from(`${utcText(micros / 1000)},${epoch},`, (letter) => letter.charCodeAt(0));
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
