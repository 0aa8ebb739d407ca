import type { EpochMillis } from '../../core/units.ts';
import type { MetricRow, ProbeReport, Report } from '../types.ts';
import { csvText } from './csv-cell.ts';
import { csvTable, decimal3 } from './csv-table.ts';
import { utcText } from './utc.ts';

/** Version 1 of the columns: field teams script against them. Append only. */
export const PERCENTILES_HEADER =
  'campaign,site,probe,metric,unit,population,scheduled,ok,late,timeout,failed,skipped,unmeasured,min,' +
  'p50,p50_low,p50_high,p75,p90,p95,p95_low,p95_high,p99,p99_low,p99_high,p99_9,p99_9_low,p99_9_high,' +
  'max,mean,jitter,quantile_method,interval_method,clock_resolution_ms,cross_origin_isolated,' +
  'start_utc,end_utc,decided_by,p75_low,p75_high,p90_low,p90_high,limits_chosen_utc';

/** One row for each probe, metric and population. Empty: too few samples, or too little time, to say; `inf`: that share got no answer. Columns behind the intervals say over what time, whether the planned end or a look at any moment decided the verdict, and when its limits were chosen, where that was after measuring. */
export function percentilesCsv(report: Report): Uint8Array<ArrayBuffer> {
  return csvTable(
    PERCENTILES_HEADER,
    report.probes.flatMap((probe) => probe.rows.map((row) => rowOf(report, probe, row))),
  );
}

function rowOf(report: Report, { name, counts }: ProbeReport, row: MetricRow): string[] {
  const { scheduled, ok, late, timeout, failed, skipped, unmeasured } = counts;
  const texts = [report.campaign, report.site, name, row.metric, row.unit, row.population];
  const percentiles = [
    ...[row.min, row.p50, row.p50_low, row.p50_high, row.p75, row.p90],
    ...[row.p95, row.p95_low, row.p95_high, row.p99, row.p99_low, row.p99_high],
    ...[row.p99_9, row.p99_9_low, row.p99_9_high, row.max, row.mean, row.jitter],
  ];
  return [
    ...texts.map(csvText),
    ...[scheduled, ok, late, timeout, failed, skipped, unmeasured].map(String),
    ...percentiles.map(decimal3),
    csvText(report.quantileMethod),
    csvText(report.intervalMethod),
    decimal3(report.clockResolutionMs),
    report.crossOriginIsolated === undefined ? '' : String(report.crossOriginIsolated),
    optionalUtc(report.startEpochMs),
    optionalUtc(report.endEpochMs),
    report.verdict.by,
    ...[row.p75_low, row.p75_high, row.p90_low, row.p90_high].map(decimal3),
    optionalUtc(report.verdict.chosenEpochMs),
  ];
}

const optionalUtc = (time: EpochMillis | undefined) => (time === undefined ? '' : utcText(time));
