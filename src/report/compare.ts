import type { Span } from '../core/link/spans.ts';
import { type Difference, difference, type Estimate } from '../core/stats/difference.ts';
import type { AvailabilityEstimate } from './availability-types.ts';
import type { Compared, ComparedMetric, ComparedProbe } from './compare-types.ts';
import { clip } from './filter/looked-at.ts';
import type { CdfPoint, Population } from './types.ts';

/** At most so many campaigns stand side by side. */
export const MOST_COMPARED = 12;

export const COMPARED_PERCENTILES = ['p50', 'p95', 'p99', 'p99_9'] as const;
export type ComparedPercentile = (typeof COMPARED_PERCENTILES)[number];

/** What is laid side by side of each campaign. */
export interface Choice {
  metric: string;
  population: Population;
  /** Names of probes by the id of their campaign, where it is not the one that is taken by itself. */
  probes: Readonly<Record<string, string>>;
}

/** One campaign of a comparison, and the probe that speaks for it; absent where none has the metric. */
export interface Column {
  compared: Compared;
  probe?: ComparedProbe | undefined;
  metric?: ComparedMetric | undefined;
}

/** A figure of one campaign, and how it differs from that of the base. */
export interface Cell extends Estimate {
  /** Samples that a percentile is made of. */
  n?: number | undefined;
  difference?: Difference | undefined;
}

/** The metrics that can be compared: those that most campaigns have come first. */
export function metricsOf(list: readonly Compared[]): string[] {
  const counts = new Map<string, number>();
  for (const { probes } of list) {
    const own = new Set(probes.flatMap(({ metrics }) => metrics.map(({ metric }) => metric)));
    for (const metric of own) counts.set(metric, (counts.get(metric) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([metric]) => metric);
}

/** The probes of a campaign that have a metric. */
export function probesWith({ probes }: Compared, metric: string): ComparedProbe[] {
  return probes.filter(({ metrics }) => metrics.some((other) => other.metric === metric));
}

/**
 * The columns of a comparison, in the order of `list`. By itself, the first
 * campaign speaks by its first probe that has the metric, and each other one by the
 * probe of the same name, or else of the same kind, or else by its first.
 */
export function columnsOf(list: readonly Compared[], { metric, probes }: Choice): Column[] {
  let model: ComparedProbe | undefined;
  return list.map((compared) => {
    const able = probesWith(compared, metric);
    const probe =
      able.find(({ name }) => name === probes[compared.campaignId]) ??
      able.find(({ name }) => name === model?.name) ??
      able.find(({ kind }) => kind === model?.kind) ??
      able[0];
    model ??= probe;
    return { compared, probe, metric: probe?.metrics.find((other) => other.metric === metric) };
  });
}

/** One percentile of each column. `base`: the index of the column that the others are compared with. */
export function percentileCells(
  columns: readonly Column[],
  key: ComparedPercentile,
  population: Population,
  base: number,
): Cell[] {
  return withDifferences(
    columns.map(({ metric }) => {
      const row = metric?.[population];
      return { value: row?.[key], low: row?.[`${key}_low`], high: row?.[`${key}_high`], n: row?.n };
    }),
    base,
  );
}

/** The availability of each column, of the link or of the service. */
export function availabilityCells(columns: readonly Column[], of: 'link' | 'service', base: number): Cell[] {
  const estimate = ({ share, low, high }: AvailabilityEstimate): Estimate => ({ value: share, low, high });
  return withDifferences(
    columns.map(({ compared }) => (compared[of] === undefined ? {} : estimate(compared[of]))),
    base,
  );
}

function withDifferences(cells: readonly Cell[], base: number): Cell[] {
  return cells.map((cell, i) => ({
    ...cell,
    difference: i === base ? undefined : difference(cell, cells[base] ?? {}),
  }));
}

/** The distribution of a column: of the answered requests, or of all that were due, of which the lost never come. */
export function curveOf({ metric }: Column, population: Population): CdfPoint[] {
  if (metric === undefined) return [];
  const share = metric.scheduled.n === 0 ? 1 : metric.ok.n / metric.scheduled.n;
  return population === 'ok'
    ? metric.cdf
    : metric.cdf.map((point) => ({ ...point, share: point.share * share }));
}

/** Pairs of campaigns that measured at the same time: they are not independent of one another. When a recording without a date was made nobody knows. */
export function overlapping(list: readonly Compared[]): (readonly [Compared, Compared])[] {
  const meets = (a: readonly Span[], b: readonly Span[]) => clip(a, b).length > 0;
  const dated = list.filter(({ imported }) => imported?.zeroEpochMs === undefined);
  return dated.flatMap((first, i) =>
    dated
      .slice(i + 1)
      .filter((second) => meets(first.measured, second.measured))
      .map((second) => [first, second] as const),
  );
}
