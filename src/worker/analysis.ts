import { expose } from 'comlink';
import type { Campaign } from '../core/campaign.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { exportFileName } from '../report/csv/file-name.ts';
import { outagesCsv } from '../report/csv/outages-csv.ts';
import { percentilesCsv } from '../report/csv/percentiles-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../report/csv/samples-csv.ts';
import { buildReport } from '../report/report.ts';
import type { Report } from '../report/types.ts';
import { getCampaign, listEvents } from '../store/campaigns.ts';
import { Connection } from '../store/connection.ts';
import { readBatches } from '../store/sample-reader.ts';
import type { AnalysisApi, ExportKind } from './protocol.ts';

/** The entry of the analysis worker: reads the store, computes and exports, and never delays a probe. */
const connection = new Connection();

type Progress = (share: number) => void;

const api: AnalysisApi = {
  async report(campaignId, onProgress) {
    return await reportOf(await readCampaign(campaignId), onProgress);
  },
  async export(campaignId, kind, onProgress) {
    const campaign = await readCampaign(campaignId);
    const parts = await EXPORTS[kind](campaign, onProgress);
    onProgress(1);
    return {
      blob: new Blob(parts, { type: 'text/csv;charset=utf-8' }),
      name: exportFileName(campaign, kind, 'csv'),
    };
  },
};

const EXPORTS: Record<ExportKind, (campaign: Campaign, onProgress: Progress) => Promise<BlobPart[]>> = {
  samples: samplesParts,
  percentiles: async (campaign, onProgress) => [percentilesCsv(await reportOf(campaign, onProgress))],
  outages: async (campaign, onProgress) => [outagesCsv(await reportOf(campaign, onProgress))],
};

async function samplesParts(campaign: Campaign, onProgress: Progress): Promise<BlobPart[]> {
  // Each finished part goes into a blob at once: browsers keep large blobs on disk, not in memory.
  const parts: BlobPart[] = [samplesCsvHeader()];
  const { probes } = campaign.plan;
  for (const [index, spec] of probes.entries()) {
    const batches = await connection.use((store) => readBatches(store, campaign.id, index));
    for (const chunk of samplesCsvChunks(campaign, spec, batches)) parts.push(new Blob([chunk]));
    onProgress((index + 1) / probes.length);
  }
  return parts;
}

async function readCampaign(id: string): Promise<Campaign> {
  const campaign = await connection.use((store) => getCampaign(store, id));
  if (campaign === undefined) throw new Error('This campaign is not stored in this browser any more.');
  return campaign;
}

async function reportOf(campaign: Campaign, onProgress: Progress): Promise<Report> {
  const specs = campaign.plan.probes;
  const events = await connection.use((store) => listEvents(store, campaign.id));
  const probes: { spec: (typeof specs)[number]; batches: SampleBatch[] }[] = [];
  for (const [index, spec] of specs.entries()) {
    probes.push({ spec, batches: await connection.use((store) => readBatches(store, campaign.id, index)) });
    onProgress((index + 1) / (specs.length + 1));
  }
  return buildReport({ campaign, events, probes });
}

expose(api);
