import { lengthOf, union } from '../core/link/spans.ts';
import { findStalls } from '../core/link/stalls.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { EchoReport, OutcomeCounts, StallReport } from './types.ts';

/** Stalls that are listed. */
const LISTED = 20;
const TRUE = 2;

/**
 * Sums up the messages of a WebSocket probe, of which `broken` were aborted; one-way delays in
 * `batches` are as `withoutDrift` makes them. Other failures and what was skipped never was sent.
 */
export function echoReport(
  counts: OutcomeCounts,
  broken: number,
  batches: readonly SampleBatch[],
): EchoReport {
  const { ok, late, timeout } = counts;
  let reordered = 0;
  for (const { reordered: flags } of batches)
    for (const flag of flags ?? []) if (flag === TRUE) reordered += 1;
  return {
    sent: ok + late + timeout + broken,
    lost: timeout,
    broken,
    late,
    reordered,
    stalls: stallReport(ok + late, batches),
  };
}

function stallReport(answered: number, batches: readonly SampleBatch[]): StallReport {
  const stalls = findStalls(batches);
  const held = stalls.reduce((sum, stall) => sum + stall.held, 0);
  const spans = stalls.map(({ startEpochMs, durationMs }) => ({
    start: startEpochMs,
    end: startEpochMs + durationMs,
  }));
  return {
    count: stalls.length,
    held,
    heldShare: answered === 0 ? 0 : held / answered,
    totalMs: lengthOf(union(spans)),
    longest: stalls.sort((a, b) => b.durationMs - a.durationMs).slice(0, LISTED),
  };
}
