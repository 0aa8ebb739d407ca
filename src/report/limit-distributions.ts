import type { NumericKey } from '../core/columns.ts';
import type { ProbeSpec } from '../core/plan.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { cdf } from '../core/stats/cdf.ts';
import { sortFloats } from '../core/stats/sort.ts';
import { yardstickOf } from '../core/verdict/limits.ts';
import { headlineOf } from './headline.ts';
import { answeredValues } from './metrics.ts';
import type { LimitDistribution, LimitVerdict } from './verdict-types.ts';

/** What the distribution of a limit's metric is called, where it is not the limit's own name. */
const DRAWN: Partial<Record<LimitVerdict['limit']['metric'], string>> = { turn: 'ttfo' };

/**
 * The distributions of what limits are set on, one for each probe and metric; the
 * headline of a probe has its own already. A rate (`tokens_per_s`) is turned into the
 * time a token takes, 1000 / rate, so that the slow ones lie in the tail here as well.
 */
export function limitDistributions(
  limits: readonly LimitVerdict[],
  probes: readonly { spec: ProbeSpec; batches: readonly SampleBatch[] }[],
): LimitDistribution[] {
  const found = new Map<string, LimitDistribution>();
  for (const { limit, probe, estimate } of limits) {
    const input = probes.find(({ spec }) => spec.name === probe);
    if (input === undefined || estimate === undefined) continue;
    const { key } = yardstickOf(limit);
    const metric = DRAWN[limit.metric] ?? limit.metric;
    const name = `${probe} ${metric}`;
    if (key === undefined || key === headlineOf(input.spec.kind).key || found.has(name)) continue;
    const values = sorted(key, input.batches);
    found.set(name, { probe: input.spec.name, metric, n: values.length, points: cdf(values) });
  }
  return [...found.values()];
}

function sorted(key: NumericKey, batches: readonly SampleBatch[]): Float32Array {
  const values = answeredValues((batch) => batch.numbers[key], batches);
  const times = key === 'tokensPerS' ? values.map((rate) => 1000 / rate) : values;
  sortFloats(times);
  return times;
}
