import type { Report } from '../types.ts';
import { ByteWriter } from './byte-writer.ts';
import { csvText, utf8 } from './csv-cell.ts';
import { utcText, wholeMs } from './utc.ts';

/** Version 1 of the columns: field teams script against them. Append only. */
export const OUTAGES_HEADER = 'campaign,site,start_utc,end_utc,duration_s,kind,cause,probes';

/** One row for each outage, interruption and unmeasured interval. The duration is that of the two times as written. */
export function outagesCsv(report: Report): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const text = (value: string) => writer.raw(utf8(csvText(value)));
  writer.raw(utf8(OUTAGES_HEADER));
  writer.endRow();
  for (const { startEpochMs, endEpochMs, kind, cause, probes } of report.outages) {
    text(report.campaign);
    text(report.site);
    text(utcText(startEpochMs));
    text(utcText(endEpochMs));
    writer.decimal3((wholeMs(endEpochMs) - wholeMs(startEpochMs)) / 1000);
    text(kind);
    text(cause);
    text(probes.join(';'));
    writer.endRow();
  }
  return writer.take();
}
