import { average, isPeak, localClock, lowerMedian } from './link-samples.mjs';
import { count, matches, ms, partsOf, reads, rowsOf } from './page-text.mjs';
import { studentT } from './student-t.mjs';

/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */
/** @typedef {import('./link-samples.mjs').Reading} Reading */

/** Half a thousandth, to which the samples are rounded. */
const ROUNDED = 0.0005;

/** @param {Section} section @param {Reading[]} readings @param {string} zone @returns {Finding[]} */
export function checkHours(section, readings, zone) {
  const clock = localClock(zone);
  /** @type {Map<string, Map<number, number[]>>} */
  const days = new Map();
  for (const { sentMs, value } of readings) {
    const { date, hour } = clock(sentMs);
    const hours = days.get(date) ?? new Map();
    days.set(date, hours.set(hour, [...(hours.get(hour) ?? []), value]));
  }
  const table = rowsOf(section, 'Figures: At which hours is it slow?');
  /** @type {Finding[]} */
  const findings = [];
  /** @type {number[]} */
  const medians = [];
  const differences = [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([date, hours]) => {
      /** @type {{ peak: number[], rest: number[] }} */
      const of = { peak: [], rest: [] };
      for (let hour = 0; hour < 24; hour++) {
        const values = hours.get(hour) ?? [];
        const median = values.length < 10 ? undefined : lowerMedian(values);
        const where = `hours ${date} ${hour} h`;
        if (median !== undefined) {
          medians.push(median);
          of[isPeak(hour) ? 'peak' : 'rest'].push(median);
        }
        const cells = table.get(`${date}, ${hour} to ${hour + 1} h`);
        // Hours without an answer have no row.
        if (table.size === 0 || values.length === 0) continue;
        findings.push(
          matches(where, cells?.[0], median, ms, ROUNDED),
          matches(`${where} answers`, cells?.[1], values.length, count),
        );
      }
      return of.peak.length >= 2 && of.rest.length >= 6 ? [average(of.peak) - average(of.rest)] : [];
    });
  if (table.size > 0) {
    const [low, high] = partsOf(section, /median of the hour, ([\d.,]+) to ([\d.,]+) ms/);
    findings.push(
      matches('hours palest', low, Math.min(...medians), ms, ROUNDED),
      matches('hours darkest', high, Math.max(...medians), ms, ROUNDED),
    );
  }
  const n = differences.length;
  if (n < 3) {
    const [paired] = partsOf(section, /with the rest: ([\d,]+) days? of at least 3/);
    return [...findings, matches('hours days', paired, n, count)];
  }
  const mean = average(differences);
  const spread = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = (studentT(0.95, n - 1) * spread) / Math.sqrt(n);
  const [size, sign, low, high, paired] = partsOf(
    section,
    /18 to 21 h ([\d.,]+) ms (less|more) than in the rest of the day \(95 % interval ([+−][\d.,]+) to ([+−][\d.,]+) ms, ([\d,]+) days?,/,
  );
  const signed = (/** @type {number} */ value) => `${value < 0 ? '−' : '+'}${ms(Math.abs(value))}`;
  return [
    ...findings,
    matches('hours difference', size, Math.abs(mean), ms, ROUNDED),
    reads('hours direction', sign, mean < 0 ? 'less' : 'more'),
    matches('hours interval low', low, mean - half, signed, 2 * ROUNDED),
    matches('hours interval high', high, mean + half, signed, 2 * ROUNDED),
    matches('hours days', paired, n, count),
  ];
}
