import type { NumericKey } from '../columns.ts';
import type { Plan, ProbeKind, ProbeSpec } from '../plan.ts';
import type { Basis, LimitMetric, PlanLimit, VoiceTimes } from './limit-schema.ts';
import { PROFILES, USUAL_VOICE } from './profiles.ts';

/** A limit as it is judged: at least `share` of the scheduled requests are good, or, as `availability`, of the time. */
export interface Limit {
  metric: LimitMetric;
  /** In ms; of `tokens_per_s` per second; absent for `answered` and `availability`. */
  value?: number | undefined;
  share: number;
  probes?: readonly string[] | undefined;
  source: string;
  basis: Basis;
  /** Of a voice turn: what of the limit is left for the model's first output, in ms. */
  leftMs?: number | undefined;
}

interface Traits {
  /** The column that is read; none: an answer alone is good. */
  key?: NumericKey;
  /**
   * Who measures it: models, requests to the network, as `workload` models where there are any and else
   * requests, or, as `time`, all probes together and none alone.
   */
  by: 'chat' | 'network' | 'workload' | 'time';
  /** Good from the limit up, not down. */
  atLeast?: true;
}

const TRAITS: Record<LimitMetric, Traits> = {
  ttft: { key: 'ttftMs', by: 'chat' },
  ttfo: { key: 'ttfoMs', by: 'chat' },
  tpot: { key: 'tpotMs', by: 'chat' },
  e2e: { key: 'e2eMs', by: 'chat' },
  turn: { key: 'ttfoMs', by: 'chat' },
  longest_gap: { key: 'longestGapMs', by: 'chat' },
  response: { key: 'responseMs', by: 'workload' },
  rtt: { key: 'rttMs', by: 'network' },
  tokens_per_s: { key: 'tokensPerS', by: 'chat', atLeast: true },
  answered: { by: 'workload' },
  availability: { by: 'time' },
};

/** Where the source of a limit is not told. */
const SET_BY_HAND = { source: 'Set by hand', basis: 'judgement' } as const;

/** The limits of a plan: its own, or else those of its profile. */
export function limitsOf({ profile, limits, voice }: Pick<Plan, 'profile' | 'limits' | 'voice'>): Limit[] {
  return (limits ?? PROFILES[profile].limits).map((limit) => {
    const value = numberOf(limit);
    return {
      metric: limit.metric,
      value,
      share: limit.share,
      probes: 'probes' in limit ? limit.probes : undefined,
      ...originOf(profile, limit),
      leftMs: limit.metric === 'turn' ? limit.ms - besideMs(voice) : undefined,
    };
  });
}

/** The number of a limit: ms, or per second. */
export function numberOf(limit: PlanLimit): number | undefined {
  return 'ms' in limit ? limit.ms : 'perS' in limit ? limit.perS : undefined;
}

/** Where a limit comes from: as it says, or, with the profile's own numbers, from where those come. */
export function originOf(profile: Plan['profile'], limit: PlanLimit): Pick<Limit, 'source' | 'basis'> {
  const { source, basis = SET_BY_HAND.basis } = limit;
  if (source !== undefined && source !== '') return { source, basis };
  const own = PROFILES[profile].limits.find(
    (other) =>
      other.metric === limit.metric && other.share === limit.share && numberOf(other) === numberOf(limit),
  );
  return own === undefined ? SET_BY_HAND : { source: own.source, basis: own.basis };
}

/** What a voice turn takes beside the model, in ms. */
function besideMs({ endpointingMs, sttMs, ttsMs }: VoiceTimes = USUAL_VOICE): number {
  return endpointingMs + sttMs + ttsMs;
}

/** The probes by which a limit is judged, control probes never among them; none for `availability`, which is of the link. */
export function judgedBy(limit: Pick<Limit, 'metric' | 'probes'>, probes: readonly ProbeSpec[]): ProbeSpec[] {
  const { by } = TRAITS[limit.metric];
  if (by === 'time') return [];
  const own = probes.filter(({ role }) => role !== 'control');
  const models = own.some(({ kind }) => kind === 'chat');
  const fits = (kind: ProbeKind) =>
    by === 'chat' ? kind === 'chat' : by === 'network' ? kind !== 'chat' : !models || kind === 'chat';
  return own.filter(({ kind, name }) => limit.probes?.includes(name) ?? fits(kind));
}

/** How one sample is judged. */
export interface Yardstick {
  /** Absent: being answered is good. */
  key?: NumericKey | undefined;
  /** Good is a value from `low` up and below `high`. */
  low: number;
  high: number;
}

const PRINTED = 0.0005;

/**
 * What a value has to be to keep the limit: times at or below it (of a voice turn: what is left for the
 * model), rates at or above it, in the unit of its column. Half a thousandth is added, since exports hold
 * three decimals and a value is judged as they print it.
 */
export function yardstickOf({ metric, value = 0, leftMs = value }: Limit): Yardstick {
  const { key, atLeast } = TRAITS[metric];
  return atLeast
    ? { key, low: value - PRINTED, high: Number.POSITIVE_INFINITY }
    : { key, low: Number.NEGATIVE_INFINITY, high: leftMs + PRINTED };
}
