import type { Barrier } from '../core/training/barrier.ts';
import { type Exchange, exchange, LEAST_UTILISATION, type TrainingRun } from '../core/training/step-time.ts';
import type { TrainingReport } from '../report/training-types.ts';
import { heldFor } from './echo-words.ts';
import { formatBytes, formatCount, formatMs, formatShare, plural } from './format.ts';

/**
 * The workers' links at best, all alike, and at worst, each on its own. The second is only there where
 * enough was measured; without it nothing is taken from the record, and the first is the shipping alone.
 */
export interface Bounds {
  best: Exchange;
  worst?: Exchange | undefined;
  /** Waits are lower bounds, or not known: it may be worse than this. */
  least: boolean;
  /** Why the record says nothing, where it is not that it is too short. */
  untold?: string | undefined;
}

const MIXED = 'the merged campaigns are not known to have asked at one interval';

export function boundsOf(
  { single, independent, censored, mixed }: TrainingReport,
  run: TrainingRun,
  workers: number,
): Bounds {
  const row = independent.find((other) => other.workers === workers);
  if (row === undefined) return { best: exchange(run, 0), least: true, untold: mixed ? MIXED : undefined };
  return {
    best: exchange(run, single.mean ?? 0),
    worst: exchange(run, row.mean ?? 0),
    least: censored > 0,
  };
}

/** `20.0 Mbit/s`, `16.0 Gbit/s`. */
function formatRate(mbps: number): string {
  return mbps >= 1000 ? `${formatMs(mbps / 1000)} Gbit/s` : `${formatMs(mbps)} Mbit/s`;
}

/** Waits whose end is not known make it a lower bound: a mean with any of them, and what lies at the shortest of them or above. */
export function isLeast(ms: number, { leastMs }: TrainingReport, isMean: boolean): boolean {
  return leastMs !== undefined && (isMean || ms >= leastMs);
}

/** A barrier in ms. */
export function waitText(ms: number | undefined, training: TrainingReport, isMean = false): string {
  return `${ms !== undefined && isLeast(ms, training, isMean) ? '≥ ' : ''}${formatMs(ms)}`;
}

/** Whether such training is out over this link, and by what factor. It is never proved: round trips are not all that decides. */
export function verdictWords(what: string, { best, worst, least, untold }: Bounds): string {
  const most = least ? 'at most ' : '';
  if (best.utilisation < LEAST_UTILISATION) {
    const factor = (1 - best.utilisation) / best.utilisation;
    return `${what} over this link is out by a factor of ${formatMs(factor)}${least ? ' or more' : ''}: at best, each second of computing is followed by ${heldFor(1000 * factor)} of waiting.`;
  }
  if (worst === undefined)
    return `${what} over this link is not decided: ${untold ?? 'there is not enough data'}.`;
  const low = worst.utilisation;
  if (low >= LEAST_UTILISATION) {
    const shares = [...new Set([formatShare(low), formatShare(best.utilisation)])];
    return `${what} over this link is not ruled out: ${most}${shares.join(' to ')} of the time would be computed.`;
  }
  return `${what} over this link hangs on the other links: ${most}${formatShare(best.utilisation)} of the time would be computed if all see the same moment, and only ${formatShare(low)} if each is on its own.`;
}

/** What an exchange ships and takes, where it comes after each step, and what it would need where all links see the same moment. */
export function shippingWords(
  { best, least }: Bounds,
  { bytes, uplinkMbps, innerSteps }: TrainingRun,
): string {
  const { neededMbps, shortBy = 0, shipMs, barrierMs, computedMs } = best;
  const ships = innerSteps === 1 ? `To ship ${formatBytes(bytes)} takes ${heldFor(shipMs)}` : '';
  if (neededMbps === undefined)
    return `${ships === '' ? '' : `${ships}. `}No uplink is fast enough to compute half of the time: waiting for an answer alone takes ${least ? 'at least ' : ''}${heldFor(barrierMs)}, and the computing ${heldFor(computedMs)}.`;
  const than =
    shortBy > 1
      ? `${formatMs(shortBy)} times the uplink of ${formatRate(uplinkMbps)}`
      : `which the uplink of ${formatRate(uplinkMbps)} has`;
  return `${ships === '' ? 'To' : `${ships}; to`} compute half of the time needs at least ${formatRate(neededMbps)}, ${than}.`;
}

/** The barrier of so many workers in a sentence. */
export function barrierWords(training: TrainingReport, workers: number): string {
  const { single, independent, blocks, blocksNeeded, blockS, mixed } = training;
  const said = (row: Barrier | undefined) => {
    const parts = (['p50', 'p95', 'p99'] as const).flatMap((name) =>
      row?.[name] === undefined ? [] : [`${name} ${waitText(row[name], training)} ms`],
    );
    return parts.length === 0 ? 'too few samples for a percentile' : parts.join(', ');
  };
  const one = `Where all links see the same moment, a step waits as for one link: ${said(single)}.`;
  if (mixed)
    return `${one} What independent links would do is not computed: ${MIXED}, so that no blocks of ${blockS} s can be cut.`;
  if (independent.length === 0) {
    const missing = plural(Math.ceil(((blocksNeeded - blocks) * blockS) / 60), 'more minute');
    return `${one} What independent links would do takes ${missing} of measuring.`;
  }
  const row = independent.find((other) => other.workers === workers);
  return `${one} Behind ${workers} independent links it waits for the slowest: ${said(row)}.`;
}

/** What the simulation was made of. */
export function trainingMethod(training: TrainingReport): string {
  const { probe, metric, n, lost, blockS, blocks, steps } = training;
  const drawn = metric === 'rtt' ? 'round trips' : 'response times';
  return [
    `From ${formatCount(n - lost)} ${drawn} of ${probe}`,
    lost === 0 ? '. None was lost.' : `, and ${plural(lost, 'lost request')}.${lostWords(training)}`,
    leftOutWords(training),
    steps === 0
      ? ''
      : ` ${formatCount(steps)} steps were simulated: each worker meets the ${formatCount(blocks)} blocks of ${blockS} s of the record in an order of its own, so that slots and outages stay together. The seed comes from the data.`,
  ].join('');
}

/** How long what was lost counts. */
function lostWords({ lost, timedOut, timeoutMs, censored }: TrainingReport): string {
  const [others, cut] = [lost - timedOut, censored - timedOut];
  const until = 'each counts until the next answer came';
  const least = timeoutMs === 0 ? ' at least' : `, and the timeout of ${heldFor(timeoutMs)} at least`;
  const looked = cut === 0 ? '' : `, ${formatCount(cut)} of them while somebody looked at least (≥)`;
  return [
    timedOut === 0 ? '' : ` ${formatCount(timedOut)} timed out: ${until}${least} (≥).`,
    others === 0 ? '' : ` ${formatCount(others)} failed or were not sent: ${until}${looked}.`,
  ].join('');
}

/** Of what no wait is made. */
function leftOutWords({ leftOut, refused }: TrainingReport): string {
  const parts = [
    ...(leftOut === 0 ? [] : [`${plural(leftOut, 'answer')} without such a reading`]),
    ...(refused === 0
      ? []
      : [`${plural(refused, 'request')} that the endpoint refused, or did not want to be asked`]),
  ];
  return parts.length === 0 ? '' : ` Left out: ${parts.join('; ')}.`;
}
