import type { CampaignSummary } from './campaign-summary.ts';
import type { Plan, ProbeSpec } from './plan.ts';
import type { EpochMillis, Millis } from './units.ts';
import type { Judgement } from './verdict/judgement.ts';

/** `ready`: stored, never started. `running` without a worker behind it means the page was closed or killed. */
export type CampaignState = 'ready' | 'running' | 'finished' | 'stopped';

/** Why a campaign ended before its planned end. */
export type StopReason = 'user' | 'data-budget' | 'storage';

/** What measured, so that every number can say how it was made. */
export interface Environment {
  appVersion: string;
  userAgent: string;
  /** Smallest step of the monotonic clock that was seen, in milliseconds; absent where none was. */
  clockResolutionMs?: number | undefined;
  crossOriginIsolated: boolean;
  /** IANA name of the zone that the computer was set to when the campaign began; older records have none. */
  timeZone?: string | undefined;
  /** How far its clock was ahead of UTC then, in minutes. */
  utcOffsetMin?: number | undefined;
}

/** A campaign: one plan, run once, perhaps with gaps. */
export interface Campaign {
  id: string;
  plan: Plan;
  state: CampaignState;
  createdEpochMs: EpochMillis;
  /** Wall-clock time of schedule zero; absent until it was started. */
  startedEpochMs?: EpochMillis | undefined;
  /** When samples were last written: where a gap begins if the page dies. */
  aliveEpochMs?: EpochMillis | undefined;
  /** When the last run ended. */
  endedEpochMs?: EpochMillis | undefined;
  stopReason?: StopReason | undefined;
  /** Seeds the schedule's jitter, so that due times can be computed again from the record. */
  seed: number;
  environment?: Environment | undefined;
  /** What is simulated, as the endpoint itself says (`starlink`, `model`): never to be passed off as a real link. */
  simulated: string[];
  /** Bytes sent and received so far, requests without a sample included. */
  bytes: number;
  /** One line a probe for lists, written with the samples; answered requests only. */
  headlines?: Headline[] | undefined;
  /** What its report said; `summaryOf` (campaign-summary.ts) tells whether it still holds. */
  summary?: CampaignSummary | undefined;
  /** Of a campaign that this app did not measure. */
  imported?: Imported | undefined;
  /** Made of the samples of others; those are kept, unless they were deleted since. */
  merged?: MergedFrom[] | undefined;
  /** When those asked, where the record says it of all of them: its own plan is the newest one's. */
  schedules?: PartSchedule[] | undefined;
  /** What it is judged by, where that was chosen after measuring, in place of what its plan says. */
  judged?: Judgement | undefined;
  /** What people write down of it; no measurement depends on either. */
  note?: string | undefined;
  tags?: string[] | undefined;
  /** Never stored: set on the copy that an export of a part of it is made from, and says which part. */
  filtered?: string | undefined;
}

/** One of the campaigns that a merged one is made of, in order of time. */
export interface MergedFrom {
  id: string;
  name: string;
}

/** When the probes of a campaign were due, and how long each waited for an answer. */
export interface PartSchedule {
  /** Its name. */
  campaign: string;
  seed: number;
  probes: Pick<ProbeSpec, 'name' | 'intervalMs' | 'jitter' | 'arrivals' | 'timeoutMs'>[];
}

/** Where a campaign comes from that was read from a recording. */
export interface Imported {
  /** Name of the file. */
  file: string;
  epochMs: EpochMillis;
  /** The columns that were read, as the file names them. */
  columns: { time: string; rtt: string };
  rows: number;
  /** The file counts from a zero of its own; the wall-clock time of that zero is assumed, and with it every time of day. */
  zeroEpochMs?: EpochMillis | undefined;
  /** SHA-256 of the file, 64 hex digits: by it the same file is known again. */
  sha256?: string | undefined;
  /** Of a samples CSV: what it does not say, a sentence each. */
  lacks?: string[] | undefined;
}

/** The summary of one probe: percentiles in ms of the answered requests, absent where the data cannot support them. */
export interface Headline {
  probe: string;
  /** `response` or, for chat, `ttft`. */
  metric: string;
  p50?: number | undefined;
  p95?: number | undefined;
  p99?: number | undefined;
  scheduled: number;
  answered: number;
}

/** What happened beside the samples. `detail` is text for a person and never holds a secret. */
export interface CampaignEvent {
  epochMs: EpochMillis;
  /** Monotonic reading of the run, where a run was going on. */
  monoMs?: Millis | undefined;
  kind: EventKind;
  detail: string;
  /** For intervals (`gap`) and timed events (`connect`). */
  durationMs?: Millis | undefined;
  probe?: string | undefined;
  /** Of a `gap`; a later `gap-cause` with the same `epochMs` knows better. */
  cause?: GapCause | undefined;
}

export type EventKind =
  | 'start'
  | 'resume'
  | 'stop'
  | 'finish'
  | 'gap'
  | 'gap-cause'
  | 'clock-step'
  | 'connect'
  | 'disconnect'
  | 'fresh-connection'
  | 'visibility'
  | 'wake-lock'
  | 'online'
  | 'offline'
  | 'update'
  | 'note'
  | 'import';

/**
 * Why nobody was looking; `not-recorded`: an imported recording has no row there. `lost`: somebody
 * was, but what was measured is damaged in the store, or could not be stored.
 */
export type GapCause =
  | 'sleep-or-step'
  | 'frozen'
  | 'closed'
  | 'sleep'
  | 'clock-step'
  | 'not-recorded'
  | 'lost';

/** The name that exports carry; a simulated link or model always says so, and so do an imported recording and a filter. */
export function exportName({
  plan,
  simulated,
  imported,
  filtered,
}: Pick<Campaign, 'plan' | 'simulated' | 'imported' | 'filtered'>): string {
  const labels = [
    ...(simulated.length === 0 ? [] : [`simulated ${simulated.join(' + ')}`]),
    ...(imported === undefined ? [] : [`imported from ${imported.file}`]),
    ...(filtered === undefined ? [] : [`only ${filtered}`]),
  ];
  return labels.length === 0 ? plan.name : `${plan.name} (${labels.join(', ')})`;
}
