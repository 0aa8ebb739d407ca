import type { Campaign } from '../../core/campaign.ts';
import { borrowing } from '../../core/pack/recent.ts';
import { utf8 } from '../../report/csv/csv-cell.ts';
import { dataDictionary } from '../../report/csv/data-dictionary.ts';
import { eventsCsv } from '../../report/csv/events-csv.ts';
import { outagesCsv } from '../../report/csv/outages-csv.ts';
import { percentilesCsv } from '../../report/csv/percentiles-csv.ts';
import { samplesCsvChunks, samplesCsvHeader } from '../../report/csv/samples-csv.ts';
import { Spare } from '../../report/csv/spare.ts';
import { EXPORT_KINDS, exportKindName, type WorkerKind } from '../../report/export-kinds.ts';
import { filterLabel, type TimeFilter } from '../../report/filter/time-filter.ts';
import type { Report } from '../../report/types.ts';
import { listEvents } from '../../store/campaigns.ts';
import type { Connection } from '../../store/connection.ts';
import type { ExportFile } from '../protocol.ts';
import { chosenFile, type SaveHandle } from './chosen-file.ts';
import { download } from './download-file.ts';
import { damageOf, type Samples, samplesOf } from './samples-of.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Pieces = AsyncIterable<Bytes> | Iterable<Bytes>;

export interface ExportJob {
  campaign: Campaign;
  kind: WorkerKind;
  /** Where the user wants the file; without it, it goes to the downloads. */
  handle?: SaveHandle | undefined;
  /** Only what is due within it; the file and its name say so. */
  filter?: TimeFilter | undefined;
  report: (onProgress: (share: number) => void) => Promise<Report>;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** All rows of a reading are written before the first goes to the file: about 7 MB. */
const CHUNKS_AT_ONCE = 16;

/** What an export rejects with that was cancelled. */
export const CANCELLED = 'The export was cancelled. Nothing was saved.';

/**
 * Makes a file and writes it, piece by piece: a campaign of any size takes the
 * memory of some pieces. One that is cancelled, or fails, leaves no file behind.
 * Leaves `dishprobe:export-KIND` in the worker's performance time line, for the bench.
 */
export async function exportFile(connection: Connection, asked: ExportJob): Promise<ExportFile> {
  const job = WHOLE.has(asked.kind)
    ? { ...asked, filter: undefined }
    : { ...asked, campaign: labelled(asked.campaign, asked.filter) };
  const { campaign, kind, handle, signal, onProgress } = job;
  const fromMs = performance.now();
  const spare = new Spare();
  const sink =
    handle === undefined
      ? download(OF_SAMPLES.has(kind) && campaign.bytes > LARGE_BYTES, spare)
      : await chosenFile(handle, spare);
  let bytes = 0;
  try {
    for await (const piece of await piecesOf(connection, job, spare)) {
      signal.throwIfAborted();
      const { length } = piece;
      if (length > 0) await sink.write(piece, OWN_MEMORY.has(kind));
      bytes += length;
    }
    signal.throwIfAborted();
    const blob = await telling(onProgress, sink.close(EXPORT_KINDS[kind].type));
    onProgress(1);
    performance.measure(`dishprobe:export-${kind}`, { start: fromMs });
    return { blob, bytes, name: handle?.name ?? exportKindName(campaign, kind) };
  } catch (error) {
    await sink.abort().catch(() => {});
    throw signal.aborted ? new Error(CANCELLED) : error;
  }
}

/** A disk may take long over the end of a large file: meanwhile the page hears that all is well. */
async function telling<T>(onProgress: (share: number) => void, task: Promise<T>): Promise<T> {
  const timer = setInterval(onProgress, 1000, 0.99);
  try {
    return await task;
  } finally {
    clearInterval(timer);
  }
}

/** As large as the campaign, or larger. */
const OF_SAMPLES = new Set<WorkerKind>(['samples', 'samples-by-day', 'bundle', 'parquet']);
/** Of stored samples, from which on such an export will not stay in memory. */
const LARGE_BYTES = 16 << 20;

/** Each of whose pieces lies in memory of its own. */
const OWN_MEMORY = new Set<WorkerKind>(['samples']);

/** Made of a whole campaign, whatever part of it is looked at: a bundle has to give back an equal one. */
const WHOLE = new Set<WorkerKind>(['bundle', 'events', 'dictionary']);

/** The copy of a campaign from which a part of it is exported: its name says which. */
export function labelled(campaign: Campaign, filter: TimeFilter | undefined): Campaign {
  return { ...campaign, filtered: filter && filterLabel(filter) };
}

async function piecesOf(
  connection: Connection,
  { campaign, kind, filter, report, onProgress }: ExportJob,
  spare: Spare,
): Promise<Pieces> {
  const samples = (readings?: number) => samplesOf(connection, campaign, onProgress, { readings, filter });
  const stored = () => connection.use((store) => listEvents(store, campaign.id));
  switch (kind) {
    case 'samples':
      return samplesPieces(await samples(), spare);
    case 'percentiles':
      return [percentilesCsv(await report(onProgress))];
    case 'outages':
      return [outagesCsv(await report(onProgress))];
    case 'events':
      return [
        eventsCsv(campaign, [
          ...(await stored()),
          ...(await damageOf(connection, campaign, () => onProgress(0))),
        ]),
      ];
    case 'dictionary':
      return [utf8(dataDictionary())];
    // What is asked for rarely is loaded when it is.
    case 'samples-by-day':
      return (await import('./day-zip.ts')).dayZipPieces(await samples());
    case 'bundle':
      return (await import('./bundle.ts')).bundlePieces(connection, await samples());
    case 'parquet':
      return (await import('./parquet.ts')).parquetPieces(await samples());
    case 'hgrm': {
      const { hgrmPieces, HGRM_METRICS } = await import('./hgrm-zip.ts');
      return hgrmPieces(await samples(HGRM_METRICS.length));
    }
  }
}

/** The samples CSV, piece by piece; `dishprobe:format` in the performance time line is what making its bytes took. */
export async function* samplesPieces(
  { campaign, exported }: Samples,
  spare = new Spare(),
): AsyncGenerator<Bytes> {
  yield samplesCsvHeader();
  let formatMs = 0;
  for (const [index, spec] of campaign.plan.probes.entries()) {
    for await (const batches of exported(index, CHUNKS_AT_ONCE)) {
      const fromMs = performance.now();
      const chunks = borrowing(() => [...samplesCsvChunks(campaign, spec, batches, spare)]);
      formatMs += performance.now() - fromMs;
      yield* chunks;
    }
  }
  performance.measure('dishprobe:format', { start: 0, duration: formatMs });
}
