import { expose } from 'comlink';
import type { Campaign } from '../core/campaign.ts';
import { summaryOf } from '../core/campaign-summary.ts';
import { summarise } from '../report/campaign-summary.ts';
import { comparedOf } from '../report/compared-of.ts';
import { DataHasher } from '../report/data-hash.ts';
import type { ExportKind } from '../report/export-kinds.ts';
import type { TimeFilter } from '../report/filter/time-filter.ts';
import { buildReport } from '../report/report.ts';
import type { Report } from '../report/types.ts';
import { getCampaign, putSummary } from '../store/campaigns.ts';
import { Connection } from '../store/connection.ts';
import { clearScratch } from './export/download-file.ts';
import { CANCELLED, exportFile, labelled, samplesPieces } from './export/export-task.ts';
import { samplesOf } from './export/samples-of.ts';
import { importFile } from './import/import-file.ts';
import { needRoom, whileRoom } from './import/while-room.ts';
import { mergeCampaigns } from './merge-campaigns.ts';
import type { AnalysisApi } from './protocol.ts';
import { renewStore } from './renew-store.ts';
import { reportInput } from './report-input.ts';

/** The entry of the analysis worker: reads the store, computes and exports, and never delays a probe. */
const connection = new Connection();

/** Exports under way, by `exportKey`; one of a campaign and kind at a time. */
const underWay = new Map<string, AbortController>();
const exportKey = (campaignId: string, kind: ExportKind) => `${kind} ${campaignId}`;
/** The merge and the import that were ordered last. */
let merging: AbortController | undefined;
let importing: AbortController | undefined;
const IMPORT_CANCELLED = 'The import was cancelled. Nothing was stored.';

type Progress = (share: number) => void;
type Filter = TimeFilter | undefined;

const api: AnalysisApi = {
  async alive() {},
  async report(campaignId, onProgress, filter) {
    const campaign = await readCampaign(campaignId);
    const report = await reportOf(campaign, onProgress, filter);
    if (filter === undefined) await keepSummary(campaign, report);
    return report;
  },
  async summarise(campaignId, onProgress) {
    const campaign = await readCampaign(campaignId);
    if (summaryOf(campaign) === undefined) await keepSummary(campaign, await reportOf(campaign, onProgress));
  },
  async compared(campaignId, onProgress, filter) {
    return comparedOf(await reportInput(connection, await readCampaign(campaignId), onProgress, filter));
  },
  async export(campaignId, kind, handle, onProgress, filter) {
    return await cancellable(exportKey(campaignId, kind), async (signal) => {
      const campaign = await readCampaign(campaignId);
      if (signal.aborted) throw new Error(CANCELLED);
      return await exportFile(connection, {
        campaign,
        kind,
        handle,
        filter,
        report: (progress) => reportOf(campaign, progress, filter),
        onProgress,
        signal,
      });
    });
  },
  async cancelExport(campaignId, kind) {
    underWay.get(exportKey(campaignId, kind))?.abort();
  },
  async importFile(file, onProgress) {
    const canceller = new AbortController();
    importing = canceller;
    await needRoom();
    return await importFile(connection, file, (share) => {
      if (canceller.signal.aborted) throw new Error(IMPORT_CANCELLED);
      onProgress(share);
    });
  },
  async cancelImport() {
    importing?.abort();
  },
  async merge(ids, name, onProgress) {
    merging?.abort();
    const canceller = new AbortController();
    merging = canceller;
    await needRoom();
    return await mergeCampaigns(connection, ids, name, { onProgress, signal: canceller.signal, whileRoom });
  },
  async cancelMerge() {
    merging?.abort();
  },
  renewLog: () => renewStore(connection),
  async dataHash(campaignId, onProgress, filter, forExport) {
    const hash = async (signal?: AbortSignal) => {
      const campaign = labelled(await readCampaign(campaignId), filter);
      const hasher = new DataHasher();
      const samples = await samplesOf(connection, campaign, onProgress, { filter });
      for await (const piece of samplesPieces(samples)) {
        if (signal?.aborted) throw new Error(CANCELLED);
        hasher.add(piece);
      }
      return hasher.result();
    };
    return await (forExport === undefined ? hash() : cancellable(exportKey(campaignId, forExport), hash));
  },
};

/** Runs the export of a campaign and kind, and ends the one before. */
async function cancellable<T>(key: string, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const canceller = new AbortController();
  underWay.get(key)?.abort();
  underWay.set(key, canceller);
  try {
    return await task(canceller.signal);
  } finally {
    if (underWay.get(key) === canceller) underWay.delete(key);
  }
}

async function readCampaign(id: string): Promise<Campaign> {
  const campaign = await connection.use((store) => getCampaign(store, id));
  if (campaign === undefined) throw new Error('This campaign is not stored in this browser any more.');
  return campaign;
}

/** The list of campaigns can do without: where it cannot be stored, the report is shown all the same. */
async function keepSummary({ id, endedEpochMs }: Campaign, report: Report): Promise<void> {
  if (endedEpochMs === undefined) return;
  const summary = summarise(report, endedEpochMs);
  await connection.use((store) => putSummary(store, id, summary)).catch(() => {});
}

/** Leaves `dishprobe:read` and `dishprobe:report` in the worker's performance time line, for the bench and for whoever looks. */
async function reportOf(campaign: Campaign, onProgress: Progress, filter?: Filter): Promise<Report> {
  const input = await reportInput(connection, campaign, onProgress, filter);
  const readMs = performance.now();
  const report = buildReport(input);
  performance.measure('dishprobe:report', { start: readMs });
  return report;
}

// Nobody waits for it, and a browser without such a file system has nothing to clear.
clearScratch().catch(() => {});
expose(api);
