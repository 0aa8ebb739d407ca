import { type BatchReader, readAll } from '../core/batch-pass.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { BlockDistribution, type BlockRows } from '../core/stats/block-distribution.ts';
import { cdf } from '../core/stats/cdf.ts';
import { TimeBlocks } from '../core/stats/time-blocks.ts';
import { wordsOf } from '../core/stats/value-counts.ts';
import { pilotOf } from './metric-pilot.ts';
import { type Metric, metricRows, REPORT_METRICS } from './metrics.ts';
import type { CdfPoint, MetricRow } from './types.ts';

/** A distribution as a plot draws it, and how many values are in it. */
export interface Drawn {
  n: number;
  points: CdfPoint[];
}

/** A metric on its way into the table. */
interface Entry {
  metric: Metric;
  found: BlockDistribution;
  /** Entries before it that said the same in every row so far: in a recording one column stands for several metrics. */
  twins: Entry[];
}

/**
 * The percentile table of one probe: `read` all batches in the order of `seq`, then `end`. No column
 * stands in memory as a whole, but for those that are drawn.
 */
export class PercentileTable implements BatchReader {
  readonly #batches: readonly SampleBatch[];
  readonly #entries: Entry[];
  readonly #drawn: ReadonlySet<string>;
  readonly #headline: string;
  readonly #blocks = new TimeBlocks();

  /** `drawn`: metrics beside the headline whose distribution will be drawn. */
  constructor(batches: readonly SampleBatch[], headline: string, drawn: readonly string[]) {
    this.#batches = batches;
    this.#headline = headline;
    this.#drawn = new Set([headline, ...drawn]);
    const metrics = REPORT_METRICS.filter(
      (metric) => metric.name === headline || batches.some((batch) => metric.column(batch) !== undefined),
    );
    const rows = batches.reduce((sum, { count }) => sum + count, 0);
    const expected = pilotOf(batches, rows, metrics);
    this.#entries = metrics.map((metric, i) => {
      const found = new BlockDistribution({
        expected: expected[i],
        wholeRows: this.#drawn.has(metric.name) ? rows : undefined,
        again: (read) => this.#readAgain(metric, read),
      });
      return { metric, found, twins: [] };
    });
    this.#entries.forEach((entry, i) => {
      entry.twins = this.#entries.slice(0, i);
    });
  }

  read(batch: SampleBatch): void {
    const { outcome, count } = batch;
    this.#blocks.read(batch);
    const { cuts } = this.#blocks;
    for (const entry of this.#entries) {
      const { metric, found } = entry;
      const values = metric.column(batch);
      found.read({ values, outcome, count, cuts });
      if (entry.twins.length > 0)
        entry.twins = entry.twins.filter((twin) => isEqual(values, twin.metric.column(batch)));
    }
  }

  /** After all batches. A probe that never got an answer still says so, in the row of its headline. */
  end(lost: number): { rows: MetricRow[]; drawn: Map<string, Drawn> } {
    const rows: MetricRow[] = [];
    const drawn = new Map<string, Drawn>();
    for (const { metric, found, twins } of this.#entries.splice(0)) {
      const { name, unit, meaning } = metric;
      const [twin] = twins;
      if (twin !== undefined && !this.#drawn.has(name)) {
        const same = rows.filter((row) => row.metric === twin.metric.name);
        const isMeasured = same.some(({ population, n }) => population === 'ok' && n > 0);
        if (isMeasured) rows.push(...same.map((row) => ({ ...row, metric: name, unit, meaning })));
        continue;
      }
      if (found.length === 0 && !(name === this.#headline && lost > 0)) continue;
      found.end();
      rows.push(...metricRows(metric, found, lost, this.#blocks));
      if (!this.#drawn.has(name) || found.length === 0) continue;
      drawn.set(name, { n: found.length, points: cdf(found, (value) => found.countUpTo(value)) });
    }
    return { rows, drawn };
  }

  #readAgain(metric: Metric, read: (rows: BlockRows) => void): void {
    const blocks = new TimeBlocks();
    const rows = (batch: SampleBatch) => {
      const { outcome, count } = batch;
      read({ values: metric.column(batch), outcome, count, cuts: blocks.cuts });
    };
    readAll(this.#batches, [blocks, { read: rows }]);
  }
}

type Column = ReturnType<Metric['column']>;

function isEqual(a: Column, b: Column): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  const n = a.length;
  if (b.length !== n) return false;
  // By their bits: NaN, which stands for nothing, is not equal to itself.
  const [here, there] = [wordsOf(a), wordsOf(b)];
  for (let i = 0; i < n; i++) if (here[i] !== there[i]) return false;
  return true;
}
