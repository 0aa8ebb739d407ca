import type { Campaign } from '../../core/campaign.ts';
import type { TimeFilter } from '../../report/filter/time-filter.ts';
import type { ProbeReport, Report } from '../../report/types.ts';
import { filterWords } from '../filter-words.ts';
import { bothTimes } from '../format-time.ts';
import { importedNotes } from '../imported-words.ts';
import { clockWords, exclusionWords, scheduleWords, timingWords } from '../method-words.ts';
import { KIND_NAMES, metricName } from '../words.ts';
import { DataHashRow } from './data-hash.tsx';

/** How the numbers were made, so that they survive an argument. */
export function MethodNotes({
  campaign,
  report,
  probe,
  filter,
}: {
  campaign: Campaign;
  report: Report;
  probe: ProbeReport;
  filter?: TimeFilter | undefined;
}) {
  const { environment: made, seed, plan } = campaign;
  const spec = plan.probes.find(({ name }) => name === probe.name);
  const left = report.exclusions?.find((row) => row.probe === probe.name);
  const rows: [string, string | undefined][] = [
    ['Started', report.startEpochMs === undefined ? undefined : bothTimes(report.startEpochMs)],
    ['Ended', report.endEpochMs === undefined ? undefined : bothTimes(report.endEpochMs)],
    ...(report.imported !== undefined
      ? importedNotes(report.imported, campaign.plan)
      : ([
          [`Probe ${probe.name}`, `${KIND_NAMES[probe.kind]} to ${probe.url}`],
          ['Schedule', spec && `${scheduleWords(spec)} Seed ${seed}.`],
          ['Timing', timingWords(probe)],
        ] satisfies [string, string | undefined][])),
    ['Filter', report.filter && filterWords(report.filter)],
    ['Left out', left && exclusionWords(left)],
    ['Percentiles', report.quantileMethod],
    ['Confidence', report.intervalMethod === 'none' ? 'No intervals are computed.' : report.intervalMethod],
    ['Clock', made && clockWords(made)],
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
        <div>
          <dt>Data hash</dt>
          <dd>
            <DataHashRow key={campaign.id} campaignId={campaign.id} filter={filter} />
          </dd>
        </div>
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
