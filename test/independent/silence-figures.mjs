import { lengthOf } from './observed.mjs';
import { MS } from './silences.mjs';

/** @typedef {import('./findings.mjs').Figure} Figure */
/** @typedef {import('./observed.mjs').Span} Span */

/** Where nobody knows better, a silence is the link's. */
export const AGAINST_LINK = ['link', 'unknown'];

/**
 * @param {number} interruptions
 * @param {Span[]} against
 * @returns {Figure[]}
 */
export function durationFigures(interruptions, against) {
  const sorted = against.map(({ from, to }) => to - from).sort((a, b) => a - b);
  return [
    ...[50, 90, 95, 99].map((p) => percentileFigure(`outage p${p}`, p, sorted)),
    { where: 'interruptions', unit: 'count', value: interruptions },
  ];
}

/**
 * How many lasted from 0.5 up to 1 s, 2, 5, 10 s and so on, up to 50 s at least.
 * @param {(Span & { cause: string })[]} silent
 * @param {number[]} interruptions in seconds
 * @returns {Figure[]}
 */
export function binFigures(silent, interruptions) {
  if (silent.length + interruptions.length === 0) return [];
  const lengths = silent.map(({ from, to, cause }) => ({
    s: to - from,
    isLink: AGAINST_LINK.includes(cause),
  }));
  const longest = Math.max(...lengths.map(({ s }) => s), ...interruptions, 50);
  const edges = [0.5];
  for (let at = 0; (edges.at(-1) ?? 0) < longest; at++)
    edges.push(([1, 2, 5][at % 3] ?? 1) * 10 ** Math.floor(at / 3));
  return edges.slice(1).flatMap(
    /** @returns {Figure[]} */ (to, i) => {
      const from = edges[i] ?? 0;
      // What is as long as the last edge falls below it.
      const isIn = (/** @type {number} */ s) => s >= from && (s < to || (to === edges.at(-1) && s === to));
      /** @param {boolean} isLink */
      const outages = (isLink) => lengths.filter((each) => each.isLink === isLink && isIn(each.s)).length;
      const where = `${from} to ${to}`;
      return [
        { where: `${where} link`, unit: 'count', value: outages(true) },
        { where: `${where} others`, unit: 'count', value: outages(false) },
        { where: `${where} interruptions`, unit: 'count', value: interruptions.filter(isIn).length },
      ];
    },
  );
}

/**
 * Nearest rank, and nothing where fewer than 5 lie beyond.
 * @param {string} where
 * @param {number} percent
 * @param {number[]} sorted seconds
 * @returns {Figure}
 */
function percentileFigure(where, percent, sorted) {
  const rank = Math.max(1, Math.floor((sorted.length * percent + 99) / 100));
  const value = sorted.length - rank < 5 ? undefined : sorted[rank - 1];
  return { where, unit: 's', value, slack: MS };
}

/**
 * @param {import('./csv.mjs').Row[]} rows
 * @param {(Span & { cause: string })[]} silent
 * @returns {Figure[]}
 */
export function causeFigures(rows, silent) {
  return ['link', 'unknown', 'endpoint', 'local'].flatMap(
    /** @returns {Figure[]} */ (cause) => {
      const seconds = silent.filter((outage) => outage.cause === cause).map(({ from, to }) => to - from);
      const interruptions = rows.filter((row) => row.kind === 'interruption' && row.cause === cause).length;
      if (seconds.length + interruptions === 0) return [];
      const isOut = seconds.length > 0;
      return [
        { where: `${cause} outages`, unit: 'count', value: seconds.length },
        {
          where: `${cause} lost`,
          unit: 's',
          value: isOut ? total(seconds) : undefined,
          slack: MS * seconds.length,
        },
        { where: `${cause} longest`, unit: 's', value: isOut ? Math.max(...seconds) : undefined, slack: MS },
        { where: `${cause} interruptions`, unit: 'count', value: interruptions },
      ];
    },
  );
}

/**
 * @param {import('./silences.mjs').Refusals} refused
 * @returns {Figure[]}
 */
export function refusalFigures({ probe, counts, spells }) {
  if (total(Object.values(counts)) === 0) return [];
  return [
    ...Object.entries(counts).map(
      /** @returns {Figure} */ ([error, value]) => ({ where: `${probe} ${error}`, unit: 'count', value }),
    ),
    { where: `${probe} spells`, unit: 'count', value: spells.length },
    { where: `${probe} refusing`, unit: 's', value: lengthOf(spells) },
  ];
}

/**
 * @param {string} probe
 * @param {{ link: number, echo: number }[]} known
 * @returns {Figure[]}
 */
export function recoveryFigures(probe, known) {
  if (known.length === 0) return [];
  /** @param {'link' | 'echo'} of */
  const sorted = (of) => known.map((each) => each[of]).sort((a, b) => a - b);
  const later = total(known.map(({ link, echo }) => echo - link)) / known.length;
  return [
    { where: `${probe} recoveries`, unit: 'count', value: known.length },
    percentileFigure(`${probe} link back p50`, 50, sorted('link')),
    percentileFigure(`${probe} echo back p50`, 50, sorted('echo')),
    { where: `${probe} link longest`, unit: 's', value: sorted('link').at(-1), slack: MS },
    { where: `${probe} echo longest`, unit: 's', value: sorted('echo').at(-1), slack: MS },
    { where: `${probe} later`, unit: 's', value: later, slack: MS },
  ];
}

/** @param {number[]} values */
const total = (values) => values.reduce((sum, value) => sum + value, 0);
