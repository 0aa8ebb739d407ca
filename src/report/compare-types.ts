import type { Span } from '../core/link/spans.ts';
import type { ProbeKind } from '../core/plan.ts';
import type { AvailabilityEstimate } from './availability-types.ts';
import type { CdfPoint, MetricRow, OutcomeCounts, Report } from './types.ts';
import type { VerdictReport } from './verdict-types.ts';

/** One metric of one probe, as far as it is compared. */
export interface ComparedMetric {
  metric: string;
  ok: MetricRow;
  scheduled: MetricRow;
  /** Of the answered samples that have it. */
  cdf: CdfPoint[];
}

export interface ComparedProbe {
  name: string;
  kind: ProbeKind;
  counts: OutcomeCounts;
  /** The metric that stands for it. */
  headline: string;
  metrics: ComparedMetric[];
}

/** What one campaign brings to a comparison: of its report, what is laid beside others. */
export interface Compared
  extends Pick<
    Report,
    | 'campaignId'
    | 'campaign'
    | 'site'
    | 'simulated'
    | 'imported'
    | 'filter'
    | 'startEpochMs'
    | 'endEpochMs'
    | 'observedS'
    | 'outageS'
    | 'unmeasuredS'
  > {
  /** The name alone. */
  name: string;
  /** When it measured, or could have. */
  measured: Span[];
  outages: number;
  /** Of them, those of which a filter leaves a part. */
  outagesCut: number;
  /** As in `AvailabilityReport`: then no outage seen is not the same as none. */
  blindS?: number | undefined;
  link?: AvailabilityEstimate | undefined;
  service?: AvailabilityEstimate | undefined;
  verdict: VerdictReport;
  /** Without control probes, in the order of the plan. */
  probes: ComparedProbe[];
}
