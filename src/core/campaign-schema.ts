import * as v from 'valibot';
import type { Campaign, CampaignEvent } from './campaign.ts';
import { LONGEST_NOTE, LONGEST_TAG, MOST_TAGS } from './label-limits.ts';
import { availabilityTargetSchema, PROFILE_IDS, planSchema } from './plan-schema.ts';
import { epochMillis, millis } from './units.ts';
import { LIMIT_METRICS, limitsSchema, voiceSchema } from './verdict/limit-schema.ts';

/** An instant in ms since the epoch. */
export const epoch = v.pipe(v.number(), v.finite(), v.transform(epochMillis));
const duration = v.pipe(v.number(), v.finite(), v.transform(millis));

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const answerSchema = v.picklist(['met', 'not-met', 'not-enough-data', 'not-ruled-out', 'no-limits']);

const summarySchema = v.object({
  endedEpochMs: epoch,
  judgedEpochMs: v.optional(epoch),
  answer: answerSchema,
  by: v.picklist(['planned-end', 'anytime']),
  lead: v.optional(
    v.object({
      metric: v.picklist(LIMIT_METRICS),
      value: v.optional(v.number()),
      target: share,
      share,
    }),
  ),
  availability: v.optional(v.object({ share, low: v.optional(share), high: v.optional(share) })),
});

const judgedSchema = v.object({
  profile: v.picklist(PROFILE_IDS),
  limits: v.optional(limitsSchema),
  voice: v.optional(voiceSchema),
  availabilityTarget: v.optional(availabilityTargetSchema),
  chosenEpochMs: epoch,
});

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

const scheduleSchema = v.object({
  campaign: v.string(),
  seed: v.number(),
  probes: v.array(
    v.object({
      name: v.string(),
      intervalMs: positive,
      jitter: v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)),
      arrivals: v.optional(v.literal('poisson')),
      timeoutMs: positive,
    }),
  ),
});

const campaignSchema = v.object({
  id: v.string(),
  plan: planSchema,
  state: v.picklist(['ready', 'running', 'finished', 'stopped']),
  createdEpochMs: epoch,
  startedEpochMs: v.optional(epoch),
  aliveEpochMs: v.optional(epoch),
  endedEpochMs: v.optional(epoch),
  stopReason: v.optional(v.picklist(['user', 'data-budget', 'storage'])),
  seed: v.number(),
  environment: v.optional(
    v.object({
      appVersion: v.string(),
      userAgent: v.string(),
      // 0 is how earlier versions wrote that no step was seen.
      clockResolutionMs: v.optional(
        v.pipe(
          v.number(),
          v.transform((ms) => (ms > 0 ? ms : undefined)),
        ),
      ),
      crossOriginIsolated: v.boolean(),
      timeZone: v.optional(v.string()),
      utcOffsetMin: v.optional(v.pipe(v.number(), v.finite())),
    }),
  ),
  simulated: v.array(v.string()),
  bytes: v.number(),
  headlines: v.optional(
    v.array(
      v.object({
        probe: v.string(),
        metric: v.string(),
        p50: v.optional(v.number()),
        p95: v.optional(v.number()),
        p99: v.optional(v.number()),
        scheduled: v.number(),
        answered: v.number(),
      }),
    ),
  ),
  // It can be made again: a damaged one never hides its campaign.
  summary: v.fallback(v.optional(summarySchema), undefined),
  imported: v.optional(
    v.object({
      file: v.string(),
      epochMs: epoch,
      columns: v.object({ time: v.string(), rtt: v.string() }),
      rows: v.number(),
      zeroEpochMs: v.optional(epoch),
      sha256: v.optional(v.string()),
      lacks: v.optional(v.array(v.string())),
    }),
  ),
  merged: v.optional(v.array(v.object({ id: v.string(), name: v.string() }))),
  // Without it nothing is known of them, which is always true.
  schedules: v.fallback(v.optional(v.array(scheduleSchema)), undefined),
  // The plan's own limits stand behind it.
  judged: v.fallback(v.optional(judgedSchema), undefined),
  // Cut rather than refused: a campaign is not lost for a word too many.
  note: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.slice(0, LONGEST_NOTE)),
    ),
  ),
  tags: v.optional(
    v.pipe(
      v.array(v.string()),
      v.transform((tags) => tags.slice(0, MOST_TAGS).map((tag) => tag.slice(0, LONGEST_TAG))),
    ),
  ),
});

/** Why nobody was looking. */
export const gapCauseSchema = v.picklist([
  'sleep-or-step',
  'frozen',
  'closed',
  'sleep',
  'clock-step',
  'not-recorded',
  'lost',
]);

export const eventSchema = v.object({
  epochMs: epoch,
  monoMs: v.optional(duration),
  kind: v.picklist([
    'start',
    'resume',
    'stop',
    'finish',
    'gap',
    'gap-cause',
    'clock-step',
    'connect',
    'disconnect',
    'fresh-connection',
    'visibility',
    'wake-lock',
    'online',
    'offline',
    'update',
    'note',
    'import',
  ]),
  detail: v.string(),
  durationMs: v.optional(duration),
  probe: v.optional(v.string()),
  cause: v.optional(gapCauseSchema),
});

/** Checks a campaign record that comes from storage or a file; nothing if it is none. */
export function checkCampaign(value: unknown): Campaign | undefined {
  const result = v.safeParse(campaignSchema, value);
  return result.success ? result.output : undefined;
}

const namedSchema = v.object({ plan: v.object({ name: v.string() }) });

/** What the campaign of a record is called that is none by `checkCampaign`; nothing where that cannot be read either. */
export function nameIn(value: unknown): string | undefined {
  const result = v.safeParse(namedSchema, value);
  return result.success ? result.output.plan.name : undefined;
}

/** Checks an event that comes from storage or a file; nothing if it is none. */
export function checkEvent(value: unknown): CampaignEvent | undefined {
  const result = v.safeParse(eventSchema, value);
  return result.success ? result.output : undefined;
}
