import type { Campaign } from '../../core/campaign.ts';
import { TIMING_SOURCES } from '../../core/sample.ts';
import type { ProbeReport, Report } from '../../report/types.ts';
import { formatShare } from '../format.ts';
import { bothTimes } from '../format-time.ts';
import { KIND_NAMES, metricName, TIMING_NAMES } from '../words.ts';

/** How the numbers were made, so that they survive an argument. */
export function MethodNotes({
  campaign,
  report,
  probe,
}: {
  campaign: Campaign;
  report: Report;
  probe: ProbeReport;
}) {
  const { environment: made, seed } = campaign;
  const rows: [string, string | undefined][] = [
    ['Started', report.startEpochMs === undefined ? undefined : bothTimes(report.startEpochMs)],
    ['Ended', report.endEpochMs === undefined ? undefined : bothTimes(report.endEpochMs)],
    ['Schedule', `Open loop: due times are set beforehand and do not wait for answers. Seed ${seed}.`],
    [`Probe ${probe.name}`, `${KIND_NAMES[probe.kind]} to ${probe.url}`],
    [`Timing of ${probe.name}`, timing(probe)],
    ['Percentiles', report.quantileMethod],
    ['Confidence', report.intervalMethod === 'none' ? 'No intervals are computed.' : report.intervalMethod],
    ['Clock', made === undefined ? undefined : clock(made)],
    ['App', made === undefined ? undefined : `Dishprobe ${made.appVersion}`],
    ['Browser', made?.userAgent],
  ];
  const metrics = probe.rows.filter((row) => row.population === 'ok' && row.n > 0);
  return (
    <section class="method" aria-labelledby="method-title">
      <h2 id="method-title">How it was measured</h2>
      <dl>
        {rows.map(
          ([name, text]) =>
            text !== undefined &&
            text !== '' && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
      <details class="behind">
        <summary>What each metric means</summary>
        <dl>
          {metrics.map(({ metric, meaning }) => (
            <div key={metric}>
              <dt>
                {metricName(metric)} ({metric})
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

function timing({ timingSources }: ProbeReport): string {
  return TIMING_SOURCES.filter((source) => (timingSources[source] ?? 0) > 0)
    .map((source) => `${formatShare(timingSources[source])} ${TIMING_NAMES[source]}`)
    .join('; ');
}

function clock({ clockResolutionMs, crossOriginIsolated }: NonNullable<Campaign['environment']>): string {
  const step =
    clockResolutionMs < 1 ? `${Math.round(clockResolutionMs * 1000)} µs` : `${clockResolutionMs} ms`;
  const why = crossOriginIsolated
    ? 'the page is cross-origin isolated'
    : 'coarser than it could be: the page is not cross-origin isolated';
  return `Steps of ${step}; ${why}.`;
}
