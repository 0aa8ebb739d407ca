import type { SampleBatch } from '../core/sample-batch.ts';
import { percentile } from '../core/stats/percentile.ts';
import { type BlocksBelow, type Ends, quantileInterval, widened } from '../core/stats/quantile-interval.ts';
import { countInBlocks, type TimeBlocks } from '../core/stats/time-blocks.ts';
import type { IntervalCells, Population } from './types.ts';

/** What intervals are made of: the rows of a probe in the order of `seq`, and their blocks of time. */
export interface IntervalSource {
  batches: readonly SampleBatch[];
  blocks: TimeBlocks;
}

/** One percentile of one population. */
interface Wanted {
  population: Population;
  p: number;
  value: number;
  cells: readonly [keyof IntervalCells, keyof IntervalCells];
}

const SHARES = [
  [0.5, ['p50_low', 'p50_high']],
  [0.95, ['p95_low', 'p95_high']],
  [0.99, ['p99_low', 'p99_high']],
  [0.999, ['p99_9_low', 'p99_9_high']],
] as const;

/**
 * 95 % intervals of the percentiles of one metric (`core/stats/quantile-interval.ts`).
 * `sorted` are its answered values; in the population `scheduled`, `lostCount` more
 * are infinitely slow. Two passes over the rows, whatever the number of percentiles.
 */
export function percentileIntervals(
  column: (batch: SampleBatch) => Float32Array | undefined,
  sorted: Float32Array,
  lostCount: number,
  { batches, blocks }: IntervalSource,
): Record<Population, IntervalCells> {
  const lost = { ok: 0, scheduled: lostCount };
  const wanted = (lostCount === 0 ? (['ok'] as const) : (['ok', 'scheduled'] as const)).flatMap(
    (population) =>
      SHARES.flatMap(([p, cells]): Wanted[] => {
        const value = percentile(sorted, p, lost[population]);
        return value === undefined ? [] : [{ population, p, value, cells }];
      }),
  );
  const ranked = (population: Population) => ({ sorted, lost: lost[population] });
  const atValue = counter(
    column,
    { batches, blocks },
    wanted.map(({ value }) => value),
  );
  const first = wanted.map(({ population, p, value }) =>
    quantileInterval(p, ranked(population), atValue(value, population)),
  );
  const atEnd = counter(
    column,
    { batches, blocks },
    first.flatMap(({ low, high }) => [low, high].filter((end) => end !== undefined)),
  );
  const found: Record<Population, IntervalCells> = { ok: {}, scheduled: {} };
  wanted.forEach(({ population, p, cells: [low, high] }, i) => {
    const ends: Ends = first[i] ?? {};
    const around = { low: atEnd(ends.low, population), high: atEnd(ends.high, population) };
    const final = widened(p, ranked(population), ends, around);
    found[population][low] = final.low;
    found[population][high] = final.high;
  });
  return lostCount === 0 ? { ok: found.ok, scheduled: found.ok } : found;
}

type Counter = (value: number | undefined, population: Population) => BlocksBelow;

/** Counts once for all values; what is infinitely slow lies beyond every measured value. */
function counter(
  column: (batch: SampleBatch) => Float32Array | undefined,
  { batches, blocks }: IntervalSource,
  values: readonly number[],
): Counter {
  const thresholds = [...new Set(values.map(measured))].sort((a, b) => a - b);
  const { totals, atOrBelow } = countInBlocks(batches, column, blocks, thresholds);
  const scheduled = totals.map((count, i) => count + (blocks.lost[i] ?? 0));
  return (value, population) => ({
    atOrBelow: atOrBelow[thresholds.indexOf(measured(value ?? Number.NaN))] ?? [],
    totals: population === 'ok' ? totals : scheduled,
  });
}

const measured = (value: number) => Math.min(value, Number.MAX_VALUE);
