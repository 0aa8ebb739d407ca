/** @typedef {import('./csv.mjs').Row} Row */

/**
 * One answered sample; `breaks`: time that nobody measured lies before it.
 * @typedef {{ sentMs: number, value: number, breaks: boolean }} Reading
 */

/** @param {Row} row */
export const isAnswered = ({ outcome }) => outcome === 'ok' || outcome === 'late';

/**
 * The rows of a probe without its warm-up requests.
 * @param {Row[]} samples
 * @param {string} probe
 */
export const rowsOfProbe = (samples, probe) =>
  samples.filter((row) => row.probe === probe && row.warm_up !== 'true');

/**
 * The readings of a column over the answered rows, in their order, with the wall-clock time of sending.
 * @param {Row[]} rows
 * @param {string} column
 * @returns {Reading[]}
 */
export function readingsOf(rows, column) {
  /** @type {Reading[]} */
  const readings = [];
  let breaks = true;
  for (const row of rows) {
    const cell = row[column] ?? '';
    if (row.outcome === 'unmeasured') breaks = true;
    if (!isAnswered(row) || cell === '') continue;
    const sentMs = Number(row.due_epoch_ms) + Number(row.late_ms ?? 0);
    readings.push({ sentMs, value: Number(cell), breaks });
    breaks = false;
  }
  return readings;
}

/**
 * Nearest rank with 5 values beyond it; those that are lost lie above all.
 * @param {number[]} values
 * @param {number} p
 * @param {number} [lost]
 */
export function quantile(values, p, lost = 0) {
  const n = values.length + lost;
  // What 0.95 * 20 leaves behind the point is rounding.
  const rank = Math.max(1, Math.ceil(Number((n * p).toPrecision(12))));
  if (n - rank < 5) return undefined;
  return rank > values.length ? Number.POSITIVE_INFINITY : Float64Array.from(values).sort()[rank - 1];
}

/**
 * Nearest rank, however few lie beyond it.
 * @param {ArrayLike<number>} values
 */
export function lowerMedian(values) {
  return Float64Array.from(values).sort()[Math.ceil(values.length / 2) - 1] ?? Number.NaN;
}

/** @param {number[]} values */
export const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Readings by windows of the wall clock, the window's number first.
 * @param {Reading[]} readings
 * @param {number} widthMs
 * @param {number} [offsetMs]
 */
export function inWindows(readings, widthMs, offsetMs = 0) {
  /** @type {Map<number, number[]>} */
  const windows = new Map();
  for (const { sentMs, value } of readings) {
    const index = Math.floor((sentMs - offsetMs) / widthMs);
    const values = windows.get(index) ?? [];
    values.push(value);
    windows.set(index, values);
  }
  return windows;
}

/**
 * The local date and hour of an instant.
 * @param {string} zone
 * @returns {(epochMs: number) => { date: string, hour: number }}
 */
export function localClock(zone) {
  // Swedish writes dates as ISO does: 2026-11-22 18:05:00.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (epochMs) => {
    const text = format.format(epochMs);
    return { date: text.slice(0, 10), hour: Number(text.slice(11, 13)) };
  };
}

/** @param {number} hour */
export const isPeak = (hour) => hour >= 18 && hour < 21;

/** @param {Row[]} rows @param {string} column */
export const valuesOf = (rows, column) => readingsOf(rows, column).map(({ value }) => value);
