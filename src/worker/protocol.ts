import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import type { Plan } from '../core/plan.ts';
import type { Outcome } from '../core/sample.ts';
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

export interface LiveSnapshot {
  campaignId: string;
  state: 'running' | 'draining' | 'ended';
  elapsedS: number;
  durationS: number;
  bytes: number;
  budgetBytes?: number | undefined;
  probes: LiveProbe[];
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
   */
  run(campaignId: string, secrets: Secrets, onSnapshot: (snapshot: LiveSnapshot) => void): Promise<void>;
  /** Stops in order; resolves when everything is stored. */
  stop(): Promise<void>;
  /** Adds an event seen by the page (visibility, wake lock, online, a note by the user). */
  event(kind: CampaignEvent['kind'], detail: string): Promise<void>;
}

export type ExportKind = 'samples' | 'percentiles' | 'outages';

export interface ExportFile {
  blob: Blob;
  /** Suggested file name. */
  name: string;
}

/** The analysis worker: reads the store, never probes. Progress is a share from 0 to 1. */
export interface AnalysisApi {
  report(campaignId: string, onProgress: (share: number) => void): Promise<Report>;
  export(campaignId: string, kind: ExportKind, onProgress: (share: number) => void): Promise<ExportFile>;
}

/** A line of the home screen. */
export interface CampaignSummary extends Pick<Campaign, 'id' | 'state' | 'simulated' | 'createdEpochMs'> {
  name: string;
  site: string;
}
