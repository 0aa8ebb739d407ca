import { type BlockDistribution, withPrinted } from '../core/stats/block-distribution.ts';
import { BUCKETS, bucketAt, startsOf } from '../core/stats/float-buckets.ts';
import { nearestRank, percentile } from '../core/stats/percentile.ts';
import { type BlocksBelow, type Ends, quantileInterval, widened } from '../core/stats/quantile-interval.ts';
import { type BucketRange, merged } from '../core/stats/regions.ts';
import { blockShares } from '../core/stats/share-interval.ts';
import type { TimeBlocks } from '../core/stats/time-blocks.ts';
import type { ValueCounts } from '../core/stats/value-counts.ts';
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
 * In the population `scheduled`, `lostCount` more than the values of the distribution
 * are infinitely slow.
 */
export function percentileIntervals(
  found: BlockDistribution,
  lostCount: number,
  blocks: Pick<TimeBlocks, 'lost'>,
): Record<Population, IntervalCells> {
  const lost = { ok: 0, scheduled: lostCount };
  const wanted = (lostCount === 0 ? (['ok'] as const) : (['ok', 'scheduled'] as const)).flatMap(
    (population) =>
      SHARES.flatMap(([p, cells]): Wanted[] => {
        const value = percentile(found, p, lost[population]);
        return value === undefined ? [] : [{ population, p, value, cells }];
      }),
  );
  const ranked = (population: Population) => ({ sorted: found, lost: lost[population] });
  const counter = new Counter(found, blocks);
  counter.count(wanted);
  const first = wanted.map(({ population, p, value }) =>
    quantileInterval(p, ranked(population), counter.below(value, population)),
  );
  counter.count(
    wanted.flatMap(({ population }, i) =>
      [first[i]?.low, first[i]?.high].flatMap((value) =>
        value === undefined ? [] : [{ value, population }],
      ),
    ),
  );
  const cellsOf: Record<Population, IntervalCells> = { ok: {}, scheduled: {} };
  wanted.forEach(({ population, p, cells: [low, high] }, i) => {
    const ends: Ends = first[i] ?? {};
    const around = { low: counter.below(ends.low, population), high: counter.below(ends.high, population) };
    const final = widened(p, ranked(population), ends, around);
    cellsOf[population][low] = final.low;
    cellsOf[population][high] = final.high;
  });
  return lostCount === 0 ? { ok: cellsOf.ok, scheduled: cellsOf.ok } : cellsOf;
}

type Asked = Pick<Wanted, 'value' | 'population'>;

/** Counts what lies at or below values, for many of them at once; what is infinitely slow lies beyond every measured value. */
class Counter {
  readonly #found: BlockDistribution;
  readonly #totals: Record<Population, Uint32Array>;
  readonly #known: Record<Population, Map<number, BlocksBelow>> = { ok: new Map(), scheduled: new Map() };

  constructor(found: BlockDistribution, { lost }: Pick<TimeBlocks, 'lost'>) {
    const totals = found.totals();
    this.#found = found;
    this.#totals = { ok: totals, scheduled: totals.map((count, i) => count + (lost[i] ?? 0)) };
  }

  count(asked: readonly Asked[]): void {
    const values = [...new Set(asked.map(({ value }) => measured(value)))];
    const counts = this.#found.atOrBelow(values);
    const countsOf = new Map(values.map((value, i) => [value, counts[i] ?? new Uint32Array(0)]));
    const open: BlocksBelow[] = [];
    for (const { value, population } of asked) {
      const atOrBelow = countsOf.get(measured(value));
      if (atOrBelow === undefined || this.#known[population].has(measured(value))) continue;
      const below = { atOrBelow, totals: this.#totals[population] };
      this.#known[population].set(measured(value), below);
      open.push(below);
    }
    const shares = blockShares(open.map(({ atOrBelow, totals }) => ({ hits: atOrBelow, totals })));
    open.forEach((below, i) => {
      below.told = shares[i];
    });
  }

  below(value: number | undefined, population: Population): BlocksBelow {
    return this.#known[population].get(measured(value ?? Number.NaN)) ?? NOTHING;
  }
}

const NOTHING: BlocksBelow = { atOrBelow: [], totals: [] };

const measured = (value: number) => Math.min(value, Number.MAX_VALUE);

/** Half the width of where a percentile and its interval are expected, in standard errors as if each block were one request. */
const REACH = 2.5;
/** At most this share of the values to either side. */
const MOST_REACH = 0.06;
/** Of fewer values all are worth keeping. */
const LEAST_SEEN = 4096;

/**
 * Buckets in which the percentiles of a metric and their intervals are likely to be found: `counts` are
 * of a part that is spread over all rows, of `seenBlocks` among `blocks` blocks of time; in it, `lost`
 * were lost. Undefined where too little was seen.
 */
export function expectedBuckets(
  { n, byHalf }: ValueCounts,
  lost: number,
  seenBlocks: number,
  blocks: number,
): BucketRange[] | undefined {
  if (n < LEAST_SEEN || byHalf === undefined) return undefined;
  const starts = startsOf(byHalf);
  const bucketFor = (index: number) => bucketAt(starts, Math.max(0, Math.min(index, n - 1)));
  const error = REACH * Math.sqrt(1 / seenBlocks + 1 / blocks);
  return merged(
    [0.5, 0.75, 0.9, 0.95, 0.99, 0.999].flatMap((p) =>
      [0, lost].map((more) => {
        const width = Math.ceil(Math.min(MOST_REACH, error * Math.sqrt(p * (1 - p))) * (n + more));
        const index = nearestRank(n + more, p) - 1;
        const to = index + width >= n - 1 ? BUCKETS : bucketFor(index + width) + 1;
        return withPrinted({ from: bucketFor(index - width), to });
      }),
    ),
  );
}
