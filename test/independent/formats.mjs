/** @typedef {(value: number) => string} Format */

export const DASH = '—';

/**
 * With thousands apart.
 * @param {number} value
 * @param {number} digits after the point
 */
function grouped(value, digits) {
  const [whole = '', part] = Math.abs(value).toFixed(digits).split('.');
  const apart = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '-' : ''}${apart}${part === undefined ? '' : `.${part}`}`;
}

/** @type {Format} */
export const count = (value) => grouped(value, 0);

/**
 * Milliseconds, rates and factors: two decimals under 10, one under 100, none above.
 * @type {Format}
 */
export function ms(value) {
  if (value === Number.POSITIVE_INFINITY) return '∞';
  if (value === 0) return '0';
  if (Math.abs(value) < 0.005) return '< 0.01';
  // By what it reads as when rounded: 9.996 is 10.0.
  const digits = [2, 1, 0].find((places) => Number(Math.abs(value).toFixed(places)) < 10 ** (3 - places));
  return grouped(value, digits ?? 0);
}

/**
 * Percent: two decimals under 1 and over 99, else one; never 0 % or 100 % where it is not.
 * @type {Format}
 */
export function share(value) {
  const percent = 100 * value;
  if (value === 0 || value === 1) return `${percent} %`;
  if (percent < 0.01) return '< 0.01 %';
  if (percent > 99.99) return '> 99.99 %';
  return `${percent.toFixed(percent < 1 || percent > 99 ? 2 : 1)} %`;
}

/** @type {Format} */
export const oneDecimal = (value) => value.toFixed(1);

/**
 * A length of time: ms under a second, then seconds with three digits, then minutes, hours, days.
 * @type {Format}
 */
export function lasting(milliseconds) {
  const s = milliseconds / 1000;
  if (s < 1) return `${ms(milliseconds)} ms`;
  if (s < 10) return `${s.toFixed(2)} s`;
  return s < 120 ? `${s.toFixed(0)} s` : inUnits(s);
}

/**
 * Seconds: two decimals under 1, one under 10, none under 120, then minutes, hours, days.
 * @type {Format}
 */
export function seconds(s) {
  if (s >= 120) return inUnits(s);
  return `${s.toFixed(s === 0 ? 0 : s < 1 ? 2 : s < 10 ? 1 : 0)} s`;
}

/**
 * As on a clock: whole seconds up to a minute, then two units.
 * @type {Format}
 */
export const clock = (s) => (Math.round(s) < 60 ? `${Math.round(s)} s` : inUnits(s));

/** @param {number} s */
function inUnits(s) {
  const whole = Math.round(s);
  /** @param {number} size */
  const times = (size) => Math.floor(whole / size);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  if (whole < 3600) return `${times(60)} min ${two(whole % 60)} s`;
  if (whole < 86_400) return `${times(3600)} h ${two(times(60) % 60)} min`;
  return `${times(86_400)} d ${times(3600) % 24} h`;
}

/**
 * Decimal units: kB upwards to whole ones, MB with three digits, GB with two decimals.
 * @type {Format}
 */
export function bytes(value) {
  if (value / 1e6 < 0.9995) return `${grouped(Math.ceil(value / 1000), 0)} kB`;
  if (value / 1e6 >= 1000) return `${grouped(value / 1e9, value / 1e6 < 9995 ? 2 : 1)} GB`;
  return `${ms(value / 1e6)} MB`;
}

/**
 * @param {number} number
 * @param {string} one
 */
export const plural = (number, one) => `${count(number)} ${one}${number === 1 ? '' : 's'}`;

/**
 * `2026-11-22 14:03:20`, in UTC.
 * @param {number} epochMs
 */
export const utcText = (epochMs) =>
  new Date(Math.floor(epochMs)).toISOString().slice(0, 19).replace('T', ' ');
