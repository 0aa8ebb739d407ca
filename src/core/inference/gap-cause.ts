import type { Interval } from '../link/outages.ts';
import { firstAtOrAfter, lengthOf, type Span, subtract, union } from '../link/spans.ts';
import { findStalls } from '../link/stalls.ts';
import { usualTimes } from '../link/stalls-usual.ts';
import { OUTCOMES } from '../sample.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { type EpochMillis, epochMillis } from '../units.ts';
import { stallsIn, usualGapMs } from './stream-health.ts';

/** Who made an answer stall. */
export type StallCause = 'link' | 'server' | 'unknown';

/** A gap in which an answer stalled, on the wall clock. */
export interface StalledGap {
  /** When the chunk before it came. */
  startEpochMs: EpochMillis;
  durationMs: number;
  /** How much longer it was than the usual gap of its answer, in ms. */
  excessMs: number;
}

interface Echoes {
  /** Median service time of the answered, in ms. */
  usualMs: number;
  dueEpochMs: Float64Array;
  /** Echo less sent in ms, NaN where none came. */
  waitMs: Float32Array;
}

/** What other probes of the campaign say of the link. */
export interface LinkEvidence {
  /** When the link held something up. */
  held: Span[];
  echoes: Echoes[];
}

/** An echo that took longer than usual by more than this, in ms, was held up. */
const NORMAL_MS = 50;
/** One may have slipped through between two holds. */
const LEAST_ECHOES = 2;
/** The link made a gap where it was held up for this share of the gap's excess. */
const SHARE_OF_EXCESS = 0.5;

/**
 * Gathers what `causeOfGap` asks: the batches of each echo probe that is no
 * control probe, and the rows of the outages table. An outage that the control
 * probes call the endpoint's is no evidence against the link. O(n) in the samples.
 */
export function linkEvidence(
  echoProbes: readonly (readonly SampleBatch[])[],
  outages: readonly Pick<Interval, 'kind' | 'cause' | 'startEpochMs' | 'endEpochMs'>[],
): LinkEvidence {
  const silent = outages.filter(({ kind, cause }) => kind !== 'unmeasured' && cause !== 'endpoint');
  const stalls = echoProbes.flatMap(findStalls);
  return {
    held: union([
      ...silent.map((row) => ({ start: row.startEpochMs, end: row.endEpochMs })),
      ...stalls.map((stall) => ({ start: stall.startEpochMs, end: stall.startEpochMs + stall.durationMs })),
    ]),
    echoes: echoProbes.flatMap((batches) => echoesOf(batches) ?? []),
  };
}

/** The stalls of one answer by their place in time. `firstEpochMs`: when its first chunk came. */
export function stalledGaps(firstEpochMs: number, iclMs: readonly number[]): StalledGap[] {
  const stalled = new Set(stallsIn(iclMs));
  const usualMs = usualGapMs(iclMs) ?? 0;
  const gaps: StalledGap[] = [];
  let at = firstEpochMs;
  for (const [i, durationMs] of iclMs.entries()) {
    if (stalled.has(i))
      gaps.push({ startEpochMs: epochMillis(at), durationMs, excessMs: durationMs - usualMs });
    at += durationMs;
  }
  return gaps;
}

/**
 * Tells who made a gap by what the echo probes met in the same time; a method of
 * this app's own, as no protocol tells it.
 *
 * `link`: for at least half of the gap's excess, something else was held up on
 * the link: a head-of-line stall of an echo probe (stalls.ts), an interruption or
 * an outage. `server`: at least two echoes of one probe were due at a time when a
 * link that held back the chunk until it came would have held them by more than
 * 50 ms as well, and every echo due within the gap came in normal time (within
 * the probe's usual and 50 ms). `unknown`: all else; mostly the echoes were too
 * far apart. A busy laptop can make either: it reads echoes and chunks late alike
 * (`link`), or only the chunks (`server`).
 */
export function causeOfGap(gap: StalledGap, { held, echoes }: LinkEvidence): StallCause {
  const span = { start: gap.startEpochMs, end: gap.startEpochMs + gap.durationMs };
  const heldMs = gap.durationMs - lengthOf(subtract(span, held));
  if (heldMs >= SHARE_OF_EXCESS * gap.excessMs) return 'link';
  const seen = echoes.map((probe) => look(probe, span, gap.excessMs));
  const dense = seen.some(({ telling }) => telling >= LEAST_ECHOES);
  return dense && seen.every(({ normal }) => normal) ? 'server' : 'unknown';
}

/** Whether all echoes due within the gap came in normal time, and how many would have shown a hold. */
function look({ usualMs, dueEpochMs, waitMs }: Echoes, { start, end }: Span, excessMs: number) {
  const normalMs = usualMs + NORMAL_MS;
  let telling = 0;
  let normal = true;
  for (let i = firstAtOrAfter(dueEpochMs, start); i < dueEpochMs.length; i++) {
    const due = dueEpochMs[i] ?? Number.POSITIVE_INFINITY;
    if (due >= end) break;
    if (due >= end - excessMs && due < end - normalMs) telling += 1;
    if (!((waitMs[i] ?? Number.NaN) <= normalMs)) normal = false;
  }
  return { telling, normal };
}

const LATE = OUTCOMES.indexOf('late') + 1;

function echoesOf(batches: readonly SampleBatch[]): Echoes | undefined {
  const usual = usualTimes(batches);
  if (usual === undefined) return undefined;
  const count = batches.reduce((n, batch) => n + batch.count, 0);
  const dueEpochMs = new Float64Array(count);
  const waitMs = new Float32Array(count).fill(Number.NaN);
  let at = 0;
  for (const batch of batches) {
    const { count: rows, outcome, numbers } = batch;
    const { serviceMs } = numbers;
    dueEpochMs.set(batch.dueEpochMs, at);
    for (let i = 0; i < rows; i++) {
      if ((outcome[i] ?? 0) <= LATE) waitMs[at + i] = serviceMs?.[i] ?? Number.NaN;
    }
    at += rows;
  }
  return { usualMs: usual.serviceMs, dueEpochMs, waitMs };
}
