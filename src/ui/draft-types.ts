import type { Plan, ProbeKind } from '../core/plan.ts';

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
  timeoutMs: string;
  control: boolean;
  method: 'GET' | 'POST';
  body: string;
  /** One `Name: value` a line. */
  headers: string;
  subprotocol: string;
  payloadBytes: string;
  model: string;
  prompt: string;
  maxTokens: string;
  secretHeader: string;
  /** Never part of the plan. */
  secretValue: string;
}

/** The whole form as it is being typed. */
export interface Draft {
  endpoint: string;
  name: string;
  profile: Plan['profile'];
  duration: string;
  durationUnit: DurationUnit;
  dataBudgetMB: string;
  siteName: string;
  link: Plan['site']['link'];
  latitude: string;
  longitude: string;
  note: string;
  probes: ProbeDraft[];
}
