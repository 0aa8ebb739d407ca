import type { Headline } from '../core/campaign.ts';
import type { ProbeKind } from '../core/plan.ts';
import { OUTCOMES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { answeredValues } from '../core/stats/answered-values.ts';
import { percentile } from '../core/stats/percentile.ts';
import { sortFloats } from '../core/stats/sort.ts';
import { headlineOf } from './headline.ts';
import { REPORT_METRICS } from './metrics.ts';

const UNMEASURED = OUTCOMES.indexOf('unmeasured') + 1;

/** The line that lists show of a probe which no run of this browser measured, summed up while its samples pass. */
export class HeadlineSum {
  readonly #kind: ProbeKind;
  readonly #values: Float32Array[] = [];
  #scheduled = 0;

  constructor(kind: ProbeKind) {
    this.#kind = kind;
  }

  add(batch: SampleBatch): void {
    const name = headlineOf(this.#kind).metric;
    const metric = REPORT_METRICS.find((other) => other.name === name);
    if (metric !== undefined) this.#values.push(answeredValues(metric.column, [batch]));
    const { count, outcome } = batch;
    for (let i = 0; i < count; i++) if (outcome[i] !== UNMEASURED) this.#scheduled += 1;
  }

  headline(probe: string): Headline {
    const values = new Float32Array(this.#values.reduce((n, part) => n + part.length, 0));
    let at = 0;
    for (const part of this.#values) {
      values.set(part, at);
      at += part.length;
    }
    sortFloats(values);
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((p) => percentile(values, p));
    const { metric } = headlineOf(this.#kind);
    return { probe, metric, p50, p95, p99, scheduled: this.#scheduled, answered: values.length };
  }
}
