import type { Campaign } from '../core/campaign.ts';
import { exportFileName } from './csv/file-name.ts';

/** What can be exported: how the file is called behind its names, and what it is; a browser that knew more might rename it. */
export const EXPORT_KINDS = {
  samples: { what: 'samples', extension: 'csv', type: 'text/csv;charset=utf-8' },
  'samples-by-day': { what: 'samples-by-day', extension: 'zip', type: 'application/zip' },
  percentiles: { what: 'percentiles', extension: 'csv', type: 'text/csv;charset=utf-8' },
  outages: { what: 'outages', extension: 'csv', type: 'text/csv;charset=utf-8' },
  events: { what: 'events', extension: 'csv', type: 'text/csv;charset=utf-8' },
  dictionary: { what: 'data-dictionary', extension: 'txt', type: 'text/plain;charset=utf-8' },
  bundle: { what: 'bundle', extension: 'dishprobe', type: 'application/octet-stream' },
  parquet: { what: 'samples', extension: 'parquet', type: 'application/octet-stream' },
  hgrm: { what: 'hgrm', extension: 'zip', type: 'application/zip' },
  html: { what: 'report', extension: 'html', type: 'text/html;charset=utf-8' },
  plots: { what: 'plots', extension: 'zip', type: 'application/zip' },
} as const;

export type ExportKind = keyof typeof EXPORT_KINDS;

/** What takes the components and the canvases of the page. */
export type PageKind = 'html' | 'plots';
/** What is made of samples, in a worker. */
export type WorkerKind = Exclude<ExportKind, PageKind>;

/** Whether an export is made by the page, and not by the analysis worker. */
export const isMadeOnPage = (kind: ExportKind): kind is PageKind => kind === 'html' || kind === 'plots';

/** The name that the file of an export gets. */
export function exportKindName(campaign: Campaign, kind: ExportKind): string {
  const { what, extension } = EXPORT_KINDS[kind];
  return exportFileName(campaign, what, extension);
}
