import { causeOfGap, type LinkEvidence, type StallCause, stalledGaps } from '../core/inference/gap-cause.ts';
import { hasPace } from '../core/inference/stream-health.ts';
import { roundBinMs } from '../core/stats/timeline.ts';
import type { Answer } from './answers.ts';
import type { StallBin, StreamStall, StreamStalls } from './inference-types.ts';

/** Stalls that are listed. */
const LISTED = 20;
/** About this many bars fit a plot. */
const BINS = 60;

/** The stalls of all answers: who made them, the longest, and how they lie in time. */
export function streamStalls(
  answers: Iterable<Answer>,
  evidence: LinkEvidence,
  range: { startEpochMs: number; endEpochMs: number },
): StreamStalls {
  const stalls: StreamStall[] = [];
  let [judged, stalled] = [0, 0];
  for (const { firstEpochMs, iclMs } of answers) {
    if (!hasPace(iclMs)) continue;
    judged += 1;
    const found = stalledGaps(firstEpochMs, iclMs);
    if (found.length > 0) stalled += 1;
    for (const gap of found)
      stalls.push({
        startEpochMs: gap.startEpochMs,
        durationMs: gap.durationMs,
        cause: causeOfGap(gap, evidence),
      });
  }
  const binMs = roundBinMs(Math.max(0, range.endEpochMs - range.startEpochMs), BINS);
  const bins = binsOf(stalls, binMs);
  const longest = stalls.sort((a, b) => b.durationMs - a.durationMs).slice(0, LISTED);
  return {
    count: stalls.length,
    judged,
    stalledShare: judged === 0 ? undefined : stalled / judged,
    longestMs: longest[0]?.durationMs,
    byCause: tally(stalls.map(({ cause }) => cause)),
    longest,
    binMs,
    bins,
  };
}

function tally(causes: readonly StallCause[]): Record<StallCause, number> {
  const counts = { link: 0, server: 0, unknown: 0 };
  for (const cause of causes) counts[cause] += 1;
  return counts;
}

function binsOf(stalls: readonly StreamStall[], binMs: number): StallBin[] {
  const bins = new Map<number, StallBin>();
  for (const { startEpochMs, durationMs, cause } of stalls) {
    const start = Math.floor(startEpochMs / binMs) * binMs;
    const bin = bins.get(start) ?? { startEpochMs: start, longestMs: 0, ...tally([]) };
    bin[cause] += 1;
    bin.longestMs = Math.max(bin.longestMs, durationMs);
    bins.set(start, bin);
  }
  return [...bins.values()].sort((a, b) => a.startEpochMs - b.startEpochMs);
}
