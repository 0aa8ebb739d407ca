import type { Campaign, Headline } from '../../core/campaign.ts';
import { type CampaignSummary, summaryOf } from '../../core/campaign-summary.ts';
import type { LiveSnapshot } from '../../worker/protocol.ts';
import { availabilityPercent, intervalText } from '../availability-words.ts';
import { liveSnapshot, runningId } from '../client.ts';
import { Figures } from '../components/figures.tsx';
import { EMPTY } from '../format.ts';
import { metricName } from '../words.ts';

/** The numbers of a campaign on the home screen: of one probe, which is named. They move while it runs in this tab. */
export function RowFigures({ campaign }: { campaign: Campaign }) {
  const snapshot = runningId.value === campaign.id ? liveSnapshot.value : undefined;
  const shown = telling(campaign, snapshot ? headlinesNow(snapshot) : (campaign.headlines ?? []));
  if (shown === undefined) return null;
  return (
    <div>
      <Figures values={shown} brief last={availabilityFigure(summaryOf(campaign))} />
      <p class="hint">
        {shown.probe}, {metricName(shown.metric).toLowerCase()}
      </p>
    </div>
  );
}

/** Of the link, once the campaign has ended. */
function availabilityFigure(summary: CampaignSummary | undefined) {
  const availability = summary?.availability;
  return {
    name: 'available',
    value: availability === undefined ? EMPTY : `${availabilityPercent(availability.share)} %`,
    title:
      availability === undefined
        ? 'Computed with the report, once the campaign has ended'
        : `Share of the observed time without an outage of the link; 95 % interval ${intervalText(availability)}`,
  };
}

function headlinesNow({ probes }: LiveSnapshot): Headline[] {
  return probes.map(({ name, headline, p50, p95, p99, counts }) => {
    const answered = counts.ok + counts.late;
    const scheduled = answered + counts.timeout + counts.failed + counts.skipped;
    return { probe: name, metric: headline, p50, p95, p99, scheduled, answered };
  });
}

/** The first probe that has percentiles, answers before first tokens; a control probe stands for nothing. */
function telling({ plan }: Campaign, lines: readonly Headline[]): Headline | undefined {
  const own = lines.filter(({ probe }) =>
    plan.probes.some(({ name, role }) => name === probe && role !== 'control'),
  );
  const full = own.filter(({ p50 }) => p50 !== undefined);
  return full.find(({ metric }) => metric === 'response') ?? full[0] ?? own[0];
}
