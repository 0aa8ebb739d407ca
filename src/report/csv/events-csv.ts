import { type Campaign, type CampaignEvent, exportName } from '../../core/campaign.ts';
import { ByteWriter } from './byte-writer.ts';
import { csvText, utf8 } from './csv-cell.ts';
import { utcText } from './utc.ts';

/** Version 1 of the columns. Append only. */
export const EVENTS_HEADER = 'campaign,site,utc,epoch_ms,kind,probe,duration_s,cause,detail';

/** One row for each event, in the order of writing. Empty: the event has none. */
export function eventsCsv(campaign: Campaign, events: readonly CampaignEvent[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const text = (value: string) => writer.raw(utf8(csvText(value)));
  writer.raw(utf8(EVENTS_HEADER));
  writer.endRow();
  const name = exportName(campaign);
  for (const { epochMs, kind, probe = '', durationMs, cause = '', detail } of events) {
    text(name);
    text(campaign.plan.site.name);
    text(utcText(epochMs));
    writer.decimal3(epochMs);
    text(kind);
    text(probe);
    writer.decimal3(durationMs === undefined ? undefined : durationMs / 1000);
    text(cause);
    text(detail);
    writer.endRow();
  }
  return writer.take();
}
