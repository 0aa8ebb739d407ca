import type { BatchReader } from '../core/batch-pass.ts';
import { OUTCOMES, PROBE_ERRORS, TIMING_SOURCES } from '../core/sample.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import type { OutcomeCounts } from './types.ts';

const LATE = OUTCOMES.indexOf('late') + 1;

/** Counts what became of the due times of a probe, why they failed, and how they were timed. */
export class OutcomeTally implements BatchReader {
  readonly #outcomes = new Float64Array(OUTCOMES.length + 1);
  readonly #errors = new Float64Array(PROBE_ERRORS.length + 1);
  readonly #sources = new Float64Array(TIMING_SOURCES.length + 1);

  read({ count, outcome, error, timingSource }: SampleBatch): void {
    for (let i = 0; i < count; i++) add(this.#outcomes, outcome[i]);
    if (error !== undefined) for (let i = 0; i < count; i++) add(this.#errors, error[i]);
    if (timingSource === undefined) return;
    for (let i = 0; i < count; i++) if ((outcome[i] ?? 0) <= LATE) add(this.#sources, timingSource[i]);
  }

  counts(): OutcomeCounts {
    const of = (outcome: (typeof OUTCOMES)[number]) => this.#outcomes[OUTCOMES.indexOf(outcome) + 1] ?? 0;
    const counts = {
      ok: of('ok'),
      late: of('late'),
      timeout: of('timeout'),
      failed: of('failed'),
      skipped: of('skipped'),
      unmeasured: of('unmeasured'),
    };
    return {
      ...counts,
      scheduled: counts.ok + counts.late + counts.timeout + counts.failed + counts.skipped,
    };
  }

  /** How often each error occurred; those that did not are left out. */
  errors(): Record<string, number> {
    return named(PROBE_ERRORS, this.#errors);
  }

  /** The share of each timing source among the answers that name one. */
  timingSources(): Record<string, number> {
    const found = named(TIMING_SOURCES, this.#sources);
    const total = Object.values(found).reduce((sum, n) => sum + n, 0);
    return Object.fromEntries(Object.entries(found).map(([word, n]) => [word, n / total]));
  }
}

function add(counts: Float64Array, code = 0): void {
  counts[code] = (counts[code] ?? 0) + 1;
}

function named(list: readonly string[], counts: Float64Array): Record<string, number> {
  return Object.fromEntries(
    list.map((word, i) => [word, counts[i + 1] ?? 0] as const).filter(([, n]) => n > 0),
  );
}
