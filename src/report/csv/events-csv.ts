import { type Campaign, type CampaignEvent, exportName } from '../../core/campaign.ts';
import { csvText } from './csv-cell.ts';
import { csvTable, decimal3 } from './csv-table.ts';
import { utcText } from './utc.ts';

/** Version 1 of the columns. Append only. */
export const EVENTS_HEADER = 'campaign,site,utc,epoch_ms,kind,probe,duration_s,cause,detail';

/** One row for each event, in the order of writing. Empty: the event has none. */
export function eventsCsv(campaign: Campaign, events: readonly CampaignEvent[]): Uint8Array<ArrayBuffer> {
  const lead = [csvText(exportName(campaign)), csvText(campaign.plan.site.name)];
  return csvTable(
    EVENTS_HEADER,
    events.map(({ epochMs, kind, probe = '', durationMs, cause = '', detail }) => [
      ...lead,
      utcText(epochMs),
      decimal3(epochMs),
      kind,
      csvText(probe),
      decimal3(durationMs && durationMs / 1000),
      cause,
      csvText(detail),
    ]),
  );
}
