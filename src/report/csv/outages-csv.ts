import type { Report } from '../types.ts';
import { csvText } from './csv-cell.ts';
import { csvTable, decimal3 } from './csv-table.ts';
import { utcText, wholeMs } from './utc.ts';

/** Version 1 of the columns: field teams script against them. Append only. */
export const OUTAGES_HEADER = 'campaign,site,start_utc,end_utc,duration_s,kind,cause,probes';

/** One row for each outage, interruption and unmeasured interval. The duration is that of the two times as written. */
export function outagesCsv(report: Report): Uint8Array<ArrayBuffer> {
  return csvTable(
    OUTAGES_HEADER,
    report.outages.map(({ startEpochMs, endEpochMs, kind, cause, probes }) => [
      csvText(report.campaign),
      csvText(report.site),
      utcText(startEpochMs),
      utcText(endEpochMs),
      decimal3((wholeMs(endEpochMs) - wholeMs(startEpochMs)) / 1000),
      kind,
      cause,
      csvText(probes.join(';')),
    ]),
  );
}
