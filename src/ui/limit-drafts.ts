import type { Plan, PlanInput } from '../core/plan.ts';
import {
  checkLimits,
  type LimitMetric,
  type PlanLimit,
  type VoiceTimes,
} from '../core/verdict/limit-schema.ts';
import { numberOf as limitNumber } from '../core/verdict/limits.ts';
import { PROFILES, USUAL_VOICE } from '../core/verdict/profiles.ts';
import { percentText } from './format.ts';
import { numberOf } from './number-of.ts';

/** A limit as it is being typed. */
export interface LimitDraft extends Pick<PlanLimit, 'source' | 'basis'> {
  probes?: string[] | undefined;
  metric: LimitMetric;
  /** In per cent. */
  share: string;
  /** In ms or per second; empty where the metric has none. */
  value: string;
}

export type VoiceDraft = Record<keyof VoiceTimes, string>;

export function limitDraftOf(limit: PlanLimit): LimitDraft {
  const { metric, share, source, basis } = limit;
  const probes = 'probes' in limit ? limit.probes : undefined;
  const value = limitNumber(limit);
  return {
    metric,
    share: percentText(share),
    value: value === undefined ? '' : String(value),
    probes,
    source,
    basis,
  };
}

/** The limits that are shown: what was typed, or else those of the profile. */
export function shownLimits({
  limits,
  profile,
}: {
  limits?: readonly LimitDraft[] | undefined;
  profile: Plan['profile'];
}): readonly LimitDraft[] {
  return limits ?? PROFILES[profile].limits.map(limitDraftOf);
}

/** Limits as a plan has them, unchecked. */
export function limitCandidates(limits: readonly LimitDraft[] | undefined): unknown {
  return limits?.map(({ share, value, ...rest }) => {
    const percent = numberOf(share);
    const unit = unitKey(rest.metric);
    const limit = {
      ...rest,
      share: typeof percent === 'number' ? Number((percent / 100).toPrecision(12)) : percent,
      ...(unit === undefined ? {} : { [unit]: numberOf(value) }),
    };
    return Object.fromEntries(Object.entries(limit).filter(([, part]) => part !== undefined));
  });
}

/** The key under which a plan has the number of a limit. */
export function unitKey(metric: LimitMetric): 'ms' | 'perS' | undefined {
  if (metric === 'answered' || metric === 'availability') return undefined;
  return metric === 'tokens_per_s' ? 'perS' : 'ms';
}

export function voiceDraftOf(voice: PlanInput['voice'] = USUAL_VOICE): VoiceDraft {
  const { endpointingMs = 0, sttMs = 0, ttsMs = 0 } = voice;
  return { endpointingMs: String(endpointingMs), sttMs: String(sttMs), ttsMs: String(ttsMs) };
}

/** Part of the plan only where a voice turn is judged. */
export function voiceCandidate(draft: {
  limits?: readonly LimitDraft[] | undefined;
  profile: Plan['profile'];
  voice: VoiceDraft;
}): unknown {
  if (shownLimits(draft).every(({ metric }) => metric !== 'turn')) return undefined;
  const { endpointingMs, sttMs, ttsMs } = draft.voice;
  return { endpointingMs: numberOf(endpointingMs), sttMs: numberOf(sttMs), ttsMs: numberOf(ttsMs) };
}

/** The limit that was typed, where its numbers are numbers. */
export function plainLimit(draft: LimitDraft): PlanLimit | undefined {
  return checkLimits(limitCandidates([draft]))?.[0];
}
