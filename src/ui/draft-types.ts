import type { Plan, ProbeKind } from '../core/plan.ts';
import type { LimitDraft, VoiceDraft } from './limit-drafts.ts';
import type { Protocol, Workload } from './protocols.ts';

export const DURATION_UNITS = { s: 1, min: 60, h: 3600, d: 86_400 } as const;
export type DurationUnit = keyof typeof DURATION_UNITS;

/** A probe as it is being typed: numbers are text until they are checked. */
export interface ProbeDraft {
  /** Tells rows apart while names change. */
  key: number;
  kind: ProbeKind;
  name: string;
  url: string;
  intervalMs: string;
  jitter: string;
  arrivals: 'even' | 'poisson';
  timeoutMs: string;
  control: boolean;
  method: 'GET' | 'POST';
  body: string;
  /** In place of `body`; empty for none. */
  bodyBytes: string;
  noCors: boolean;
  /** One `Name: value` a line. */
  headers: string;
  subprotocol: string;
  payloadBytes: string;
  /** Times each connection instead of echoes. */
  connectOnly: boolean;
  protocol: Protocol;
  model: string;
  /** Empty for the probe's own prompt. */
  workload: Workload | '';
  prompt: string;
  maxTokens: string;
  unique: boolean;
  warmUp: string;
  secretHeader: string;
  /** Never part of the plan. */
  secretValue: string;
}

/** The whole form as it is being typed. */
export interface Draft {
  endpoint: string;
  name: string;
  profile: Plan['profile'];
  /** Absent: those of the profile. */
  limits?: readonly LimitDraft[] | undefined;
  voice: VoiceDraft;
  duration: string;
  durationUnit: DurationUnit;
  dataBudgetMB: string;
  /** In percent, as contracts have it; empty for none. */
  availabilityTarget: string;
  siteName: string;
  link: Plan['site']['link'];
  latitude: string;
  longitude: string;
  note: string;
  probes: ProbeDraft[];
}
