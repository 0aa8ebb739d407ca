import { average, inWindows, isAnswered, isPeak, localClock, quantile, readingsOf } from './link-samples.mjs';
import { count, matches, ms, partsOf, reads, rowsOf, share } from './page-text.mjs';

/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */
/** @typedef {import('./link-samples.mjs').Reading} Reading */

/** Half a thousandth, to which the samples are rounded. */
const ROUNDED = 0.0005;
const SLOT_MS = 15_000;

/** @param {Section} section @param {import('./csv.mjs').Row[]} rows @param {Reading[]} readings @param {string} zone @returns {Finding[]} */
export function checkClaims(section, rows, readings, zone) {
  const clock = localClock(zone);
  const windows = [...inWindows(readings, SLOT_MS)].filter(([, values]) => values.length >= 5);
  const averages = windows.map(([, values]) => average(values));
  const peak = windows
    .filter(([index]) => isPeak(clock(index * SLOT_MS).hour))
    .map(([, values]) => average(values));
  const lost = rows.filter(({ outcome = '' }) => ['timeout', 'failed', 'skipped'].includes(outcome)).length;
  const responses = readingsOf(rows.filter(isAnswered), 'response_ms').map(({ value }) => value);
  const columns = [
    figuresOf(averages),
    figuresOf(readings.map(({ value }) => value)),
    figuresOf(responses, lost),
  ];
  const [own, trips, requests] = columns;
  if (own === undefined || own.p50 === undefined) {
    const [few] = partsOf(section, /data: ([\d,]+) averages? of 15 s/);
    return [matches('claims averages', few, averages.length, count)];
  }
  const beside = rowsOf(section, 'Averages of 15 s beside single requests');
  /** @param {string} name @param {keyof ReturnType<typeof figuresOf>} key @param {import('./page-text.mjs').Format} format @param {number} slack */
  const row = (name, key, format, slack) =>
    [own, trips, requests].map((figures, i) =>
      matches(
        `claims ${name} of ${['averages', 'round trips', 'requests'][i]}`,
        beside.get(name)?.[i],
        figures?.[key],
        format,
        slack,
      ),
    );
  const published = [...rowsOf(section, 'Published figures and those measured here')].map(
    ([, [, here = '']]) => here,
  );
  /** @param {number | undefined} value */
  const told = (value) => (value === undefined ? 'not enough data' : `${ms(value)} ms`);
  const evening = figuresOf(peak);
  /** @param {'p50' | 'p99' | 'over55'} key @param {(value: number) => string} say */
  const atPeak = (key, say) => {
    const [here, all] = [evening[key], own[key]];
    if (here !== undefined) return `${say(here)} from 18 to 21 h`;
    return all === undefined
      ? 'not enough data'
      : `not enough data from 18 to 21 h; ${say(all)} over all hours`;
  };
  const again = [
    atPeak('p50', told),
    atPeak('over55', (value) => `${share(value)} above 55 ms`),
    atPeak('p99', told),
    `median ${told(own.p50)}`,
    `median ${told(own.p50)}, p95 ${told(own.p95)}`,
  ];
  return [
    ...row('p50', 'p50', ms, ROUNDED),
    ...row('p95', 'p95', ms, ROUNDED),
    ...row('p99', 'p99', ms, ROUNDED),
    ...row('above 55 ms', 'over55', share, 0),
    ...row('number', 'n', count, 0),
    ...again.map((text, i) => reads(`claims published ${i + 1}`, published[i], text)),
  ];
}

/** @param {number[]} values @param {number} [lost] */
function figuresOf(values, lost = 0) {
  const n = values.length + lost;
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((p) => quantile(values, p, lost));
  const over = values.filter((value) => value > 55).length + lost;
  // As many as p99 takes.
  return { n, p50, p95, p99, over55: n < 500 ? undefined : over / n };
}
