import { availability, judged } from './lost-time.mjs';
import { lengthOf, merged, outside, spanOf } from './observed.mjs';
import { arrivalsOf, isCut, MS, recoveries, refusals, sharpened } from './silences.mjs';

/** @typedef {import('./findings.mjs').Figure} Figure */
/** @typedef {import('./observed.mjs').Span} Span */

const MONTH_S = 30 * 86_400;
const AGAINST_LINK = ['link', 'unknown'];

/**
 * The figures of availability (docs/statistics.md).
 * @param {import('./findings.mjs').Tables} tables
 * @returns {import('./findings.mjs').Checked}
 */
export function checkAvailability({ samples, percentiles, outages, plan }) {
  const [facts] = percentiles;
  if (plan === undefined || facts === undefined) return { findings: [], unchecked: [] };
  const range = spanOf(facts);
  const of = (/** @type {string} */ kind) => outages.filter((row) => row.kind === kind);
  const holes = merged(of('unmeasured').map(spanOf), range);
  const isMain = (/** @type {string | undefined} */ name) =>
    plan.probes.some((probe) => probe.name === name && probe.role !== 'control');
  const dues = samples.map(({ due_epoch_ms }) => Number(due_epoch_ms) / 1000);
  const arrivals = arrivalsOf(samples.filter(({ probe }) => isMain(probe)));
  const moments = [...arrivals, ...dues].sort((a, b) => a - b);
  const silent = of('outage').map((row) => ({ cause: row.cause ?? '', ...sharpened(spanOf(row), moments) }));
  const against = silent.filter(({ cause }) => AGAINST_LINK.includes(cause));
  const local = silent.filter(({ cause }) => cause === 'local');
  const rowsOf = (/** @type {string} */ name) =>
    samples.filter(({ probe, warm_up }) => probe === name && warm_up !== 'true');
  const own = plan.probes.filter(({ name }) => isMain(name));
  const refused = own.map(({ name }) => refusals(name, rowsOf(name)));
  const link = availability(...observed(against, [...holes, ...local], range));
  const down = [...silent, ...refused.flatMap(({ spells }) => spells)];
  const everywhere = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const service = availability(...observed(merged(down, everywhere), holes, range));
  const cut = against.filter((outage) => isCut(outage, dues, arrivals, holes, range.to));
  const standing = own.filter(({ kind, expect }) => kind === 'websocket' && expect === undefined);
  return {
    findings: [],
    unchecked: [],
    figures: [
      ...estimateFigures('link', link),
      ...estimateFigures('service', service),
      ...sentenceFigures(link),
      ...targetFigures(link, plan.availabilityTarget),
      { where: 'unmeasured', unit: 's', value: lengthOf(holes), slack: MS },
      { where: 'local', unit: 's', value: lengthOf(local), slack: MS },
      { where: 'cut short', unit: 'count', value: cut.length },
      ...durationFigures(outages, against),
      ...causeFigures(outages, silent),
      ...refused.flatMap(refusalFigures),
      ...standing.flatMap(({ name }) => recoveryFigures(name, recoveries(rowsOf(name), against, holes))),
    ],
  };
}

/**
 * Outages on a clock that stands still in the holes, and how long it ran.
 * @param {Span[]} outages
 * @param {Span[]} holes
 * @param {Span} range
 * @returns {[losses: import('./lost-time.mjs').Loss[], observed: number]}
 */
function observed(outages, holes, range) {
  const losses = outages
    .map((outage) => ({
      at: outside({ from: range.from, to: outage.from }, holes),
      length: outside(outage, holes),
    }))
    .filter(({ length }) => length > 0);
  return [losses, outside(range, holes)];
}

/**
 * @param {string} who
 * @param {import('./lost-time.mjs').Availability} found
 * @returns {Figure[]}
 */
function estimateFigures(who, found) {
  const { nines, low = 0, mtbf, mtbfLow } = found;
  const slack = MS * Math.max(1, found.outages);
  return [
    { where: `${who} share`, unit: 'share', value: found.share },
    { where: `${who} low`, unit: 'share', value: found.low },
    { where: `${who} high`, unit: 'share', value: found.high },
    {
      where: `${who} nines`,
      unit: 'number',
      value: nines ?? -Math.log10(1 - low),
      over: nines === undefined,
    },
    { where: `${who} observed`, unit: 's', value: found.observed, slack: MS },
    { where: `${who} down`, unit: 's', value: found.down, slack },
    { where: `${who} outages`, unit: 'count', value: found.outages },
    { where: `${who} mtbf`, unit: 's', value: mtbf ?? mtbfLow, over: mtbf === undefined },
    // Without an upper end, the lower one is not shown either.
    { where: `${who} mtbf low`, unit: 's', value: found.mtbfHigh === undefined ? undefined : mtbfLow },
    { where: `${who} mtbf high`, unit: 's', value: found.mtbfHigh },
    { where: `${who} mttr`, unit: 's', value: found.mttr, slack: MS },
    { where: `${who} longest`, unit: 's', value: found.longest, slack: MS },
  ];
}

/**
 * @param {import('./lost-time.mjs').Availability} link
 * @returns {Figure[]}
 */
function sentenceFigures({ observed: seconds, outages, share, low, high }) {
  /** @param {number | undefined} part */
  const month = (part) => (part === undefined ? undefined : (1 - part) * MONTH_S);
  return [
    { where: 'one outage in', unit: 's', value: outages > 0 ? seconds / outages : undefined },
    { where: 'month', unit: 's', value: month(share), slack: 1 },
    { where: 'month least', unit: 's', value: month(high), slack: 1 },
    { where: 'month most', unit: 's', value: month(low), slack: 1 },
  ];
}

/**
 * @param {import('./lost-time.mjs').Availability} link
 * @param {number | undefined} target
 * @returns {Figure[]}
 */
function targetFigures(link, target) {
  if (target === undefined) return [];
  const { answer, more } = judged(link, target);
  return [
    { where: 'target answer', unit: 'text', value: answer },
    { where: 'target', unit: 'share', value: target },
    { where: 'target more', unit: 's', value: more },
  ];
}

/**
 * @param {import('./csv.mjs').Row[]} rows
 * @param {Span[]} against
 * @returns {Figure[]}
 */
function durationFigures(rows, against) {
  const sorted = against.map(({ from, to }) => to - from).sort((a, b) => a - b);
  const count = rows.filter(({ kind }) => kind === 'interruption').length;
  return [
    ...[50, 90, 95, 99].map((p) => percentileFigure(`outage p${p}`, p, sorted)),
    { where: 'interruptions', unit: 'count', value: count },
  ];
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
function causeFigures(rows, silent) {
  return ['link', 'unknown', 'endpoint', 'local'].flatMap((cause) => {
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
  });
}

/**
 * @param {import('./silences.mjs').Refusals} refused
 * @returns {Figure[]}
 */
function refusalFigures({ probe, counts, spells }) {
  if (total(Object.values(counts)) === 0) return [];
  return [
    ...Object.entries(counts).map(([error, value]) => ({ where: `${probe} ${error}`, unit: 'count', value })),
    { where: `${probe} spells`, unit: 'count', value: spells.length },
    { where: `${probe} refusing`, unit: 's', value: lengthOf(spells) },
  ];
}

/**
 * @param {string} probe
 * @param {{ link: number, echo: number }[]} known
 * @returns {Figure[]}
 */
function recoveryFigures(probe, known) {
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
