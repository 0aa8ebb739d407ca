import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CampaignEvent } from '../../core/campaign.ts';
import { type FilterTexts, readFilter } from '../../report/filter/time-filter.ts';
import { filterZone } from '../../report/site-zone.ts';
import type { Report } from '../../report/types.ts';
import { door } from '../../store/door.ts';
import { loadReport } from '../analysis-client.ts';
import { campaigns, refreshCampaigns, shownState } from '../campaigns.ts';
import { campaignCaption, filteredCampaign } from '../caption.ts';
import { liveSnapshot } from '../client.ts';
import { CaptionContext } from '../components/paper.ts';
import { Banner, Skeleton } from '../components/parts.tsx';
import { FILTER_CAUTION, filterWords, filterZoneWords } from '../filter-words.ts';
import { localZone } from '../format-time.ts';
import { goTo, reportHref } from '../router.ts';
import { attempt, sentenceOf } from '../trouble.ts';
import { CampaignHead, NoCampaign } from './campaign-head.tsx';
import { FilterBar } from './filter-bar.tsx';
import { ReportBody } from './report-body.tsx';
import { ExportRow } from './report-exports.tsx';

interface Loaded {
  report?: { report: Report; events: CampaignEvent[] } | undefined;
  share: number;
  failure?: string | undefined;
}

/** REPORT: the numbers of one campaign, and the files to hand over. */
export function ReportView({ id, filter: texts }: { id: string; filter?: FilterTexts | undefined }) {
  const campaign = campaigns.value?.find((other) => other.id === id);
  const loaded = useSignal<Loaded>({ share: 0 });
  const asked = useSignal(0);
  const zone = filterZone(campaign ?? {}, localZone());
  const filter = texts && readFilter(texts, zone.name);
  const exists = campaign !== undefined;
  const state = campaign === undefined ? undefined : shownState(campaign);
  useEffect(() => {
    if (!exists) return;
    let gone = false;
    const progress = (share: number) => {
      if (!gone) loaded.value = { ...loaded.value, share };
    };
    Promise.all([loadReport(id, progress, filter), door.listEvents(id)]).then(
      ([report, events]) => {
        if (!gone) loaded.value = { report: { report, events }, share: 1 };
        attempt(refreshCampaigns);
      },
      (error: unknown) => {
        if (!gone) loaded.value = { ...loaded.value, failure: sentenceOf(error) };
      },
    );
    return () => {
      gone = true;
    };
  }, [id, exists, state, asked.value]);
  if (campaigns.value === undefined) return <Skeleton height={480} />;
  if (campaign === undefined) return <NoCampaign />;
  const again = () => {
    loaded.value = { ...loaded.value, failure: undefined };
    asked.value += 1;
  };
  const { report, share, failure } = loaded.value;
  const live = liveSnapshot.value?.campaignId === id ? liveSnapshot.value.simulated : [];
  const simulated = [...new Set([...campaign.simulated, ...(report?.report.simulated ?? []), ...live])];
  const exports = (
    <ExportRow
      order={{
        campaign,
        filter,
        source: async (progress) =>
          report ?? {
            report: await loadReport(id, progress, filter),
            events: await door.listEvents(id),
          },
      }}
    />
  );
  return (
    <>
      <CampaignHead campaign={campaign} simulated={simulated} here="report" filter={texts} />
      {state === 'Running' && (
        <Banner
          tone="info"
          actions={
            <button type="button" onClick={again}>
              Compute again
            </button>
          }
        >
          The campaign is running: the report covers what was measured until it was opened.
        </Banner>
      )}
      {failure !== undefined && (
        <Banner
          tone="bad"
          alert
          actions={
            <button type="button" onClick={again}>
              Try again
            </button>
          }
        >
          The report could not be made. {failure}
        </Banner>
      )}
      {report?.report.damaged?.map((sentence) => (
        <Banner key={sentence} tone="bad" alert>
          {sentence}
        </Banner>
      ))}
      <FilterBar
        key={JSON.stringify(texts)}
        filter={texts}
        zone={filterZoneWords(zone)}
        looked={report?.report.filter && `${filterWords(report.report.filter)} ${FILTER_CAUTION}`}
        onChoose={(next) => goTo(reportHref(id, next))}
      />
      {report === undefined && failure === undefined && <Loading share={share} />}
      {report === undefined && failure !== undefined && exports}
      {report !== undefined && (
        <CaptionContext.Provider value={campaignCaption(filteredCampaign(campaign, filter))}>
          <ReportBody
            campaign={campaign}
            report={report.report}
            events={report.events}
            exports={exports}
            filter={filter}
            onChanged={again}
          />
        </CaptionContext.Provider>
      )}
    </>
  );
}

function Loading({ share }: { share: number }) {
  return (
    <div>
      <label class="loading num">
        <span>Reading the samples</span>
        <progress class="progress" value={share} max={1} />
      </label>
      <Skeleton height={72} />
      <Skeleton height={360} />
      <Skeleton height={360} />
    </div>
  );
}
