import { expose } from 'comlink';
import type { Campaign } from '../core/campaign.ts';
import { summaryOf } from '../core/campaign-summary.ts';
import { withoutDrift } from '../core/link/one-way.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { summarise } from '../report/campaign-summary.ts';
import { comparedOf } from '../report/compared-of.ts';
import { exportFileName } from '../report/csv/file-name.ts';
import { outagesCsv } from '../report/csv/outages-csv.ts';
import { percentilesCsv } from '../report/csv/percentiles-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../report/csv/samples-csv.ts';
import { DataHasher } from '../report/data-hash.ts';
import { filterBatches } from '../report/filter/cut.ts';
import { filterLabel, type TimeFilter } from '../report/filter/time-filter.ts';
import { buildReport, type ReportInput } from '../report/report.ts';
import type { Report } from '../report/types.ts';
import { getCampaign, getDishHistories, listEvents, putSummary } from '../store/campaigns.ts';
import { Connection } from '../store/connection.ts';
import { readBatches } from '../store/sample-reader.ts';
import { importRecording } from './import-recording.ts';
import { mergeCampaigns } from './merge-campaigns.ts';
import type { AnalysisApi, ExportKind } from './protocol.ts';

/** The entry of the analysis worker: reads the store, computes and exports, and never delays a probe. */
const connection = new Connection();

type Progress = (share: number) => void;
type Filter = TimeFilter | undefined;

const api: AnalysisApi = {
  async report(campaignId, onProgress, filter) {
    const campaign = await readCampaign(campaignId);
    const report = await reportOf(campaign, onProgress, filter);
    if (filter === undefined) await keepSummary(campaign, report);
    return report;
  },
  async summarise(campaignId) {
    const campaign = await readCampaign(campaignId);
    if (summaryOf(campaign) === undefined) await keepSummary(campaign, await reportOf(campaign, () => {}));
  },
  async compared(campaignId, onProgress, filter) {
    return comparedOf(await inputOf(await readCampaign(campaignId), onProgress, filter));
  },
  async export(campaignId, kind, onProgress, filter) {
    const stored = await readCampaign(campaignId);
    const campaign = { ...stored, filtered: filter && filterLabel(filter) };
    const parts = await EXPORTS[kind](campaign, onProgress, filter);
    onProgress(1);
    return {
      blob: new Blob(parts, { type: 'text/csv;charset=utf-8' }),
      name: exportFileName(campaign, kind, 'csv'),
    };
  },
  importRecording: (file, onProgress) => importRecording(connection, file, onProgress),
  merge: (ids, name, onProgress) => mergeCampaigns(connection, ids, name, onProgress),
  async dataHash(campaignId, onProgress) {
    const hasher = new DataHasher();
    for await (const piece of samplesPieces(await readCampaign(campaignId), onProgress)) hasher.add(piece);
    return hasher.result();
  },
};

type Exporter = (campaign: Campaign, onProgress: Progress, filter: Filter) => Promise<BlobPart[]>;

const EXPORTS: Record<ExportKind, Exporter> = {
  samples: samplesParts,
  percentiles: async (...of) => [percentilesCsv(await reportOf(...of))],
  outages: async (...of) => [outagesCsv(await reportOf(...of))],
};

async function samplesParts(campaign: Campaign, onProgress: Progress, filter: Filter): Promise<BlobPart[]> {
  // Each finished part goes into a blob at once: browsers keep large blobs on disk, not in memory.
  const parts: BlobPart[] = [];
  for await (const piece of samplesPieces(campaign, onProgress, filter)) parts.push(new Blob([piece]));
  return parts;
}

/** About so many rows lie between two reports of progress. */
const ROWS_A_TURN = 1 << 16;

/** The samples CSV, piece by piece. */
async function* samplesPieces(
  campaign: Campaign,
  onProgress: Progress,
  filter?: Filter,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield samplesCsvHeader();
  const { probes } = campaign.plan;
  for (const [index, spec] of probes.entries()) {
    const batches = filterBatches(await readSamples(campaign, index), filter);
    const atOnce = Math.max(1, Math.floor(ROWS_A_TURN / (batches[0]?.count ?? 1)));
    for (let i = 0; i < batches.length; i += atOnce) {
      yield* samplesCsvChunks(campaign, spec, batches.slice(i, i + atOnce));
      onProgress((index + Math.min(1, (i + atOnce) / batches.length)) / probes.length);
    }
    onProgress((index + 1) / probes.length);
  }
}

/** One-way delays as variation: as stored, they hold the drift of the clocks. */
async function readSamples({ id }: Campaign, probeIndex: number): Promise<SampleBatch[]> {
  return withoutDrift(await connection.use((store) => readBatches(store, id, probeIndex)));
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
  const input = await inputOf(campaign, onProgress, filter);
  const readMs = performance.now();
  const report = buildReport(input);
  performance.measure('dishprobe:report', { start: readMs });
  return report;
}

/** All that a report is made of. */
async function inputOf(campaign: Campaign, onProgress: Progress, filter: Filter): Promise<ReportInput> {
  const fromMs = performance.now();
  const specs = campaign.plan.probes;
  const events = await connection.use((store) => listEvents(store, campaign.id));
  const dish = await connection.use((store) => getDishHistories(store, campaign.id));
  const probes: { spec: (typeof specs)[number]; batches: SampleBatch[] }[] = [];
  for (const [index, spec] of specs.entries()) {
    probes.push({ spec, batches: await readSamples(campaign, index) });
    onProgress((index + 1) / (specs.length + 1));
  }
  performance.measure('dishprobe:read', { start: fromMs });
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return { campaign, events, probes, dish, timeZone, filter };
}

expose(api);
