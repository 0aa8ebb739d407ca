import type { Campaign } from '../../core/campaign.ts';
import type { TimeFilter } from '../../report/filter/time-filter.ts';
import type { ProbeReport, Report } from '../../report/types.ts';
import { filterWords } from '../filter-words.ts';
import { bothTimes } from '../format-time.ts';
import { importedNotes } from '../imported-words.ts';
import {
  exclusionWords,
  mergedScheduleWords,
  plainAddress,
  scheduleWords,
  timingWords,
} from '../method-words.ts';
import { judgedNote, originNotes } from '../origin-notes.ts';
import { KIND_NAMES, metricName } from '../words.ts';
import { DataHashRow } from './data-hash.tsx';

type Row = [name: string, text: string | undefined];

const ofProbe = ({ name }: ProbeReport, isOneOfMany: boolean) => (isOneOfMany ? ` of ${name}` : '');

function probeRows(
  { plan, seed, merged, schedules }: Campaign,
  probe: ProbeReport,
  isOneOfMany: boolean,
): Row[] {
  const spec = plan.probes.find(({ name }) => name === probe.name);
  const of = ofProbe(probe, isOneOfMany);
  return [
    [`Probe ${probe.name}`, `${KIND_NAMES[probe.kind]} to ${plainAddress(probe.url)}`],
    [
      `Schedule${of}`,
      merged === undefined
        ? spec && `${scheduleWords(spec)} Seed ${seed}.`
        : mergedScheduleWords(schedules, probe.name),
    ],
  ];
}

/** How the numbers were made, so that they survive an argument. */
export function MethodNotes({
  campaign,
  report,
  probes,
  filter,
}: {
  campaign: Campaign;
  report: Report;
  /** Those that are told of. */
  probes: readonly ProbeReport[];
  filter?: TimeFilter | undefined;
}) {
  const many = probes.length > 1;
  // A recording has no column for it; a samples CSV has.
  const isRecording = report.imported !== undefined && report.imported.lacks === undefined;
  const rows: Row[] = [
    ['Started', report.startEpochMs === undefined ? undefined : bothTimes(report.startEpochMs)],
    ['Ended', report.endEpochMs === undefined ? undefined : bothTimes(report.endEpochMs)],
    ...(report.imported !== undefined
      ? importedNotes(report.imported, campaign.plan)
      : probes.flatMap((probe) => probeRows(campaign, probe, many))),
    ...probes.map(
      (probe): Row => [`Timing${ofProbe(probe, many)}`, isRecording ? undefined : timingWords(probe)],
    ),
    ['Filter', report.filter && filterWords(report.filter)],
    ['Judged by', judgedNote(campaign)],
    ...probes.map((probe): Row => {
      const left = report.exclusions?.find((row) => row.probe === probe.name);
      return [`Left out${ofProbe(probe, many)}`, left && exclusionWords(left)];
    }),
    ['Percentiles', report.quantileMethod],
    ['Confidence', report.intervalMethod === 'none' ? 'No intervals are computed.' : report.intervalMethod],
    ...originNotes(campaign),
  ];
  const told = probes.flatMap((probe) => probe.rows.filter((row) => row.population === 'ok' && row.n > 0));
  const metrics = [...new Map(told.map((row) => [row.metric, row])).values()];
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
            <DataHashRow campaign={campaign} filter={filter} />
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
