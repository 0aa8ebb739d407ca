import * as v from 'valibot';
import { answerSchema, epoch, eventSchema, gapCauseSchema } from '../core/campaign-schema.ts';
import { OUTCOMES } from '../core/sample.ts';
import { BASES, LIMIT_METRICS } from '../core/verdict/limit-schema.ts';
import type { LiveSnapshot } from '../worker/protocol.ts';

const number = v.optional(v.number());
const countsSchema = v.object({
  ok: v.number(),
  late: v.number(),
  timeout: v.number(),
  failed: v.number(),
  skipped: v.number(),
  unmeasured: v.number(),
});

const probeSchema = v.object({
  name: v.string(),
  kind: v.picklist(['http', 'websocket', 'chat']),
  role: v.optional(v.literal('control')),
  headline: v.string(),
  counts: countsSchema,
  inFlight: v.number(),
  lastMs: number,
  lastOutcome: v.optional(v.picklist(OUTCOMES)),
  p50: number,
  p95: number,
  p99: number,
  answered: v.number(),
  needsForP95: v.number(),
  needsForP99: v.number(),
  timeline: v.object({
    binMs: v.number(),
    bins: v.array(
      v.object({
        startEpochMs: v.number(),
        min: number,
        median: number,
        max: number,
        answered: v.number(),
        lost: v.number(),
        unmeasured: v.number(),
      }),
    ),
  }),
});

const findingSchema = v.object({
  limit: v.object({
    metric: v.picklist(LIMIT_METRICS),
    value: number,
    share: v.number(),
    probes: v.optional(v.array(v.string())),
    source: v.string(),
    basis: v.picklist(BASES),
    leftMs: number,
  }),
  probe: v.optional(v.string()),
  estimate: v.optional(
    v.object({
      good: v.number(),
      scheduled: v.number(),
      share: number,
      low: number,
      high: number,
      method: v.string(),
    }),
  ),
  decision: v.picklist(['met', 'not-met', 'not-enough-data']),
});

/** What one tab shows of the campaign that another one measures. */
export const snapshotSchema: v.GenericSchema<unknown, LiveSnapshot> = v.object({
  campaignId: v.string(),
  state: v.picklist(['running', 'draining', 'ended']),
  elapsedS: v.number(),
  durationS: v.number(),
  bytes: v.number(),
  budgetBytes: number,
  probes: v.array(probeSchema),
  verdict: v.object({
    answer: answerSchema,
    lead: v.optional(findingSchema),
    moreS: number,
    awaitsEnd: v.optional(v.literal(true)),
  }),
  outages: v.array(
    v.object({
      startEpochMs: epoch,
      endEpochMs: epoch,
      kind: v.picklist(['outage', 'interruption', 'unmeasured']),
      cause: v.union([v.picklist(['link', 'endpoint', 'local', 'unknown']), gapCauseSchema]),
      probes: v.array(v.string()),
    }),
  ),
  silentSinceEpochMs: number,
  events: v.array(eventSchema),
  storeTrouble: v.optional(v.string()),
  simulated: v.array(v.string()),
});
