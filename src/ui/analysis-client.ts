import { proxy } from 'comlink';
import type { Compared } from '../report/compare-types.ts';
import type { DataHash } from '../report/data-hash.ts';
import type { ExportKind, WorkerKind } from '../report/export-kinds.ts';
import type { TimeFilter } from '../report/filter/time-filter.ts';
import type { Report } from '../report/types.ts';
import type { AnalysisApi, ExportFile, ImportResult } from '../worker/protocol.ts';
import { PatientReader } from './patient-reader.ts';
import { linkTo } from './worker-link.ts';

const reader = new PatientReader<AnalysisApi>({
  start: (drop) =>
    linkTo<AnalysisApi>(
      new Worker(new URL('../worker/analysis.ts', import.meta.url), { type: 'module', name: 'analysis' }),
      'analysis worker',
      drop,
    ),
  ping: (api) => api.alive(),
});

/** Computes a report. `onProgress` gets a share from 0 to 1. */
export function loadReport(
  id: string,
  onProgress: (share: number) => void,
  filter?: TimeFilter,
): Promise<Report> {
  return reader.read((api, heard) => api.report(id, proxy(heard(onProgress)), filter));
}

/** Computes what a campaign brings to a comparison. `onProgress` gets a share from 0 to 1. */
export function loadCompared(
  id: string,
  onProgress: (share: number) => void,
  filter?: TimeFilter,
): Promise<Compared> {
  return reader.read((api, heard) => api.compared(id, proxy(heard(onProgress)), filter));
}

/** Makes the line that a list shows of an ended campaign, where there is none yet. */
export function summariseCampaign(id: string): Promise<void> {
  return reader.read((api, heard) => api.summarise(id, proxy(heard(() => {}))));
}

/** Makes an export, into `handle` where there is one. `onProgress` gets a share from 0 to 1. `cancelled` and `cancelExport` go together. */
export function makeExport(
  id: string,
  kind: WorkerKind,
  handle: FileSystemFileHandle | undefined,
  onProgress: (share: number) => void,
  cancelled: AbortSignal,
  filter?: TimeFilter,
): Promise<ExportFile> {
  // What was begun at the chosen place cannot be begun again before the file is let go.
  if (handle !== undefined)
    return reader.write((api, heard) => api.export(id, kind, handle, proxy(heard(onProgress)), filter));
  return reader.read(
    (api, heard) => api.export(id, kind, undefined, proxy(heard(onProgress)), filter),
    cancelled,
  );
}

/** Ends an export under way: it rejects then, and leaves no file. */
export function cancelExport(id: string, kind: ExportKind): Promise<void> {
  return reader.read((api) => api.cancelExport(id, kind));
}

/** Stores a bundle, a samples CSV or a recording as a campaign. `onProgress` gets a share from 0 to 1. */
export function storeFile(file: File, onProgress: (share: number) => void): Promise<ImportResult> {
  return reader.write<ImportResult>(
    async (api, heard) => await api.importFile(file, proxy(heard(onProgress))),
  );
}

/** Ends an import under way: it rejects then, and stores nothing. */
export function cancelImport(): Promise<void> {
  return reader.read((api) => api.cancelImport());
}

/** Makes one campaign of several. `onProgress` gets a share from 0 to 1. */
export function storeMerged(
  ids: readonly string[],
  name: string,
  onProgress: (share: number) => void,
): Promise<ImportResult> {
  return reader.write<ImportResult>(
    async (api, heard) => await api.merge([...ids], name, proxy(heard(onProgress))),
  );
}

/** Ends a merge under way: it rejects then, and stores nothing. */
export function cancelMerge(): Promise<void> {
  return reader.read((api) => api.cancelMerge());
}

/** Heals what an interrupted write may have left of the store. */
export function renewStore(): Promise<void> {
  return reader.write((api) => api.renewLog());
}

/**
 * Hashes the samples CSV of a campaign, or of a part of it. `onProgress` gets a share from 0 to 1.
 * `cancelExport` of the export that it is for ends it.
 */
export function computeDataHash(
  id: string,
  onProgress: (share: number) => void,
  filter: TimeFilter | undefined,
  forExport?: ExportKind,
): Promise<DataHash> {
  return reader.read((api, heard) => api.dataHash(id, proxy(heard(onProgress)), filter, forExport));
}
