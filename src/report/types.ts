import type { GapCause } from '../core/campaign.ts';
import type { NumericColumn } from '../core/columns.ts';
import type { ProbeKind } from '../core/plan.ts';
import type { Outcome } from '../core/sample.ts';
import type { EpochMillis } from '../core/units.ts';

export type Population = 'ok' | 'scheduled';

/** Counts of the due times of one probe by outcome. */
export type OutcomeCounts = Record<Outcome, number> & {
  /** All outcomes but `unmeasured`. */
  scheduled: number;
};

/**
 * One row of the percentile table. A percentile is a number, `Infinity` where
 * that share of the scheduled requests never got an answer, or `undefined`
 * where fewer than 5 samples lie beyond it.
 */
export interface MetricRow {
  metric: string;
  unit: NumericColumn['unit'];
  meaning: string;
  population: Population;
  /** Samples the percentiles are made of. */
  n: number;
  min?: number | undefined;
  p50?: number | undefined;
  p75?: number | undefined;
  p90?: number | undefined;
  p95?: number | undefined;
  p99?: number | undefined;
  p99_9?: number | undefined;
  max?: number | undefined;
  mean?: number | undefined;
  /** Mean absolute difference of consecutive samples that have the metric. */
  jitter?: number | undefined;
}

/** One column of the time line; times in ms of `headline`. */
export interface TimelineBin {
  startEpochMs: number;
  min?: number | undefined;
  median?: number | undefined;
  max?: number | undefined;
  answered: number;
  /** Timed out, failed or skipped. */
  lost: number;
  unmeasured: number;
}

export interface Timeline {
  binMs: number;
  bins: TimelineBin[];
}

/** A step of the empirical distribution: `share` of the population is at or below `ms`. */
export interface CdfPoint {
  ms: number;
  share: number;
}

export interface ProbeReport {
  name: string;
  kind: ProbeKind;
  role?: 'control' | undefined;
  url: string;
  counts: OutcomeCounts;
  errors: Record<string, number>;
  /** The metric of the time line, the CDF and the summary: `response` or, for chat, `ttft`. */
  headline: string;
  rows: MetricRow[];
  timeline: Timeline;
  /** Answered samples of the headline metric; at most 500 points, the tail kept. */
  cdf: CdfPoint[];
  /** Share of answers by timing source. */
  timingSources: Record<string, number>;
}

export type IntervalKind = 'outage' | 'interruption' | 'unmeasured';
export type OutageCause = 'link' | 'endpoint' | 'local' | 'unknown' | GapCause;

/** One row of the outages table. */
export interface OutageRow {
  startEpochMs: EpochMillis;
  endEpochMs: EpochMillis;
  kind: IntervalKind;
  cause: OutageCause;
  /** Names of the probes that were silent, or unmeasured. */
  probes: string[];
}

export interface Report {
  campaignId: string;
  /** As in exports: a simulated link says so. */
  campaign: string;
  site: string;
  simulated: string[];
  startEpochMs?: EpochMillis | undefined;
  endEpochMs?: EpochMillis | undefined;
  /** Wall time between start and end less unmeasured time, in seconds. */
  observedS: number;
  /** Sum of `outage` rows, in seconds. */
  outageS: number;
  unmeasuredS: number;
  outages: OutageRow[];
  probes: ProbeReport[];
  quantileMethod: string;
  intervalMethod: string;
}
