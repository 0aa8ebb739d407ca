import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Campaign, CampaignEvent } from '../../core/campaign.ts';
import { cutEvents } from '../../report/filter/cut.ts';
import type { TimeFilter } from '../../report/filter/time-filter.ts';
import type { ProbeReport, Report } from '../../report/types.ts';
import { shownState } from '../campaigns.ts';
import { CdfPlot } from '../components/cdf-plot.tsx';
import { ProbeContext, usePaper } from '../components/paper.ts';
import { Tabs } from '../components/tabs.tsx';
import { TimelinePlot } from '../components/timeline-plot.tsx';
import { unlookedRows } from '../filter-words.ts';
import { toldEvents } from '../imported-words.ts';
import { reportParagraph } from '../report-words.ts';
import { reportHref } from '../router.ts';
import { limitLines } from '../verdict-words.ts';
import { metricName } from '../words.ts';
import { AvailabilitySection } from './availability-section.tsx';
import { CostSection } from './cost-section.tsx';
import { DishSection } from './dish-section.tsx';
import { EventList } from './events-panel.tsx';
import { InferenceSection } from './inference-section.tsx';
import { JudgeBy } from './judge-by.tsx';
import { LimitCdfs } from './limit-cdfs.tsx';
import { questionOf } from './live-probes.tsx';
import { MethodNotes } from './method-notes.tsx';
import { OneWayTable } from './one-way-table.tsx';
import { OutagesTable } from './outages-table.tsx';
import { PercentileTable } from './percentile-table.tsx';
import { RhythmSection } from './rhythm-section.tsx';
import { StallsTable } from './stalls-table.tsx';
import { TrainingSection } from './training-section.tsx';
import { VerdictSection } from './verdict-section.tsx';

interface Props {
  campaign: Campaign;
  report: Report;
  events: readonly CampaignEvent[];
  /** What the report is of, where it is of a part. */
  filter?: TimeFilter | undefined;
  /** What hands it over as files; nothing on paper. */
  exports?: ComponentChildren;
  /** What is stored beside the samples is another now. */
  onChanged: () => void;
}

/** The answer, then the evidence, then the method: one probe at a time, on paper one after the other. */
export function ReportBody({ campaign, report, events, filter, exports, onChanged }: Props) {
  const chosen = useSignal<string | undefined>(undefined);
  const probe = report.probes.find((other) => other.name === chosen.value) ?? report.probes[0];
  const isOnPaper = usePaper() !== undefined;
  const measured = report.probes.some(({ counts }) => counts.scheduled + counts.unmeasured > 0);
  if (probe === undefined || !measured) {
    return (
      <>
        {report.filter !== undefined ? <NothingLookedAt id={campaign.id} /> : <NoSamples />}
        {exports}
      </>
    );
  }
  return (
    <>
      <VerdictSection report={report} />
      {!isOnPaper && shownState(campaign) !== 'Running' && (
        <JudgeBy campaign={campaign} onChanged={onChanged} />
      )}
      <div class="answer column">
        {reportParagraph(report).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {exports}
      {isOnPaper ? (
        report.probes.map((each) => (
          <section key={each.name} class="paper-probe" aria-label={`Probe ${each.name}`}>
            <h2 class="paper-probe-name">Probe {labelOf(each)}</h2>
            <ProbeParts probe={each} report={report} />
          </section>
        ))
      ) : (
        <Tabs
          label="Probes"
          tabs={report.probes.map((each) => ({ id: each.name, label: labelOf(each) }))}
          selected={probe.name}
          onSelect={(name) => {
            chosen.value = name;
          }}
        >
          <ProbeParts key={probe.name} probe={probe} report={report} />
        </Tabs>
      )}
      <AvailabilitySection report={report} />
      <OutagesTable report={report} />
      <DishSection campaignId={campaign.id} dish={report.dish} onChanged={onChanged} />
      <TrainingSection training={report.training} campaignId={campaign.id} />
      <CostSection report={report} campaignId={campaign.id} />
      <section class="events" aria-labelledby="events-title">
        <h2 id="events-title">Events</h2>
        <EventList
          events={toldEvents(report.filter === undefined ? events : cutEvents(events, report.filter.looked))}
        />
      </section>
      <MethodNotes
        campaign={campaign}
        report={report}
        probes={isOnPaper ? report.probes : [probe]}
        filter={filter}
      />
    </>
  );
}

const labelOf = ({ name, role }: ProbeReport) => (role === 'control' ? `${name} (control)` : name);

/** All that is told of one probe. */
function ProbeParts({ probe, report }: { probe: ProbeReport; report: Report }) {
  return (
    <ProbeContext.Provider value={probe.name}>
      <PercentileTable probe={probe} observedS={report.observedS} />
      <ReportTimeline probe={probe} report={report} />
      <HeadlineCdf probe={probe} report={report} />
      <LimitCdfs probe={probe} report={report} />
      <InferenceSection probe={probe} report={report} />
      {probe.echo !== undefined && <StallsTable echo={probe.echo} />}
      <OneWayTable probe={probe} />
      <RhythmSection probe={probe} zone={report.zone} />
    </ProbeContext.Provider>
  );
}

function NoSamples() {
  return (
    <div class="rest">
      <p>
        No samples yet. Once the campaign has run for some seconds, its percentiles, time line and outages
        stand here.
      </p>
    </div>
  );
}

function NothingLookedAt({ id }: { id: string }) {
  const isOnPaper = usePaper() !== undefined;
  return (
    <div class="rest">
      <p>Nothing was due in the time that the filter leaves.{!isOnPaper && ' Choose other days or hours.'}</p>
      {!isOnPaper && (
        <a class="button" href={reportHref(id)}>
          Show all
        </a>
      )}
    </div>
  );
}

function ReportTimeline({ probe, report }: { probe: ProbeReport; report: Report }) {
  const input = useMemo(() => {
    const { bins, binMs } = probe.timeline;
    const fromMs = bins[0]?.startEpochMs ?? report.startEpochMs ?? 0;
    const toMs = (bins.at(-1)?.startEpochMs ?? fromMs) + binMs;
    const intervals = [...report.outages, ...unlookedRows(report.filter)];
    return { bins, binMs, intervals, fromMs, toMs, metric: metricName(probe.headline) };
  }, [probe, report]);
  return <TimelinePlot title={questionOf(probe.headline)} input={input} />;
}

function HeadlineCdf({ probe, report }: { probe: ProbeReport; report: Report }) {
  const row = probe.rows.find(({ metric, population }) => metric === probe.headline && population === 'ok');
  return (
    <CdfPlot
      title={`How slow are the slowest ${probe.headline === 'ttft' ? 'first tokens' : 'answers'}?`}
      distribution={{
        points: probe.cdf,
        count: row?.n ?? probe.cdf.length,
        metric: metricName(probe.headline),
        of: 'answered requests',
        percentiles: row,
        limits: limitLines(report.verdict, probe.name, probe.headline),
      }}
    />
  );
}
