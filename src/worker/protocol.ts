import type { CampaignEvent } from '../core/campaign.ts';
import type { CheckFacts, CheckProgress } from '../core/check-facts.ts';
import type { Plan, ProbeSpec } from '../core/plan.ts';
import type { Outcome } from '../core/sample.ts';
import type { Answer, Finding } from '../core/verdict/overall.ts';
import type { Compared } from '../report/compare-types.ts';
import type { DataHash } from '../report/data-hash.ts';
import type { ExportKind, WorkerKind } from '../report/export-kinds.ts';
import type { TimeFilter } from '../report/filter/time-filter.ts';
import type { OutageRow, Report, Timeline } from '../report/types.ts';

/** What the live view shows of one probe; sent once a second. */
export interface LiveProbe {
  name: string;
  kind: Plan['probes'][number]['kind'];
  role?: 'control' | undefined;
  /** `response` or, for chat, `ttft`; all times below are of this metric, of answered requests. */
  headline: string;
  counts: Record<Outcome, number>;
  inFlight: number;
  lastMs?: number | undefined;
  lastOutcome?: Outcome | undefined;
  p50?: number | undefined;
  p95?: number | undefined;
  p99?: number | undefined;
  /** Answered samples so far, and how many a percentile still needs before it is shown. */
  answered: number;
  needsForP95: number;
  needsForP99: number;
  timeline: Timeline;
}

/** Whether the workload's limits are kept so far. */
export interface LiveVerdict {
  answer: Answer;
  /** The limit that the answer hangs on; absent where nothing is measured yet. */
  lead?: Finding | undefined;
  /** Seconds more of the same until that limit is decided; absent where it is, or where nothing can be said. */
  moreS?: number | undefined;
  /** What is left open is decided at the planned end alone: availability. */
  awaitsEnd?: true | undefined;
}

export interface LiveSnapshot {
  campaignId: string;
  state: 'running' | 'draining' | 'ended';
  elapsedS: number;
  durationS: number;
  bytes: number;
  budgetBytes?: number | undefined;
  probes: LiveProbe[];
  verdict: LiveVerdict;
  /** Outages, interruptions and gaps so far, newest last, at most the last 200. */
  outages: OutageRow[];
  /** An outage that is going on now. */
  silentSinceEpochMs?: number | undefined;
  /** Newest last, at most the last 50. */
  events: CampaignEvent[];
  /** Set while samples cannot be written to disk. */
  storeTrouble?: string | undefined;
  simulated: string[];
}

/** Header values and keys by probe name: kept in memory and in this browser's own store, never exported. */
export type Secrets = Record<string, { header: string; value: string }>;

/** The campaign worker: the only place that probes. */
export interface CampaignApi {
  /**
   * Starts or, where samples exist already, goes on with a stored campaign.
   * `onSnapshot` is called once a second and at the end. Rejects with an Error
   * whose message is a sentence, for example when another tab is probing.
   * `handedOver`: another worker measured until just now. `takenOver`: so did another
   * tab, which was closed and may take a moment to go. Resolves when all is
   * stored: the campaign has ended, or this worker was told to hand over.
   */
  run(
    campaignId: string,
    secrets: Secrets,
    onSnapshot: (snapshot: LiveSnapshot) => void,
    from: { handedOver?: boolean; takenOver?: boolean },
  ): Promise<'ended' | 'handed-over'>;
  /**
   * Ends the run without ending the campaign, so that another worker can go on
   * with it. False where there is nothing to hand over: no campaign is running,
   * it is ending, or samples cannot be stored at the moment.
   */
  handOver(): Promise<boolean>;
  /** Stops in order; resolves when everything is stored. */
  stop(): Promise<void>;
  /**
   * Whether anybody can see the page: while nobody can, no snapshots are made,
   * but for the one at the end. One comes at once when the page is shown again.
   */
  watch(shown: boolean): Promise<void>;
  /** Adds an event seen by the page (visibility, wake lock, online, a note by the user). */
  event(kind: CampaignEvent['kind'], detail: string): Promise<void>;
  /**
   * Tries the addresses of these probes and of nothing else, as the probes would.
   * Resolves with nothing where it was cancelled. Rejects with a sentence while a
   * campaign is measured here.
   */
  check(
    probes: ProbeSpec[],
    secrets: Secrets,
    onProgress: (progress: CheckProgress) => void,
  ): Promise<CheckFacts | undefined>;
  cancelCheck(): Promise<void>;
}

export interface ExportFile {
  /** For the downloads; absent where the file was written to its place. */
  blob?: Blob | undefined;
  bytes: number;
  name: string;
}

/** What became of a file: a campaign of its own, one that is there already, or a sentence that says what is wrong with it. */
export type ImportResult =
  | { ok: true; id: string; lacks?: string[] | undefined }
  | {
      ok: false;
      problem: string;
      stored?: { id: string; name: string } | undefined;
      /** Nothing is wrong with the file itself. */
      isReadable?: true | undefined;
    };

/** The analysis worker: reads the store, never probes. Progress is a share from 0 to 1. */
export interface AnalysisApi {
  /** Answers as soon as it computes nothing. */
  alive(): Promise<void>;
  /** Keeps a summary of the report of an ended campaign with its record. With a filter: of that part alone, and the report says so. */
  report(
    campaignId: string,
    onProgress: (share: number) => void,
    filter?: TimeFilter | undefined,
  ): Promise<Report>;
  /** Keeps that summary alone, where there is none yet. */
  summarise(campaignId: string, onProgress: (share: number) => void): Promise<void>;
  /** Writes to `handle` where there is one. With a filter: of that part of the campaign alone, and the file and its name say so. Rejects with a sentence, and leaves no file, where it is cancelled or fails. */
  export(
    campaignId: string,
    kind: WorkerKind,
    handle: FileSystemFileHandle | undefined,
    onProgress: (share: number) => void,
    filter?: TimeFilter | undefined,
  ): Promise<ExportFile>;
  cancelExport(campaignId: string, kind: ExportKind): Promise<void>;
  /** What a campaign brings to a comparison with others. */
  compared(
    campaignId: string,
    onProgress: (share: number) => void,
    filter?: TimeFilter | undefined,
  ): Promise<Compared>;
  /** Stores a bundle, a samples CSV or a recording as a campaign: wholly, or not at all. Rejects with a sentence where it is cancelled. */
  importFile(file: File, onProgress: (share: number) => void): Promise<ImportResult>;
  cancelImport(): Promise<void>;
  /** Makes one campaign of several of one site; they stay. Wholly, or not at all. Rejects with a sentence where it is cancelled. */
  merge(ids: readonly string[], name: string, onProgress: (share: number) => void): Promise<ImportResult>;
  cancelMerge(): Promise<void>;
  /** After a browser was killed while it measured: see `renewLog` in the store. Where there is room for it. */
  renewLog(): Promise<void>;
  /** Of the samples CSV as `export` would write it now. Rejects where the export that it is for is cancelled. */
  dataHash(
    campaignId: string,
    onProgress: (share: number) => void,
    filter: TimeFilter | undefined,
    forExport?: ExportKind | undefined,
  ): Promise<DataHash>;
}
