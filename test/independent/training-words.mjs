import { average } from './link-samples.mjs';
import {
  bytes,
  count,
  DASH,
  lasting,
  matches,
  ms,
  numberOf,
  plural,
  reads,
  share,
  within,
} from './page-text.mjs';

/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./training.mjs').Link} Link */
/** @typedef {import('./barriers.mjs').Barrier} Barrier */

const MIXED = 'the merged campaigns are not known to have asked at one interval';
const STRETCHED = /** @type {const} */ ([
  ['p50', 0],
  ['p95', 1],
  ['mean', 3],
]);

/**
 * The factor by which waiting lengthens a step, (c + barrier) / c: from the samples for one link, and
 * from the barrier as it is printed, which was set against F(x)^N, for more.
 * @param {Map<string, string[]>} rows of the stretch
 * @param {Map<string, string[]>} barriers as printed
 * @param {(number | undefined)[]} alike p50, p95 and mean of one link
 * @param {number} computeMs
 * @param {(wait: number, isMean: boolean) => string} mark
 * @returns {Finding[]}
 */
export function checkStretch(rows, barriers, alike, computeMs, mark) {
  return [...rows].flatMap(([workers, cells]) =>
    STRETCHED.map(([name, column], i) => {
      const where = `stretch of ${workers} ${name}`;
      const cell = cells[i] ?? '';
      if (workers.startsWith('1,')) {
        const format = (/** @type {number} */ wait) =>
          `${mark(wait, name === 'mean')}${ms((computeMs + wait) / computeMs)}`;
        return matches(where, cell, alike[i], format, 0.0005);
      }
      const barrier = barriers.get(workers)?.[column] ?? '';
      if (!/\d/.test(barrier) || barrier.startsWith('needs')) return reads(where, cell, DASH);
      const [wait, half] = numberOf(barrier);
      return within(
        where,
        cell,
        (computeMs + wait - half) / computeMs,
        (computeMs + wait + half) / computeMs,
      );
    }),
  );
}

/** @param {number} mbps */
const rate = (mbps) => (mbps >= 1000 ? `${ms(mbps / 1000)} Gbit/s` : `${ms(mbps)} Mbit/s`);

/**
 * Whether such training goes over this link, and what it ships.
 * @param {import('./page-text.mjs').Section} section
 * @param {Link} link
 * @param {Map<number, Barrier> | undefined} exact
 * @param {Record<string, number>} typed
 * @returns {Finding[]}
 */
export function checkVerdicts(section, link, exact, typed) {
  const {
    computeMs = 0,
    parametersB = 0,
    bytesPerParameter = 0,
    uplinkMbps = 0,
    innerSteps = 0,
    workers = 8,
  } = typed;
  const shipped = parametersB * 1e9 * bytesPerParameter;
  const shipMs = (8 * shipped) / (uplinkMbps * 1000);
  const own = exact?.get(workers);
  return [1, innerSteps].flatMap((steps) => {
    const name =
      steps === 1
        ? 'Synchronous training over this link'
        : `Training with an exchange every ${count(steps)} steps (DiLoCo) over this link`;
    const c = computeMs * steps;
    const utilisation = (/** @type {number} */ barrierMs) => c / (c + shipMs + barrierMs);
    // Too short a record says nothing: what is shipped is all that is known.
    const wait = own === undefined ? 0 : average(link.series.waits);
    const isLeast = own === undefined || Number.isFinite(link.series.least);
    const best = utilisation(wait);
    const worst = own === undefined ? [] : [own.mean + own.meanOff, own.mean - own.meanOff].map(utilisation);
    const printed = section.sentences.find((sentence) => sentence.startsWith(name)) ?? '';
    return [
      ...checkVerdict(name, printed, { isLeast, mixed: link.mixed }, best, worst, (shipMs + wait) / c),
      reads(
        `${name}, shipping`,
        /((?:To (?:ship|compute)|No uplink) .*)$/.exec(printed)?.[1],
        shipping(steps, shipped, { ship: shipMs, wait, c }, uplinkMbps, isLeast),
      ),
    ];
  });
}

/**
 * @param {string} name
 * @param {string} printed
 * @param {{ isLeast: boolean, mixed: boolean }} known
 * @param {number} best
 * @param {number[]} worst the range that chance allows; empty where too little was measured
 * @param {number} factor
 * @returns {Finding[]}
 */
function checkVerdict(name, printed, { isLeast, mixed }, best, worst, factor) {
  const [low = 0, high = 0] = worst;
  const most = isLeast ? 'at most ' : '';
  if (best < 0.5) {
    const words = ` is out by a factor of ${ms(factor)}${isLeast ? ' or more' : ''}: at best, each second of computing is followed by ${lasting(1000 * factor)} of waiting.`;
    return [reads(`${name}, verdict`, printed.slice(name.length, name.length + words.length), words)];
  }
  if (worst.length === 0) {
    const words = ` is not decided: ${mixed ? MIXED : 'there is not enough data'}.`;
    return [reads(`${name}, verdict`, printed.slice(name.length, name.length + words.length), words)];
  }
  const open =
    / is not ruled out: (at most )?(?:([\d.]+) % to )?([\d.]+ %) of the time would be computed/.exec(printed);
  const hangs = / hangs on the other links: (at most )?([\d.]+ %) of the time .* and only ([\d.]+) % if/.exec(
    printed,
  );
  const found = open ?? hangs;
  const [least, top] = open === null ? [hangs?.[3], hangs?.[2]] : [open[2] ?? open[3], open[3]];
  const decided = low >= 0.5 ? 'open' : high < 0.5 ? 'hangs' : undefined;
  const said = open !== null ? 'open' : hangs !== null ? 'hangs' : 'out';
  return [
    reads(`${name}, verdict`, said, decided ?? said),
    reads(`${name}, bound`, found?.[1] ?? '', most),
    matches(`${name}, computed at best`, top, best, share, 1e-7),
    within(`${name}, computed at worst`, least, 100 * low, 100 * high),
  ];
}

/**
 * @param {number} steps
 * @param {number} shipped
 * @param {{ ship: number, wait: number, c: number }} times in ms: to ship, to wait for the others, to compute
 * @param {number} uplinkMbps
 * @param {boolean} isLeast
 */
function shipping(steps, shipped, { ship, wait, c }, uplinkMbps, isLeast) {
  const lead = steps === 1 ? `To ship ${bytes(shipped)} takes ${lasting(ship)}` : '';
  if (wait >= c)
    return `${lead}${lead && '. '}No uplink is fast enough to compute half of the time: waiting for an answer alone takes ${isLeast ? 'at least ' : ''}${lasting(wait)}, and the computing ${lasting(c)}.`;
  const needed = (8 * shipped) / ((c - wait) * 1000);
  const than = needed > uplinkMbps ? `${ms(needed / uplinkMbps)} times the` : 'which the';
  return `${lead}${lead ? '; to' : 'To'} compute half of the time needs at least ${rate(needed)}, ${than} uplink of ${rate(uplinkMbps)}${needed > uplinkMbps ? '' : ' has'}.`;
}

/**
 * The barrier in a sentence: for more links as the table prints it.
 * @param {import('./page-text.mjs').Section} section
 * @param {Link} link
 * @param {string} alike the three percentiles of one link in words
 * @param {string[] | undefined} cells of the row of so many workers; none where there are too few blocks
 * @param {number} workers
 * @returns {Finding}
 */
export function checkBarrierWords(section, { blocks, mixed }, alike, cells, workers) {
  const one = `Where all links see the same moment, a step waits as for one link: ${alike}.`;
  const known = ['p50', 'p95', 'p99'].flatMap((name, i) =>
    /^(≥ )?\d/.test(cells?.[i] ?? '') ? [`${name} ${cells?.[i]} ms`] : [],
  );
  const others = known.length === 0 ? 'too few samples for a percentile' : known.join(', ');
  const more =
    cells === undefined && mixed
      ? `What independent links would do is not computed: ${MIXED}, so that no blocks of 60 s can be cut.`
      : cells === undefined
        ? `What independent links would do takes ${plural(10 - blocks, 'more minute')} of measuring.`
        : `Behind ${workers} independent links it waits for the slowest: ${others}.`;
  return reads(
    'barrier in words',
    section.sentences.find((sentence) => sentence.startsWith('Where all links')),
    `${one} ${more}`,
  );
}
