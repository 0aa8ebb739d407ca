import { average, inWindows, lowerMedian, quantile } from './link-samples.mjs';
import { count, matches, ms, oneDecimal, partsOf, rowsOf } from './page-text.mjs';

/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */
/** @typedef {import('./link-samples.mjs').Reading} Reading */

/** Half a thousandth, to which the samples are rounded. */
const ROUNDED = 0.0005;
const SLOT_MS = 15_000;

/** @param {Section} section @param {Reading[]} readings @param {number} cutS @returns {Finding[]} */
export function checkJitter(section, readings, cutS) {
  const values = readings.map(({ value }) => value);
  const steps = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? 0)));
  let [j, highest] = [0, 0];
  for (const step of steps) {
    j += (step - j) / 16;
    highest = Math.max(highest, j);
  }
  const p99 = quantile(values, 0.99);
  const slotSteps = slotStepsOf(readings, cutS);
  const rows = rowsOf(section, 'Jitter by definition');
  /** @param {string} name @param {number | undefined} value @param {number} [slack] */
  const row = (name, value, slack = 2 * ROUNDED) =>
    matches(`jitter ${name}`, rows.get(name)?.[0], value, ms, slack);
  const [steps15 = '', cut = ''] =
    /; ([\d,]+) steps?, cut at ([\d.]+) s/.exec(rows.get('Slot step, median')?.[1] ?? '')?.slice(1) ?? [];
  return [
    matches('jitter round trips', partsOf(section, /([\d,]+) round trips?; losses/)[0], values.length, count),
    row('RFC 3550, at the end', steps.length === 0 ? undefined : j),
    row('RFC 3550, highest', steps.length === 0 ? undefined : highest),
    row('Mean step', steps.length === 0 ? undefined : average(steps)),
    row('PDV, RFC 5481', p99 === undefined ? undefined : p99 - Math.min(...values)),
    row('Slot step, median', quantile(slotSteps, 0.5)),
    row('Slot step, p90', quantile(slotSteps, 0.9)),
    matches('jitter slot steps', steps15, slotSteps.length, count),
    matches('jitter cut', cut, cutS, oneDecimal, 1e-6),
  ];
}

/** @param {Reading[]} readings @param {number} cutS */
function slotStepsOf(readings, cutS) {
  const medians = new Map(
    [...inWindows(readings, SLOT_MS, cutS * 1000)]
      .filter(([, values]) => values.length >= 5)
      .map(([index, values]) => [index, lowerMedian(values)]),
  );
  return [...medians].flatMap(([index, median]) => {
    const before = medians.get(index - 1);
    return before === undefined ? [] : [Math.abs(median - before)];
  });
}
