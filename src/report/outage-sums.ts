import type { SilenceCause } from '../core/link/cause.ts';
import type { Interval } from '../core/link/outages.ts';
import type { Span } from '../core/link/spans.ts';
import { percentile } from '../core/stats/percentile.ts';
import type { CauseSum, DurationBin, DurationPercentiles } from './availability-types.ts';

const CAUSES: readonly SilenceCause[] = ['link', 'unknown', 'endpoint', 'local'];

/** Where nobody knows better, a silence is the link's. */
export function countsAgainstLink({ cause }: Pick<Interval, 'cause'>): boolean {
  return cause === 'link' || cause === 'unknown';
}

/** How many there are of one kind: parts of one that a filter cut are one. */
export function countOf(rows: readonly Pick<Interval, 'kind' | 'cut'>[], kind: Interval['kind']): number {
  return rows.filter((row) => row.kind === kind && row.cut !== 'further').length;
}

/** How long each lasted, in s; parts of one that a filter cut count together. `rows` of one kind, in order of time. */
export function durationsOf(
  rows: readonly Pick<Interval, 'startEpochMs' | 'endEpochMs' | 'cut'>[],
): number[] {
  const found: number[] = [];
  for (const row of rows) {
    const before = row.cut === 'further' ? found.pop() : undefined;
    found.push((before ?? 0) + seconds(row));
  }
  return found;
}

/** One row for each cause that silences have, in s; unmeasured time is in none. */
export function causeSums(rows: readonly Interval[]): CauseSum[] {
  return CAUSES.map((cause): CauseSum => {
    const secondsOf = (kind: Interval['kind']) =>
      durationsOf(rows.filter((row) => row.kind === kind && row.cause === cause));
    const outages = secondsOf('outage');
    const interruptions = secondsOf('interruption');
    return {
      cause,
      outages: outages.length,
      outageS: total(outages),
      longestS: longestOf(outages),
      interruptions: interruptions.length,
      interruptionS: total(interruptions),
    };
  }).filter(({ outages, interruptions }) => outages + interruptions > 0);
}

/** How long outages lasted, in s, by nearest rank (`percentile`): a percentile with fewer than 5 outages beyond it is absent. They are in any order. */
export function durationPercentiles(outages: readonly Span[]): DurationPercentiles {
  const sorted = Float64Array.from(outages, ({ start, end }) => (end - start) / 1000).sort();
  const at = (p: number) => percentile(sorted, p);
  return {
    n: sorted.length,
    longest: sorted.at(-1),
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
  };
}

/** The shortest interruption, in seconds. */
const FIRST_EDGE_S = 0.5;
/** At least up to here, so that a plot of few outages does not change its scale with each. */
const LEAST_TOP_S = 50;
const FACTORS = [1, 2, 5] as const;

/** Outages and interruptions by duration in s, in steps of 1, 2 and 5 from 0.5 s to 50 s at least; none where there is nothing to count. How long those lasted that a filter cut is not looked at. */
export function durationBins(rows: readonly Interval[]): DurationBin[] {
  const silences = rows.filter(({ kind, cut }) => kind !== 'unmeasured' && cut === undefined);
  if (silences.length === 0) return [];
  const top = silences.reduce((most, row) => Math.max(most, seconds(row)), LEAST_TOP_S);
  const edges = [FIRST_EDGE_S];
  for (let power = 1; (edges.at(-1) ?? top) < top; power *= 10)
    for (const factor of FACTORS) if ((edges.at(-1) ?? top) < top) edges.push(factor * power);
  const bins = edges.slice(1).map((toS, i): DurationBin => {
    return { fromS: edges[i] ?? 0, toS, link: 0, other: 0, interruptions: 0 };
  });
  for (const row of silences) {
    const bin = bins.find(({ toS }) => seconds(row) < toS) ?? bins.at(-1);
    if (bin === undefined) continue;
    if (row.kind === 'interruption') bin.interruptions += 1;
    else if (countsAgainstLink(row)) bin.link += 1;
    else bin.other += 1;
  }
  return bins;
}

const seconds = ({ startEpochMs, endEpochMs }: Pick<Interval, 'startEpochMs' | 'endEpochMs'>) =>
  (endEpochMs - startEpochMs) / 1000;

/** The longest of some durations, in their unit; undefined of none. Without spreading them as arguments: there may be a hundred thousand. */
export function longestOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((most, value) => Math.max(most, value), 0);
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
