import * as v from 'valibot';
import { url } from './plan-address.ts';
import { chatProblems, DEFAULT_PROMPT } from './plan-chat.ts';
import { headers } from './plan-headers.ts';
import { name, number, text, whole } from './plan-values.ts';

/** Prepared prompts; `inference/workloads.ts` has their texts. */
export const WORKLOADS = ['short-chat', 'rag', 'code-completion', 'vision', 'voice-turn'] as const;
/** Protocols of inference endpoints; what they are stands in `inference/protocols/`. */
export const PROTOCOLS = [
  'openai',
  'openai-responses',
  'ollama-chat',
  'ollama-generate',
  'anthropic',
  'kserve-v2',
  'openai-realtime',
  'json',
  'websocket',
] as const;
export type ProtocolId = (typeof PROTOCOLS)[number];

const common = {
  name,
  intervalMs: number(5, 86_400_000),
  jitter: v.optional(number(0, 0.5), 0.4),
  /** Requests as many independent users send them; `intervalMs` is the mean gap then. */
  arrivals: v.optional(v.literal('poisson', '"poisson", or no arrivals at all')),
  role: v.optional(v.literal('control', '"control", or no role at all')),
};

export const httpProbeSchema = v.strictObject({
  kind: v.literal('http'),
  ...common,
  url: url('http'),
  method: v.optional(v.picklist(['GET', 'POST'], '"GET" or "POST"'), 'GET'),
  body: v.optional(text(8_000_000)),
  /** A body of so many random bytes in place of `body`: a prompt or an image of some MB. */
  bodyBytes: v.optional(whole(1, 64_000_000)),
  headers: v.optional(headers),
  /** The last resort for an endpoint without CORS: its answers stay opaque, only their time is known. */
  mode: v.optional(v.literal('no-cors', '"no-cors", or no mode at all')),
  timeoutMs: v.optional(number(100, 600_000), 5000),
});

export const websocketProbeSchema = v.strictObject({
  kind: v.literal('websocket'),
  ...common,
  url: url('ws'),
  subprotocol: v.optional(
    v.pipe(text(120), v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a subprotocol name without spaces')),
  ),
  payloadBytes: v.optional(whole(16, 1_048_576), 64),
  /** For servers that never echo: each due time opens a connection of its own, and that is what is timed. */
  expect: v.optional(v.literal('connect', '"connect", or no expect at all')),
  timeoutMs: v.optional(number(100, 600_000), 5000),
});

export const chatProbeSchema = v.strictObject({
  kind: v.literal('chat'),
  ...common,
  protocol: v.picklist(PROTOCOLS, PROTOCOLS.map((p) => `"${p}"`).join(' or ')),
  /** Of http or https, or of ws or wss, as the protocol has it. */
  url: url('http', 'ws'),
  model: v.optional(text(200), 'default'),
  prompt: v.optional(text(1_000_000), DEFAULT_PROMPT),
  maxTokens: v.optional(whole(1, 100_000), 64),
  /** A prepared prompt in place of `prompt`. */
  workload: v.optional(v.picklist(WORKLOADS, WORKLOADS.map((w) => `"${w}"`).join(', '))),
  /** Makes each prompt differ, so that no server answers from a prefix it has kept. */
  unique: v.optional(v.boolean('true or false'), false),
  /** So many due times at the beginning are sent, kept and exported, and are part of no figure. */
  warmUp: v.optional(whole(0, 1000), 0),
  headers: v.optional(headers),
  timeoutMs: v.optional(number(100, 600_000), 60_000),
});

/** The probes of a plan. */
export const probesSchema = v.pipe(
  v.array(
    v.variant(
      'kind',
      [httpProbeSchema, websocketProbeSchema, chatProbeSchema],
      'kind "http", "websocket" or "chat"',
    ),
    'a list of probes',
  ),
  v.minLength(1, 'at least one probe'),
  v.maxLength(32, 'at most 32 probes'),
  v.check((list) => new Set(list.map((p) => p.name)).size === list.length, 'probes whose names differ'),
  v.check((list) => list.some((p) => p.role !== 'control'), 'at least one probe that is not a control probe'),
  v.check(
    (list) =>
      list.every((p) => p.kind !== 'http' || p.method === 'POST' || (p.bodyBytes ?? p.body) === undefined),
    'a body only with the method POST',
  ),
  v.check(
    (list) => list.every((p) => p.kind !== 'http' || p.body === undefined || p.bodyBytes === undefined),
    'either body or bodyBytes, not both',
  ),
  v.check(
    (list) =>
      list.every(
        (p) => p.kind !== 'http' || p.mode === undefined || Object.keys(p.headers ?? {}).length === 0,
      ),
    'no headers with mode "no-cors": browsers drop them',
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const list = dataset.value;
    list.forEach((probe, at) => {
      if (probe.kind !== 'chat') return;
      for (const [key, message] of chatProblems(probe))
        addIssue({
          message,
          input: probe[key],
          path: [
            { type: 'array', origin: 'value', input: list, key: at, value: probe },
            { type: 'object', origin: 'value', input: { ...probe }, key, value: probe[key] },
          ],
        });
    });
  }),
);
