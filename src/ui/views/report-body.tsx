import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Campaign, CampaignEvent } from '../../core/campaign.ts';
import type { ProbeReport, Report } from '../../report/types.ts';
import { CdfPlot } from '../components/cdf-plot.tsx';
import { Tabs } from '../components/tabs.tsx';
import { TimelinePlot } from '../components/timeline-plot.tsx';
import { reportParagraph } from '../report-words.ts';
import { metricName } from '../words.ts';
import { EventList } from './events-panel.tsx';
import { questionOf } from './live-probes.tsx';
import { MethodNotes } from './method-notes.tsx';
import { OutagesTable } from './outages-table.tsx';
import { PercentileTable } from './percentile-table.tsx';

interface Props {
  campaign: Campaign;
  report: Report;
  events: readonly CampaignEvent[];
}

/** The answer, then the evidence, then the method. */
export function ReportBody({ campaign, report, events }: Props) {
  const chosen = useSignal<string | undefined>(undefined);
  const probe = report.probes.find((other) => other.name === chosen.value) ?? report.probes[0];
  const measured = report.probes.some(({ counts }) => counts.scheduled + counts.unmeasured > 0);
  if (probe === undefined || !measured) {
    return (
      <div class="rest">
        <p>
          No samples yet. Once the campaign has run for some seconds, its percentiles, time line and outages
          stand here.
        </p>
      </div>
    );
  }
  return (
    <>
      <div class="answer column">
        {reportParagraph(report).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Tabs
        label="Probes"
        tabs={report.probes.map(({ name, role }) => ({
          id: name,
          label: role === 'control' ? `${name} (control)` : name,
        }))}
        selected={probe.name}
        onSelect={(name) => {
          chosen.value = name;
        }}
      >
        <PercentileTable probe={probe} />
        <ReportTimeline key={`line ${probe.name}`} probe={probe} report={report} />
        <CdfPlot key={`cdf ${probe.name}`} probe={probe} />
      </Tabs>
      <OutagesTable report={report} />
      <section class="events" aria-labelledby="events-title">
        <h2 id="events-title">Events</h2>
        <EventList events={events} />
      </section>
      <MethodNotes campaign={campaign} report={report} probe={probe} />
    </>
  );
}

function ReportTimeline({ probe, report }: { probe: ProbeReport; report: Report }) {
  const input = useMemo(() => {
    const { bins, binMs } = probe.timeline;
    const fromMs = bins[0]?.startEpochMs ?? report.startEpochMs ?? 0;
    const toMs = (bins.at(-1)?.startEpochMs ?? fromMs) + binMs;
    return { bins, binMs, intervals: report.outages, fromMs, toMs, metric: metricName(probe.headline) };
  }, [probe, report]);
  return <TimelinePlot title={questionOf(probe.headline)} input={input} />;
}
