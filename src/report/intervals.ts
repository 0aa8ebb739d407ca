import { type BlockValues, countInBlocks } from '../core/stats/block-counts.ts';
import { percentile, type Sorted } from '../core/stats/percentile.ts';
import { type BlocksBelow, type Ends, quantileInterval, widened } from '../core/stats/quantile-interval.ts';
import type { TimeBlocks } from '../core/stats/time-blocks.ts';
import type { IntervalCells, Population } from './types.ts';

/** One percentile of one population. */
interface Wanted {
  population: Population;
  p: number;
  value: number;
  cells: readonly [keyof IntervalCells, keyof IntervalCells];
}

const SHARES = [
  [0.5, ['p50_low', 'p50_high']],
  [0.75, ['p75_low', 'p75_high']],
  [0.9, ['p90_low', 'p90_high']],
  [0.95, ['p95_low', 'p95_high']],
  [0.99, ['p99_low', 'p99_high']],
  [0.999, ['p99_9_low', 'p99_9_high']],
] as const;

/**
 * 95 % intervals of the percentiles of one metric (`core/stats/quantile-interval.ts`).
 * The values are its answered ones, `sorted` the same ascending; in the population `scheduled`, `lostCount` more
 * are infinitely slow. Two passes over the values, whatever the number of percentiles.
 */
export function percentileIntervals(
  found: BlockValues & { sorted: Sorted },
  lostCount: number,
  blocks: TimeBlocks,
): Record<Population, IntervalCells> {
  const { sorted } = found;
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
    found,
    blocks,
    wanted.map(({ value }) => value),
  );
  const first = wanted.map(({ population, p, value }) =>
    quantileInterval(p, ranked(population), atValue(value, population)),
  );
  const atEnd = counter(
    found,
    blocks,
    first.flatMap(({ low, high }) => [low, high].filter((end) => end !== undefined)),
  );
  const cellsOf: Record<Population, IntervalCells> = { ok: {}, scheduled: {} };
  wanted.forEach(({ population, p, cells: [low, high] }, i) => {
    const ends: Ends = first[i] ?? {};
    const around = { low: atEnd(ends.low, population), high: atEnd(ends.high, population) };
    const final = widened(p, ranked(population), ends, around);
    cellsOf[population][low] = final.low;
    cellsOf[population][high] = final.high;
  });
  return lostCount === 0 ? { ok: cellsOf.ok, scheduled: cellsOf.ok } : cellsOf;
}

type Counter = (value: number | undefined, population: Population) => BlocksBelow;

/** Counts once for all values; what is infinitely slow lies beyond every measured value. */
function counter(found: BlockValues, blocks: TimeBlocks, values: readonly number[]): Counter {
  const thresholds = [...new Set(values.map(measured))].sort((a, b) => a - b);
  const { totals, atOrBelow } = countInBlocks(found, thresholds);
  const scheduled = totals.map((count, i) => count + (blocks.lost[i] ?? 0));
  return (value, population) => ({
    atOrBelow: atOrBelow[thresholds.indexOf(measured(value ?? Number.NaN))] ?? [],
    totals: population === 'ok' ? totals : scheduled,
  });
}

const measured = (value: number) => Math.min(value, Number.MAX_VALUE);
