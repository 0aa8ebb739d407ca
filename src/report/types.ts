import type { GapCause, Imported } from '../core/campaign.ts';
import type { NumericColumn } from '../core/columns.ts';
import type { Stall } from '../core/link/stalls.ts';
import type { ProbeKind } from '../core/plan.ts';
import type { Outcome } from '../core/sample.ts';
import type { EpochMillis } from '../core/units.ts';
import type { AvailabilityReport } from './availability-types.ts';
import type { ProbeTraffic } from './cost-types.ts';
import type { DishReport } from './dish-types.ts';
import type { FilterReport } from './filter/filter-types.ts';
import type { InferenceReport } from './inference-types.ts';
import type { Exclusions } from './methods-types.ts';
import type { RhythmReport } from './rhythm-types.ts';
import type { SiteZone } from './site-zone.ts';
import type { TrainingReport } from './training-types.ts';
import type { VerdictReport } from './verdict-types.ts';

export type Population = 'ok' | 'scheduled';

/** Counts of the due times of one probe by outcome. */
export type OutcomeCounts = Record<Outcome, number> & {
  /** All outcomes but `unmeasured`. */
  scheduled: number;
};

/** Ends of the 95 % intervals of percentiles; an end that the data cannot support is absent. */
export interface IntervalCells {
  p50_low?: number | undefined;
  p50_high?: number | undefined;
  p75_low?: number | undefined;
  p75_high?: number | undefined;
  p90_low?: number | undefined;
  p90_high?: number | undefined;
  p95_low?: number | undefined;
  p95_high?: number | undefined;
  p99_low?: number | undefined;
  p99_high?: number | undefined;
  p99_9_low?: number | undefined;
  p99_9_high?: number | undefined;
}

/**
 * One row of the percentile table. A percentile is a number, `Infinity` where
 * that share of the scheduled requests never got an answer, or `undefined`
 * where fewer than 5 samples lie beyond it.
 */
export interface MetricRow extends IntervalCells {
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

/** Head-of-line stalls of one standing connection (`core/link/stalls.ts`). */
export interface StallReport {
  count: number;
  /** Messages that were held, and their share of the answered ones. */
  held: number;
  heldShare: number;
  /** Time in ms in which at least one message was held up. */
  totalMs: number;
  /** At most 20, the longest first. */
  longest: Stall[];
}

/** What became of the messages that were sent over a standing connection. */
export interface EchoReport {
  sent: number;
  /** No echo came, not even late, over a connection that stood until the timeout. */
  lost: number;
  /** Sent, and under way when the connection broke: no echo could come any more, and their fate is not known. */
  broken: number;
  /** The echo came after the timeout. */
  late: number;
  /** The echo came after one of a later message (RFC 4737). */
  reordered: number;
  stalls: StallReport;
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
  /** For WebSocket probes that send messages. */
  echo?: EchoReport | undefined;
  /** For chat probes. */
  inference?: InferenceReport | undefined;
  /** For probes that are no control probes. */
  rhythm?: RhythmReport | undefined;
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
  /** A filter cut it: the first part of it that is looked at, or a further one of the same. */
  cut?: 'first' | 'further' | undefined;
}

export interface Report {
  campaignId: string;
  /** As in exports: a simulated link says so. */
  campaign: string;
  site: string;
  simulated: string[];
  /** Read from a recording that this app did not make; times of day are assumed where it has a `zeroEpochMs`. */
  imported?: Imported | undefined;
  /** Where only a part of the campaign was looked at: all that follows is of that part. */
  filter?: FilterReport | undefined;
  /** Whose hours count as local; absent where times of day are a guess. */
  zone?: SiteZone | undefined;
  startEpochMs?: EpochMillis | undefined;
  endEpochMs?: EpochMillis | undefined;
  /** Wall time between start and end less unmeasured time, in seconds. */
  observedS: number;
  /** Sum of `outage` rows, in seconds. */
  outageS: number;
  unmeasuredS: number;
  outages: OutageRow[];
  /** Absent where nothing was due yet. */
  availability?: AvailabilityReport | undefined;
  probes: ProbeReport[];
  /** Sentences on stored samples that could not be read. */
  damaged?: string[] | undefined;
  /** Where a dish's own record was imported. */
  dish?: DishReport | undefined;
  quantileMethod: string;
  intervalMethod: string;
  /** Step of the clock that timed the samples, in ms; the coarsest where several runs differ. */
  clockResolutionMs?: number | undefined;
  crossOriginIsolated?: boolean | undefined;
  /** For campaigns with a probe that times round trips. */
  training?: TrainingReport | undefined;
  /** What costs are made of; without control probes. */
  traffic?: ProbeTraffic[] | undefined;
  /** In the order of the plan. */
  exclusions?: Exclusions[] | undefined;
  verdict: VerdictReport;
}
