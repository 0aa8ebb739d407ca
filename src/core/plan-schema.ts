import * as v from 'valibot';
import {
  type chatProbeSchema,
  type httpProbeSchema,
  probesSchema,
  type websocketProbeSchema,
} from './plan-probes.ts';
import { name, number, text } from './plan-values.ts';
import { limitsSchema, voiceSchema } from './verdict/limit-schema.ts';

/** Workload profiles by id; their limits live in `verdict/`. */
export const PROFILE_IDS = [
  'chat-standard',
  'chat-snappy',
  'rag',
  'agent-step',
  'code-generation',
  'inline-completion',
  'voice-turn',
  'vision-request',
  'teleoperation',
  'batch',
  'training-sync',
  'training-local-update',
  'custom',
] as const;

export { PROTOCOLS, type ProtocolId, WORKLOADS } from './plan-probes.ts';

const LINKS = ['starlink', 'fibre', 'cellular', 'geo', 'other'] as const;
const SHARE = 'a share from 0.5 to 0.99999 (50 to 99.999 %)';
/** The share of the time in which a link is promised to be there. */
export const availabilityTargetSchema = v.pipe(
  v.number(SHARE),
  v.minValue(0.5, SHARE),
  v.maxValue(0.99999, SHARE),
);

const site = v.strictObject(
  {
    name: v.optional(text(120), ''),
    link: v.optional(v.picklist(LINKS, LINKS.map((l) => `"${l}"`).join(', ')), 'other'),
    latitude: v.optional(number(-90, 90)),
    longitude: v.optional(number(-180, 180)),
    note: v.optional(text(2000), ''),
  },
  'an object that describes the site',
);

/** Version 1 of a plan file. Defaults are filled in on parsing. */
export const planSchema = v.pipe(
  v.strictObject(
    {
      dishprobePlan: v.literal(1, '1, the plan version that this app reads'),
      name,
      profile: v.optional(v.picklist(PROFILE_IDS, PROFILE_IDS.map((p) => `"${p}"`).join(', ')), 'custom'),
      durationS: number(1, 400 * 86_400),
      dataBudgetMB: v.optional(number(0.001, 10_000_000)),
      /** The share of the time in which the link is promised to be there (an SLA); the report judges it. */
      availabilityTarget: v.optional(availabilityTargetSchema),
      site: v.optional(site, {}),
      probes: probesSchema,
      /** In place of the profile's own. */
      limits: v.optional(limitsSchema),
      /** For limits on a voice turn. */
      voice: v.optional(voiceSchema),
    },
    'a plan: a JSON object with dishprobePlan, name, durationS and probes',
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { limits = [], probes: list } = dataset.value;
    const names = list.filter(({ role }) => role !== 'control').map((probe) => probe.name);
    limits.forEach((limit, at) => {
      if (!('probes' in limit) || limit.probes === undefined) return;
      if (limit.probes.every((wanted) => names.includes(wanted))) return;
      addIssue({
        message: 'names of probes of this plan, no control probe among them',
        input: limit.probes,
        path: [
          { type: 'object', origin: 'value', input: { ...dataset.value }, key: 'limits', value: limits },
          { type: 'array', origin: 'value', input: limits, key: at, value: limit },
          { type: 'object', origin: 'value', input: { ...limit }, key: 'probes', value: limit.probes },
        ],
      });
    });
  }),
);

export type Plan = v.InferOutput<typeof planSchema>;
export type PlanInput = v.InferInput<typeof planSchema>;
export type HttpProbeSpec = v.InferOutput<typeof httpProbeSchema>;
export type WebSocketProbeSpec = v.InferOutput<typeof websocketProbeSchema>;
export type ChatProbeSpec = v.InferOutput<typeof chatProbeSchema>;
export type ProbeSpec = Plan['probes'][number];
export type ProbeKind = ProbeSpec['kind'];
