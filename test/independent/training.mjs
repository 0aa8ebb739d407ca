import { barriersOf, QUANTILES, recordOf, samplesNeeded } from './barriers.mjs';
import { average, lowerMedian, quantile } from './link-samples.mjs';
import { count, lasting, matches, ms, numberOf, plural, reads, rowsOf, within } from './page-text.mjs';
import { checkBarrierWords, checkStretch, checkVerdicts } from './training-words.mjs';
import { waitsOf } from './waits.mjs';

/** @typedef {import('./page-text.mjs').Finding} Finding */
/** @typedef {import('./page-text.mjs').Section} Section */
/** @typedef {import('./barriers.mjs').Barrier} Barrier */
/** @typedef {import('./waits.mjs').Waits} Waits */

const TRAINING = 'Could models be trained over this link?';
const ROUNDED = 0.0005;

/**
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkTraining({ samples, outages, beside }) {
  const section = beside?.sections[TRAINING];
  if (beside === undefined || section === undefined) return { findings: [], unchecked: [] };
  const [probe] = beside.probes
    .filter(({ kind, role }) => kind !== 'chat' && role !== 'control')
    .sort((a, b) => rank(a) - rank(b) || (a.intervalMs ?? 0) - (b.intervalMs ?? 0));
  if (probe === undefined) return { findings: [], unchecked: [] };
  const rows = samples.filter((row) => row.probe === probe.name);
  const dues = rows.map(({ due_epoch_ms }) => Number(due_epoch_ms));
  const intervalMs =
    probe.intervalMs ?? Number(lowerMedian(dues.slice(1).map((due, i) => due - (dues[i] ?? 0))).toFixed(3));
  const series = waitsOf(rows, outages, probe.timeoutMs);
  const { waits } = series;
  const { mixed = false } = probe;
  const blocks = mixed ? 0 : Math.floor((waits.length * intervalMs) / 60_000);
  const record = recordOf(waits, intervalMs);
  const exact = blocks < 10 ? undefined : barriersOf(waits, record);
  const link = { series, timeoutMs: probe.timeoutMs, probe: probe.name, blocks, steps: record.steps, mixed };
  return {
    findings: [
      ...checkMethod(section, link),
      ...checkBarriers(section, link, exact, beside.typed),
      ...checkVerdicts(section, link, exact, beside.typed),
    ],
    unchecked: [],
  };
}

/** @param {import('./page-text.mjs').PlanProbe} probe */
const rank = ({ kind, hasBody = false }) => (hasBody ? 2 : kind === 'websocket' ? 0 : 1);

/** @typedef {{ series: Waits, timeoutMs: number, probe: string, blocks: number, steps: number, mixed: boolean }} Link */

/** @param {Section} section @param {Link} link @returns {Finding[]} */
function checkMethod(section, { series, timeoutMs, probe, blocks, steps }) {
  const { waits, lost, timedOut, cut, leftOut, refused, metric } = series;
  const until = 'each counts until the next answer came';
  const looked = cut === 0 ? '' : `, ${count(cut)} of them while somebody looked at least (≥)`;
  const left = [
    ...(leftOut === 0 ? [] : [`${plural(leftOut, 'answer')} without such a reading`]),
    ...(refused === 0
      ? []
      : [`${plural(refused, 'request')} that the endpoint refused, or did not want to be asked`]),
  ];
  const words = [
    `From ${count(waits.length - lost)} ${metric} of ${probe}`,
    lost === 0 ? '. None was lost.' : `, and ${plural(lost, 'lost request')}.`,
    timedOut === 0
      ? ''
      : ` ${count(timedOut)} timed out: ${until}${timeoutMs === 0 ? '' : `, and the timeout of ${lasting(timeoutMs)}`} at least (≥).`,
    lost === timedOut ? '' : ` ${count(lost - timedOut)} failed or were not sent: ${until}${looked}.`,
    left.length === 0 ? '' : ` Left out: ${left.join('; ')}.`,
    blocks < 10
      ? ''
      : ` ${count(steps)} steps were simulated: each worker meets the ${count(blocks)} blocks of 60 s `,
  ].join('');
  const printed = section.sentences.find((sentence) => sentence.startsWith('From '))?.slice(0, words.length);
  return [reads('training method', printed, words)];
}

/** @param {Link} link @param {number} value @param {boolean} isMean @param {number} [half] of the value's last digit */
const atLeast = ({ series: { least } }, value, isMean, half = ROUNDED) =>
  Number.isFinite(least) && (isMean || value + half >= least) ? '≥ ' : '';

/**
 * @param {Section} section
 * @param {Link} link
 * @param {Map<number, Barrier> | undefined} exact
 * @param {Record<string, number>} typed
 * @returns {Finding[]}
 */
function checkBarriers(section, link, exact, { computeMs = 0, workers: chosen = 8 }) {
  const { waits } = link.series;
  const barriers = rowsOf(section, 'Figures: How long does a step wait for the slowest worker?');
  const stretch = rowsOf(section, 'Step time by workers');
  /** @type {Finding[]} */
  const findings = [];
  const marked = (/** @type {boolean} */ isMean) => (/** @type {number} */ value) =>
    `${atLeast(link, value, isMean)}${ms(value)}`;
  const single = QUANTILES.map(([, p]) => quantile(waits, p));
  const alike = '1, or all alike';
  for (const [i, [name]] of QUANTILES.entries())
    if (exact !== undefined)
      findings.push(
        matches(`barrier alike ${name}`, barriers.get(alike)?.[i], single[i], marked(false), ROUNDED),
      );
  if (exact !== undefined)
    findings.push(
      matches('barrier alike mean', barriers.get(alike)?.[3], average(waits), marked(true), ROUNDED),
    );
  for (const [workers, { mean, meanOff, off }] of exact ?? []) {
    const cells = barriers.get(String(workers)) ?? [];
    for (const [i, [name, p]] of QUANTILES.entries()) {
      const where = `barrier of ${workers} ${name}`;
      const cell = cells[i];
      const short = samplesNeeded(p ** (1 / workers)) - waits.length;
      if (short > 0) {
        findings.push(reads(where, cell, `needs ${count(short)} more`));
        continue;
      }
      // The share of F(x)^N at or below what is printed, by its rounding up and down.
      const [value, half] = numberOf(cell ?? '');
      const low = waits.filter((wait) => wait < value - half).length / waits.length;
      const high = waits.filter((wait) => wait <= value + half).length / waits.length;
      const [least, most] = [low ** workers, high ** workers];
      const tolerance = (off[i] ?? 0) + 1 / link.steps;
      findings.push({
        where,
        printed: cell ?? 'nothing',
        again: `${p} of the barriers, give or take ${tolerance.toPrecision(2)}; by F(x)^N it is ${least.toFixed(4)} to ${most.toFixed(4)}`,
        agrees:
          most >= p - tolerance &&
          least <= p + tolerance &&
          (cell ?? '').startsWith('≥') === (atLeast(link, value, false, half) !== ''),
      });
    }
    findings.push(within(`barrier of ${workers} mean`, cells[3], mean - meanOff, mean + meanOff));
  }
  const sentence = section.sentences.find((each) => each.startsWith('Where all links')) ?? '';
  const told = single.flatMap((value, i) => {
    if (value === undefined) return [];
    // On the edge of two digits the rounding of the export decides: either may stand in the sentence.
    const either = [value, value - ROUNDED, value + ROUNDED].map(
      (near) => `${QUANTILES[i]?.[0]} ${marked(false)(near)} ms`,
    );
    return either.find((text) => sentence.includes(text)) ?? either[0] ?? [];
  });
  const words = told.length === 0 ? 'too few samples for a percentile' : told.join(', ');
  const cells = exact === undefined ? undefined : barriers.get(String(chosen));
  return [
    ...findings,
    ...checkStretch(stretch, barriers, [single[0], single[1], average(waits)], computeMs, (wait, isMean) =>
      atLeast(link, wait, isMean),
    ),
    checkBarrierWords(section, link, words, cells, chosen),
  ];
}
