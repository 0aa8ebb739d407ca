/** @typedef {import('./findings.mjs').Figure} Figure */
/** @typedef {import('./findings.mjs').Finding} Finding */

/** Seconds. @type {Record<string, number>} */
const UNITS = { s: 1, min: 60, h: 3600, d: 86_400 };
const DASH = '—';

/**
 * Compares a text that the app shows with a figure that was made again, to the digits that the
 * text has: `96.3 %`, `> 99.99 %`, `1,234`, `42 s`, `3 h 05 min`, `over 5.2 h`, `—` for no number.
 * @param {string | undefined} text
 * @param {Figure} figure
 * @returns {Finding}
 */
export function readsAs(text, figure) {
  const { where, value } = figure;
  const shown = text ?? 'nothing';
  if (value === undefined || typeof value === 'string') {
    const again = value ?? DASH;
    return { where, printed: shown, again, agrees: shown === again };
  }
  const { unit, slack = 0, over = false } = figure;
  const isOver = /^over /.test(shown);
  const number = shown.replace(/^over /, '');
  const agrees = isOver === over && [0, slack, -slack].some((off) => isRounded(number, unit, value + off));
  const tail = unit === 'share' ? ' (a share)' : unit === 's' ? ' s' : '';
  return { where, printed: shown, again: `${over ? 'over ' : ''}${value}${tail}`, agrees };
}

/**
 * @param {string} text
 * @param {Figure['unit']} unit
 * @param {number} value
 */
function isRounded(text, unit, value) {
  if (unit === 'utc') return text === new Date(value).toISOString().replace('T', ' ').slice(0, text.length);
  if (unit === 's') return isTime(text, value);
  if (unit === 'ms') return isMilliseconds(text, value);
  // What is weighed is no whole number, and printed as one.
  if (unit === 'count') return text.replaceAll(',', '') === String(Math.round(value));
  if (unit === 'number') return isNear(text, value);
  const percent = text.replace(/ %$/, '');
  if (percent === '< 0.01') return value > 0 && value < 0.0001;
  if (percent === '> 99.99') return value < 1 && value > 0.9999;
  // What is not all is never shown as all, nor something as nothing.
  if (percent === '0' || percent === '100') return value * 100 === Number(percent);
  return isNear(percent, value * 100);
}

/**
 * Whether `value` rounds to the number as it is written.
 * @param {string} text
 * @param {number} value
 * @param {number} [digits] after the point
 */
function isNear(text, value, digits = text.split('.')[1]?.length ?? 0) {
  if (!/^-?[\d,]+(\.\d+)?$/.test(text)) return false;
  return Math.abs(Number(text.replaceAll(',', '')) - value) <= 0.5 * 10 ** -digits + 1e-9;
}

/**
 * @param {string} text
 * @param {number} value
 */
function isMilliseconds(text, value) {
  if (text.startsWith('∞')) return value === Number.POSITIVE_INFINITY;
  return text === '< 0.01' ? value > 0 && value < 0.005 : isNear(text, value);
}

/**
 * @param {string} text
 * @param {number} seconds
 */
function isTime(text, seconds) {
  const parts = [...text.matchAll(/([\d,.]+) (s|min|h|d)(?= |$)/g)];
  const [first, second] = parts;
  if (first === undefined || parts.map(([part]) => part).join(' ') !== text) return false;
  const [, number = '', unit = 's'] = first;
  const size = UNITS[unit] ?? 1;
  if (second === undefined) {
    // 5 h stands for 5.0 h: of hours and days one decimal is shown up to 10.
    const isLong = size >= 3600 && Number(number.replaceAll(',', '')) < 10;
    return isNear(number, seconds / size, isLong ? 1 : undefined);
  }
  // Of two units the smaller one is cut off, as on a clock.
  const small = UNITS[second[2] ?? 's'] ?? 1;
  const sum = Number(number) * size + Number(second[1]) * small;
  return Math.floor(Math.round(seconds) / small) * small === sum;
}
