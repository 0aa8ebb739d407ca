import type { BatchReader } from '../core/batch-pass.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { BlockDistribution } from '../core/stats/block-distribution.ts';
import { cdf } from '../core/stats/cdf.ts';
import type { TimeBlocks } from '../core/stats/time-blocks.ts';
import { ValueCounts, wordsOf } from '../core/stats/value-counts.ts';
import { openPercentiles } from './intervals.ts';
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
  counts: ValueCounts;
  /** Entries before it that said the same in every row so far: in a recording one column stands for several metrics. */
  twins: Entry[];
  found?: BlockDistribution | undefined;
}

/**
 * The percentile table of one probe: `read` all batches, then with `second()` once more, both in the
 * order of `seq`. No column is held in memory.
 */
export class PercentileTable implements BatchReader {
  readonly #batches: readonly SampleBatch[];
  readonly #entries: Entry[];
  readonly #drawn: ReadonlySet<string>;
  readonly #headline: string;

  /** `drawn`: metrics beside the headline whose distribution will be drawn. */
  constructor(batches: readonly SampleBatch[], headline: string, drawn: readonly string[]) {
    const rows = batches.reduce((sum, { count }) => sum + count, 0);
    this.#batches = batches;
    this.#headline = headline;
    this.#drawn = new Set([headline, ...drawn]);
    this.#entries = REPORT_METRICS.filter(
      (metric) => metric.name === headline || batches.some((batch) => metric.column(batch) !== undefined),
    ).map((metric) => ({ metric, counts: new ValueCounts(rows), twins: [] }));
    this.#entries.forEach((entry, i) => {
      entry.twins = this.#entries.slice(0, i);
    });
  }

  read(batch: SampleBatch): void {
    const { outcome } = batch;
    for (const { metric, counts } of this.#entries) {
      const column = metric.column(batch);
      if (column !== undefined) counts.add(column, outcome);
    }
    for (const entry of this.#entries) {
      if (entry.twins.length === 0) continue;
      const column = entry.metric.column(batch);
      entry.twins = entry.twins.filter((twin) => isEqual(column, twin.metric.column(batch)));
    }
  }

  /** After the first reading: the second one. */
  second(blocks: TimeBlocks, lost: number): BatchReader {
    const open = this.#entries.filter(
      ({ metric, twins }) => twins.length === 0 || this.#drawn.has(metric.name),
    );
    for (const entry of open) {
      const found = new BlockDistribution(entry.counts, {
        blocks: blocks.ends.length,
        isWhole: this.#drawn.has(entry.metric.name),
        again: (own) => {
          own.begin();
          const reader = new StretchReader([{ ...entry, found: own }], blocks);
          for (const batch of this.#batches) reader.read(batch);
        },
      });
      openPercentiles(found, lost, blocks);
      found.begin();
      entry.found = found;
    }
    return new StretchReader(open, blocks);
  }

  /** After the second reading. A probe that never got an answer still says so, in the row of its headline. */
  rows(blocks: TimeBlocks, lost: number): MetricRow[] {
    const rows: MetricRow[] = [];
    for (const { metric, found, twins } of this.#entries) {
      if (found !== undefined) {
        if (found.length > 0 || (metric.name === this.#headline && lost > 0))
          rows.push(...metricRows(metric, found, lost, blocks));
        continue;
      }
      const { name, unit, meaning } = metric;
      const same = rows.filter((row) => row.metric === twins[0]?.metric.name);
      const isMeasured = same.some(({ population, n }) => population === 'ok' && n > 0);
      if (isMeasured) rows.push(...same.map((row) => ({ ...row, metric: name, unit, meaning })));
    }
    return rows;
  }

  /** The distributions that are drawn, by metric; those without a value are missing. */
  drawn(): Map<string, Drawn> {
    const drawn = new Map<string, Drawn>();
    for (const { metric, found } of this.#entries) {
      if (found === undefined || found.length === 0 || !this.#drawn.has(metric.name)) continue;
      const points = cdf(found, (value) => found.countUpTo(value));
      drawn.set(metric.name, { n: found.length, points });
    }
    return drawn;
  }
}

/** Hands the rows of each batch on block by block. */
class StretchReader implements BatchReader {
  readonly #entries: readonly Entry[];
  readonly #ends: Uint32Array;
  #block = 0;
  #row = 0;

  constructor(entries: readonly Entry[], { ends }: TimeBlocks) {
    this.#entries = entries;
    this.#ends = ends;
  }

  read(batch: SampleBatch): void {
    const { count, outcome } = batch;
    let block = this.#block;
    for (const { metric, found } of this.#entries) {
      const column = metric.column(batch);
      const words = column && wordsOf(column);
      block = this.#block;
      for (let i = 0; i < count; ) {
        const end = (this.#ends[block] ?? Number.POSITIVE_INFINITY) - this.#row;
        const stop = Math.min(count, end);
        if (words !== undefined) found?.take(words, outcome, i, stop);
        if (stop === end) {
          found?.endBlock();
          block += 1;
        }
        i = stop;
      }
    }
    this.#block = block;
    this.#row += count;
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
