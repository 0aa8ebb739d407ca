import { count, matches, ms, oneDecimal, partsOf, reads, within } from './page-text.mjs';
import { phaseEnds } from './slot-phase.mjs';

/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */
/** @typedef {import('./link-samples.mjs').Reading} Reading */

/** Half a thousandth, to which the samples are rounded. */
const ROUNDED = 0.0005;

/** @param {Section} section @param {ReturnType<typeof import('./slots.mjs').slotTest>} test @returns {Finding[]} */
export function checkSlots(
  section,
  { status, observedS, z = 0, nullZ = 0, effectMs, phaseS = 0, steps = [] },
) {
  const [verdict] = partsOf(section, /^(Established|Not established|Not enough data):/);
  const findings = [reads('slots verdict', verdict, status)];
  if (status === 'Not enough data') {
    const [seen] = partsOf(section, /data: (.+) of round trips/);
    return [...findings, reads('slots observed', seen, wholeSeconds(observedS))];
  }
  const texts = section.sentences.join(' ');
  /** @param {string} name @param {RegExp} pattern @param {number | undefined} value @param {import('./page-text.mjs').Format} format */
  const told = (name, pattern, value, format) => {
    const printed = pattern
      .exec(texts)
      ?.slice(1)
      .find((part) => part !== undefined);
    // A doubt names only its own figures.
    if (printed === undefined && status !== 'Established') return [];
    return [matches(`slots ${name}`, printed, value, format, 1e-3)];
  };
  findings.push(
    ...told('effect', /change by (?:only )?([\d.,]+) ms more/, effectMs, ms),
    ...told('z', /\(z ([\d.]+),|has a z of ([\d.]+)/, z, oneDecimal),
    ...told('z of wrong periods', /at most ([\d.]+)\)|\(here ([\d.]+)\)/, nullZ, oneDecimal),
  );
  if (status !== 'Established') return findings;
  const [a, b, c, d, low, high] = partsOf(
    section,
    /fall at ([\d.]+), ([\d.]+), ([\d.]+) and ([\d.]+) s of the minute \(95 % interval of the first: (-?[\d.]+) to (-?[\d.]+) s\)/,
  );
  const ends = phaseEnds(steps);
  for (const [i, printed] of [a, b, c, d].entries())
    findings.push(matches(`slots boundary ${i + 1}`, printed, phaseS + 15 * i, oneDecimal, 1e-6));
  findings.push(
    within('slots interval low', low, ends.low[0] ?? 0, ends.low[1] ?? 0),
    within('slots interval high', high, ends.high[0] ?? 0, ends.high[1] ?? 0),
  );
  findings.push(...clockFindings(texts, phaseS, Number(low), Number(high)));
  const [off, other] = partsOf(
    section,
    /was (?:ahead|behind) by ([\d.]+) s \(or (?:ahead|behind) by ([\d.]+) s/,
  );
  if (off === undefined) return findings;
  const ahead = Math.abs(((phaseS - 12 + 22.5) % 15) - 7.5);
  findings.push(matches('slots clock', off, ahead, oneDecimal, 1e-6));
  findings.push(matches('slots clock, the other way', other, 15 - ahead, oneDecimal, 1e-6));
  return findings;
}

/**
 * What is said of the clock, by the ends of the interval as they are printed: to half a tenth.
 * @param {string} texts
 * @param {number} phaseS
 * @param {number} low
 * @param {number} high
 * @returns {Finding[]}
 */
function clockFindings(texts, phaseS, low, high) {
  const ahead = ((phaseS - 12 + 22.5) % 15) - 7.5;
  const [from, to] = [ahead - (phaseS - low), ahead + (high - phaseS)];
  const kinds = [-0.1, 0, 0.1].map((slack) => {
    if (high - low > 2 + slack) return 'coarse';
    return from <= 0.5 + slack && to >= -slack ? 'right' : 'wrong';
  });
  const right = /the clock was right to about ([\d.]+) s/.exec(texts)?.[1];
  const said = right !== undefined ? 'right' : /too coarsely here/.test(texts) ? 'coarse' : 'wrong';
  const where = 'slots what the clock was';
  const found = [{ where, printed: said, again: kinds.join(' or '), agrees: kinds.includes(said) }];
  if (right === undefined) return found;
  const most = Math.max(to, 0.5 - from);
  return [...found, within('slots clock right to', right, most - 0.06, most + 0.06)];
}

/** @param {number} s */
function wholeSeconds(s) {
  const whole = Math.round(s);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** @param {Section} section @param {Reading[]} readings @returns {Finding[]} */
export function checkFold(section, readings) {
  const [table] = section.tables;
  return (table?.rows ?? []).flatMap(([name, p10, p50, p90, n], second) => {
    const values = readings
      .filter(({ sentMs }) => Math.floor(sentMs / 1000) % 15 === second)
      .map(({ value }) => value);
    /** @param {number} p @param {number} least */
    const at = (p, least) => (values.length < least ? undefined : nearest(values, p));
    const where = `fold second ${second}`;
    return [
      reads(where, name, `${second} to ${second + 1}`),
      matches(`${where} p10`, p10, at(0.1, 50), ms, ROUNDED),
      matches(`${where} median`, p50, at(0.5, 10), ms, ROUNDED),
      matches(`${where} p90`, p90, at(0.9, 50), ms, ROUNDED),
      matches(`${where} round trips`, n, values.length, count),
    ];
  });
}

/** @param {number[]} values @param {number} p */
const nearest = (values, p) =>
  Float64Array.from(values).sort()[Math.max(1, Math.ceil(Number((values.length * p).toPrecision(12)))) - 1];
