import type { SampleBatch } from '../core/sample-batch.ts';
import { answeredValues } from '../core/stats/answered-values.ts';
import { cdf } from '../core/stats/cdf.ts';
import { sortFloats } from '../core/stats/sort.ts';
import { withoutWarmUp } from '../core/warm-up.ts';
import type { Compared, ComparedMetric, ComparedProbe } from './compare-types.ts';
import { filterBatches } from './filter/cut.ts';
import { REPORT_METRICS } from './metrics.ts';
import { countOf } from './outage-sums.ts';
import { buildReport, type ReportInput } from './report.ts';
import type { ProbeReport } from './types.ts';

/** What campaigns are compared by, the first that a probe has before the others. */
const COMPARED_METRICS = ['response', 'rtt', 'ttft', 'tpot', 'e2e'] as const;

/** Makes the report of a campaign and keeps what is compared of it, with a distribution of each metric. */
export function comparedOf(input: ReportInput): Compared {
  const report = buildReport(input);
  const { availability, verdict, filter, startEpochMs, endEpochMs } = report;
  const whole =
    startEpochMs === undefined || endEpochMs === undefined ? [] : [{ start: startEpochMs, end: endEpochMs }];
  return {
    campaignId: report.campaignId,
    campaign: report.campaign,
    name: input.campaign.plan.name,
    site: report.site,
    simulated: report.simulated,
    imported: report.imported,
    filter,
    startEpochMs,
    endEpochMs,
    observedS: report.observedS,
    outageS: report.outageS,
    unmeasuredS: report.unmeasuredS,
    measured: filter?.looked ?? whole,
    outages: countOf(report.outages, 'outage'),
    outagesCut: report.outages.filter(({ kind, cut }) => kind === 'outage' && cut === 'first').length,
    blindS: availability?.blindS,
    link: availability?.link,
    service: availability?.service,
    verdict: { ...verdict, limits: verdict.limits.map((limit) => ({ ...limit, course: [] })) },
    probes: input.probes.flatMap(({ spec, batches }, i): ComparedProbe[] => {
      const probe = report.probes[i];
      if (probe === undefined || spec.role === 'control') return [];
      const own = withoutWarmUp(spec, filterBatches(batches, input.filter));
      return [
        {
          name: probe.name,
          kind: probe.kind,
          counts: probe.counts,
          headline: probe.headline,
          metrics: COMPARED_METRICS.flatMap((metric) => metricOf(probe, metric, own)),
        },
      ];
    }),
  };
}

function metricOf(probe: ProbeReport, name: string, batches: readonly SampleBatch[]): ComparedMetric[] {
  const rowOf = (population: 'ok' | 'scheduled') =>
    probe.rows.find((row) => row.metric === name && row.population === population);
  const [ok, scheduled] = [rowOf('ok'), rowOf('scheduled')];
  const metric = REPORT_METRICS.find((other) => other.name === name);
  if (ok === undefined || scheduled === undefined || metric === undefined) return [];
  if (name === probe.headline) return [{ metric: name, ok, scheduled, cdf: probe.cdf }];
  const values = answeredValues(metric.column, batches);
  sortFloats(values);
  return [{ metric: name, ok, scheduled, cdf: cdf(values) }];
}
