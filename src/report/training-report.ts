import type { Campaign } from '../core/campaign.ts';
import type { Span } from '../core/link/spans.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { BLOCK_S, MIN_BLOCKS, simulateBarrier } from '../core/training/barrier.ts';
import { linkSeries } from '../core/training/link-series.ts';
import type { TrainingReport } from './training-types.ts';

/**
 * Simulates the barrier from the probe that tells most of the link: neither a
 * control nor a chat probe, an echo before a request, then the one that asks most
 * often. `blind`: the time that went unmeasured, in its order. Merged campaigns may
 * have asked at intervals of their own, of which their plan knows the newest alone,
 * and waited for shorter than it says. Undefined where there is no such probe, or
 * where it measured nothing.
 */
export function trainingReport(
  probes: readonly { spec: ProbeSpec; batches: readonly SampleBatch[] }[],
  blind: readonly Span[],
  campaign: Pick<Campaign, 'merged' | 'schedules'>,
): TrainingReport | undefined {
  const able = probes.filter(({ spec }) => spec.role !== 'control' && spec.kind !== 'chat');
  const [best] = able.sort((a, b) => rank(a.spec) - rank(b.spec) || a.spec.intervalMs - b.spec.intervalMs);
  if (best === undefined) return undefined;
  const { intervalMs, timeoutMs } = pace(best.spec, campaign);
  const { waitMs, ...told } = linkSeries({ timeoutMs }, best.batches, blind);
  if (waitMs.length === 0) return undefined;
  const simulation = simulateBarrier(waitMs, intervalMs);
  return {
    probe: best.spec.name,
    ...told,
    n: waitMs.length,
    mixed: intervalMs === undefined,
    blockS: BLOCK_S,
    blocksNeeded: MIN_BLOCKS,
    ...simulation,
  };
}

/** The one interval of all that was merged, absent where it is none, and the shortest timeout, 0 where it is not known; both in ms. */
function pace(
  { name, intervalMs, timeoutMs }: ProbeSpec,
  { merged, schedules = [] }: Pick<Campaign, 'merged' | 'schedules'>,
): { intervalMs?: number; timeoutMs: number } {
  if (merged === undefined) return { intervalMs, timeoutMs };
  const parts = schedules.flatMap(({ probes }) => probes.filter((probe) => probe.name === name));
  if (parts.length === 0) return { timeoutMs: 0 };
  const shortest = Math.min(...parts.map((part) => part.timeoutMs));
  return parts.every((part) => part.intervalMs === intervalMs)
    ? { intervalMs, timeoutMs: shortest }
    : { timeoutMs: shortest };
}

/** A body of some size, or a connection for each message, times more than a round trip. */
function rank(spec: ProbeSpec): number {
  if (spec.kind === 'websocket') return spec.expect === undefined ? 0 : 2;
  return spec.kind === 'http' && (spec.bodyBytes ?? spec.body) === undefined ? 1 : 2;
}
