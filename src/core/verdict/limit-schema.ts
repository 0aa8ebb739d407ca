import * as v from 'valibot';

/** Waits in ms of which a share has to lie within the limit; what they are stands in `limits.ts`. */
const TIME_METRICS = ['ttft', 'ttfo', 'tpot', 'e2e', 'turn', 'longest_gap', 'response', 'rtt'] as const;

/** What a limit may be set on, in the order in which it is offered. */
export const LIMIT_METRICS = [...TIME_METRICS, 'tokens_per_s', 'answered', 'availability'] as const;
export type LimitMetric = (typeof LIMIT_METRICS)[number];

/** Where a limit comes from: measured by somebody, a standard or benchmark, a vendor's example, or a judgement of ours or the user's. */
export const BASES = ['measured', 'standard', 'vendor', 'judgement'] as const;
export type Basis = (typeof BASES)[number];

const number = (low: number, high: number, expected = `a number from ${low} to ${high}`) => {
  return v.pipe(v.number(expected), v.minValue(low, expected), v.maxValue(high, expected));
};
const text = (max: number) => v.pipe(v.string('a text'), v.maxLength(max, `at most ${max} characters`));

const ofAll = {
  /** The share of scheduled requests, or of the time, that has to be good. Never all of it: nothing that is measured shows that. */
  share: number(0.01, 0.9999, 'a share from 0.01 to 0.9999 (1 % to 99.99 %)'),
  source: v.optional(text(500)),
  basis: v.optional(v.picklist(BASES, BASES.map((basis) => `"${basis}"`).join(', '))),
};

const common = {
  ...ofAll,
  /** Names of the probes that are judged; without it those that measure the metric. */
  probes: v.optional(
    v.pipe(v.array(text(120), 'a list of probe names'), v.minLength(1, 'at least one probe name')),
  ),
};

const limitSchema = v.variant(
  'metric',
  [
    v.strictObject({ metric: v.picklist(TIME_METRICS), ms: number(0.1, 3_600_000), ...common }),
    v.strictObject({ metric: v.literal('tokens_per_s'), perS: number(0.001, 1_000_000), ...common }),
    v.strictObject({ metric: v.literal('answered'), ...common }),
    v.strictObject({ metric: v.literal('availability'), ...ofAll }),
  ],
  `metric ${LIMIT_METRICS.map((metric) => `"${metric}"`).join(', ')}`,
);

/** Limits of a plan, in place of those of its profile. An empty list: nothing is judged. */
export const limitsSchema = v.pipe(
  v.array(limitSchema, 'a list of limits'),
  v.maxLength(20, 'at most 20 limits'),
);
/** Reads limits that were typed; nothing where they are none. */
export function checkLimits(value: unknown): PlanLimit[] | undefined {
  const result = v.safeParse(limitsSchema, value);
  return result.success ? result.output : undefined;
}

export type PlanLimit = v.InferOutput<typeof limitsSchema>[number];

const part = v.optional(number(0, 60_000), 0);

/** What a voice turn takes beside the model's first output: until the end of the speech is noticed, to text, and back to speech. */
export const voiceSchema = v.strictObject(
  { endpointingMs: part, sttMs: part, ttsMs: part },
  'an object with endpointingMs, sttMs and ttsMs',
);
export type VoiceTimes = v.InferOutput<typeof voiceSchema>;
