import type { ProbeSpec } from '../core/plan.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { answeredValues } from '../core/stats/answered-values.ts';
import { cdf } from '../core/stats/cdf.ts';
import { sortFloats } from '../core/stats/sort.ts';
import { type Limit, yardstickOf } from '../core/verdict/limits.ts';
import { headlineOf } from './headline.ts';
import type { Drawn } from './percentile-table.ts';
import type { LimitDistribution, LimitVerdict } from './verdict-types.ts';

/** What the distribution of a limit's metric is called, where it is not the limit's own name. */
const DRAWN: Partial<Record<Limit['metric'], string>> = { turn: 'ttfo' };

/** A probe with its distributions by metric. */
export interface DrawnProbe {
  spec: ProbeSpec;
  batches: readonly SampleBatch[];
  drawn: ReadonlyMap<string, Drawn>;
}

/** The metric of the percentile table whose distribution a limit wants; that of the headline is there anyway. */
export function drawnMetric(limit: Limit, { kind }: ProbeSpec): string | undefined {
  const { key } = yardstickOf(limit);
  if (key === undefined || key === headlineOf(kind).key) return undefined;
  return DRAWN[limit.metric] ?? limit.metric;
}

/**
 * The distributions of what limits are set on, one for each probe and metric; the
 * headline of a probe has its own already. A rate (`tokens_per_s`) is turned into the
 * time a token takes, 1000 / rate, so that the slow ones lie in the tail here as well.
 */
export function limitDistributions(
  limits: readonly LimitVerdict[],
  probes: readonly DrawnProbe[],
): LimitDistribution[] {
  const found = new Map<string, LimitDistribution>();
  for (const { limit, probe, estimate } of limits) {
    const input = probes.find(({ spec }) => spec.name === probe);
    if (input === undefined || estimate === undefined) continue;
    const metric = drawnMetric(limit, input.spec);
    const name = `${probe} ${metric}`;
    if (metric === undefined || found.has(name)) continue;
    const drawn = limit.metric === 'tokens_per_s' ? timesPerToken(input.batches) : input.drawn.get(metric);
    found.set(name, { probe: input.spec.name, metric, ...(drawn ?? { n: 0, points: [] }) });
  }
  return [...found.values()];
}

function timesPerToken(batches: readonly SampleBatch[]): Drawn {
  const times = answeredValues(({ numbers }) => numbers.tokensPerS, batches).map((rate) => 1000 / rate);
  sortFloats(times);
  return { n: times.length, points: cdf(times) };
}
