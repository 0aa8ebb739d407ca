import { expose } from 'comlink';
import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import { damageEvent } from '../core/damage.ts';
import { withoutDrift } from '../core/link/one-way.ts';
import type { SampleBatch } from '../core/sample-batch.ts';
import { exportFileName } from '../report/csv/file-name.ts';
import { outagesCsv } from '../report/csv/outages-csv.ts';
import { percentilesCsv } from '../report/csv/percentiles-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../report/csv/samples-csv.ts';
import { DataHasher } from '../report/data-hash.ts';
import { buildReport } from '../report/report.ts';
import type { Report } from '../report/types.ts';
import { getCampaign, getDishHistories, listEvents } from '../store/campaigns.ts';
import { Connection } from '../store/connection.ts';
import { readBatches } from '../store/sample-reader.ts';
import { importRecording } from './import-recording.ts';
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
  importRecording: (file, onProgress) => importRecording(connection, file, onProgress),
  async dataHash(campaignId, onProgress) {
    const hasher = new DataHasher();
    for await (const piece of samplesPieces(await readCampaign(campaignId), onProgress)) hasher.add(piece);
    return hasher.result();
  },
};

const EXPORTS: Record<ExportKind, (campaign: Campaign, onProgress: Progress) => Promise<BlobPart[]>> = {
  samples: samplesParts,
  percentiles: async (campaign, onProgress) => [percentilesCsv(await reportOf(campaign, onProgress))],
  outages: async (campaign, onProgress) => [outagesCsv(await reportOf(campaign, onProgress))],
};

async function samplesParts(campaign: Campaign, onProgress: Progress): Promise<BlobPart[]> {
  // Each finished part goes into a blob at once: browsers keep large blobs on disk, not in memory.
  const parts: BlobPart[] = [];
  for await (const piece of samplesPieces(campaign, onProgress)) parts.push(new Blob([piece]));
  return parts;
}

/** So many batches of 2048 rows lie between two reports of progress. */
const BATCHES_A_TURN = 32;

/** The samples CSV, piece by piece. */
async function* samplesPieces(
  campaign: Campaign,
  onProgress: Progress,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield samplesCsvHeader();
  const { probes } = campaign.plan;
  for (const [index, spec] of probes.entries()) {
    const batches = await readSamples(campaign, index);
    for (let i = 0; i < batches.length; i += BATCHES_A_TURN) {
      yield* samplesCsvChunks(campaign, spec, batches.slice(i, i + BATCHES_A_TURN));
      onProgress((index + Math.min(1, (i + BATCHES_A_TURN) / batches.length)) / probes.length);
    }
    onProgress((index + 1) / probes.length);
  }
}

/** One-way delays as variation: as stored, they hold the drift of the clocks. */
async function readSamples(
  { id, plan }: Campaign,
  probeIndex: number,
  damaged: CampaignEvent[] = [],
): Promise<SampleBatch[]> {
  const name = plan.probes[probeIndex]?.name ?? '';
  const batches = await connection.use((store) =>
    readBatches(store, id, probeIndex, (span) => damaged.push(damageEvent(span, name))),
  );
  return withoutDrift(batches);
}

async function readCampaign(id: string): Promise<Campaign> {
  const campaign = await connection.use((store) => getCampaign(store, id));
  if (campaign === undefined) throw new Error('This campaign is not stored in this browser any more.');
  return campaign;
}

/** Leaves `dishprobe:read` and `dishprobe:report` in the worker's performance time line, for the bench and for whoever looks. */
async function reportOf(campaign: Campaign, onProgress: Progress): Promise<Report> {
  const fromMs = performance.now();
  const specs = campaign.plan.probes;
  const events = await connection.use((store) => listEvents(store, campaign.id));
  const dish = await connection.use((store) => getDishHistories(store, campaign.id));
  const probes: { spec: (typeof specs)[number]; batches: SampleBatch[] }[] = [];
  const damaged: CampaignEvent[] = [];
  for (const [index, spec] of specs.entries()) {
    probes.push({ spec, batches: await readSamples(campaign, index, damaged) });
    onProgress((index + 1) / (specs.length + 1));
  }
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const readMs = performance.now();
  const report = buildReport({ campaign, events, probes, damaged, dish, timeZone });
  performance.measure('dishprobe:read', { start: fromMs, end: readMs });
  performance.measure('dishprobe:report', { start: readMs });
  return report;
}

expose(api);
