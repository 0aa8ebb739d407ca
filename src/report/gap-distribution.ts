import type { SampleBatch } from '../core/sample-batch.ts';
import { cdf } from '../core/stats/cdf.ts';
import { percentile } from '../core/stats/percentile.ts';
import { sortFloats } from '../core/stats/sort.ts';
import { answeredBatches, gapsAt } from './answers.ts';
import type { GapDistribution } from './inference-types.ts';

/** All gaps between chunks of all answers as one distribution, in ms; nothing where no answer had two chunks. */
export function gapDistribution(batches: readonly SampleBatch[]): GapDistribution | undefined {
  const values = gapValues(batches);
  if (values.length === 0) return undefined;
  sortFloats(values);
  const firstAbove = values.findIndex((ms) => ms > 0);
  const at = (p: number) => percentile(values, p);
  return {
    n: values.length,
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p99_9: at(0.999),
    max: values.at(-1) ?? 0,
    zeroShare: (firstAbove === -1 ? values.length : firstAbove) / values.length,
    cdf: cdf(values),
  };
}

function gapValues(batches: readonly SampleBatch[]): Float32Array<ArrayBuffer> {
  const values = new Float32Array(batches.reduce((n, { icl }) => n + (icl?.values.length ?? 0), 0));
  let n = 0;
  for (const { batch, rows } of answeredBatches(batches)) {
    const { icl } = batch;
    for (const row of icl === undefined ? [] : rows) {
      const gaps = gapsAt(icl, row);
      values.set(gaps, n);
      n += gaps.length;
    }
  }
  return values.subarray(0, n);
}
