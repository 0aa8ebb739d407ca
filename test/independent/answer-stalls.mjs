import { stallsOf, usualService } from './echo-stalls.mjs';
import { isAnswered, lowerMedian, rowsOfProbe } from './link-samples.mjs';
import { count, lasting, matches, plural, reads, readsAny, share, utcText } from './page-text.mjs';

/** @typedef {import('./csv.mjs').Row} Row */
/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */

const ROUNDED = 0.0005;

/** @param {Row} row */
export const gapsOf = ({ icl_ms = '' }) => (icl_ms === '' ? [] : icl_ms.split(' ').map(Number));

/**
 * @typedef {object} Link what other probes tell of the link
 * @property {[number, number][]} held
 * @property {{ usual: number, echoes: { due: number, service: number }[] }[]} probes
 */

/** @param {Row[]} samples @param {Row[]} outages @param {import('./page-text.mjs').Beside} beside @returns {Link} */
export function linkOf(samples, outages, { probes }) {
  const own = probes
    .filter(({ kind, role, hasBody }) => kind === 'websocket' && role !== 'control' && hasBody !== true)
    .map(({ name }) => rowsOfProbe(samples, name));
  const silent = outages.filter(({ kind, cause }) => kind !== 'unmeasured' && cause !== 'endpoint');
  return {
    held: [
      ...silent.map(({ start_utc = '', end_utc = '' }) => [Date.parse(start_utc), Date.parse(end_utc)]),
      ...own.flatMap(stallsOf).map(({ startMs, lastedMs }) => [startMs, startMs + lastedMs]),
    ].map(([start = 0, end = 0]) => [start, end]),
    probes: own.flatMap((rows) => {
      const usual = usualService(rows);
      const echoes = rows.map((row) => ({
        due: Number(row.due_epoch_ms),
        service: isAnswered(row) && row.service_ms !== '' ? Number(row.service_ms) : Number.POSITIVE_INFINITY,
      }));
      return usual === undefined ? [] : [{ usual, echoes }];
    }),
  };
}

/**
 * Who made a gap, by the rules of docs/statistics.md.
 * @param {{ start: number, lasted: number, excess: number }} gap
 * @param {Link} link
 */
function causeOf({ start, lasted, excess }, { held, probes }) {
  const end = start + lasted;
  let [covered, reached] = [0, start];
  for (const [from, to] of [...held].sort((a, b) => a[0] - b[0])) {
    covered += Math.max(0, Math.min(end, to) - Math.max(reached, from));
    reached = Math.max(reached, Math.min(end, to));
  }
  if (covered >= excess / 2) return 'the link';
  const inside = probes.map(({ usual, echoes }) => ({
    usual,
    due: echoes.filter(({ due }) => due >= start && due < end),
  }));
  const told = inside.some(
    ({ usual, due }) =>
      due.filter((echo) => echo.due >= end - excess && echo.due < end - usual - 50).length >= 2,
  );
  const isUsual = inside.every(({ usual, due }) => due.every(({ service }) => service <= usual + 50));
  return told && isUsual ? 'the server' : 'not known';
}

/** @param {Section} section @param {Row[]} answers @param {Link} link @returns {Finding[]} */
export function checkStalls(section, answers, link) {
  const judged = answers.filter((row) => row.ttft_ms !== '' && gapsOf(row).length >= 3);
  const stalls = judged.map((row) => {
    const gaps = gapsOf(row);
    const usual = lowerMedian(gaps.filter((gap) => gap > 0));
    let at = Number(row.due_epoch_ms) + Number(row.late_ms) + Number(row.ttft_ms);
    return gaps.flatMap((lasted) => {
      const start = at;
      at += lasted;
      return lasted >= Math.max(3 * usual, usual + 150) ? [{ start, lasted, excess: lasted - usual }] : [];
    });
  });
  const all = stalls.flat().map((gap) => ({ ...gap, cause: causeOf(gap, link) }));
  const longest = [...all].sort((a, b) => b.lasted - a.lasted).slice(0, 20);
  const words = (/** @type {number} */ off) => {
    if (judged.length === 0) return 'No answer had chunks enough to have a pace in which to stall.';
    const [most] = longest;
    if (most === undefined) return `None of ${plural(judged.length, 'answer')} stalled.`;
    const causes = ['the link', 'the server', 'not known'].flatMap((cause) => {
      const n = all.filter((stall) => stall.cause === cause).length;
      return n === 0 ? [] : [`${cause} ${count(n)}`];
    });
    const stalled = stalls.filter((each) => each.length > 0).length / judged.length;
    return `${plural(all.length, 'stall')} in ${share(stalled)} of ${plural(judged.length, 'answer')}, the longest ${lasting(most.lasted + off)}. Made by: ${causes.join(', ')}.`;
  };
  const rows = section.tables[0]?.rows ?? [];
  return [
    readsAny('answers stalled', section.sentences[0], words, ROUNDED),
    reads('answers stalls listed', count(rows.length), count(longest.length)),
    ...longest.flatMap(({ start, lasted, cause }, i) => [
      readsAny(`answers stall ${i + 1} start`, rows[i]?.[0], (off) => utcText(start + off), 0.1),
      matches(`answers stall ${i + 1} lasted`, rows[i]?.[1], lasted, lasting, ROUNDED),
      reads(`answers stall ${i + 1} made by`, rows[i]?.[2], cause),
    ]),
  ];
}
