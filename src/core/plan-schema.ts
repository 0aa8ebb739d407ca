import * as v from 'valibot';
import { chatProblems, DEFAULT_PROMPT } from './plan-chat.ts';
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

export const LINKS = ['starlink', 'fibre', 'cellular', 'geo', 'other'] as const;
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

/** A part of a name that says that its value is a secret, alone or run together (`apikey`, `sessionid`). */
const SECRET_WORD =
  /(^|[^a-z])(api|access|auth|client|session|private|subscription)?(key|token|secret|auth(orization)?|pass(w(or)?d)?|pwd|sig(nature)?|credentials?|session|cookie)(id)?([^a-z]|$)/i;
/** Names that have such a part, but whose values are no secrets. */
const HARMLESS = /^(x-)?(idempotency|cache|partition|sort)[-_]?key$/i;
const isSecret = (key: string) =>
  SECRET_WORD.test(key.replace(/([a-z])(?=[A-Z])/g, '$1-')) && !HARMLESS.test(key);
/** Of each `key=value` in a query, the key. */
const queryKeys = (url: string) =>
  [...url.replace(/^[^?]*/, '').matchAll(/[?&;]([^=&;#]+)=/g)].map(([, key = '']) => key);
/** Headers that a browser sets itself and silently drops when a page sets them (Fetch, forbidden request-header). */
const FORBIDDEN_HEADERS =
  /^(host|connection|content-length|origin|referer|accept-encoding|te|upgrade|via|proxy-.*|sec-.*)$/i;

const text = (max: number) => v.pipe(v.string('a text'), v.maxLength(max, `at most ${max} characters`));
const name = v.pipe(
  text(120),
  v.check((s) => s.trim() !== '', 'a text that is not empty'),
);
const number = (low: number, high: number) =>
  v.pipe(
    v.number(`a number from ${low} to ${high}`),
    v.minValue(low, `a number from ${low} to ${high}`),
    v.maxValue(high, `a number from ${low} to ${high}`),
  );
const whole = (low: number, high: number) =>
  v.pipe(number(low, high), v.integer(`a whole number from ${low} to ${high}`));

const SHARE = 'a share from 0.5 to 0.99999 (50 to 99.999 %)';
const share = v.pipe(v.number(SHARE), v.minValue(0.5, SHARE), v.maxValue(0.99999, SHARE));

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** An address in brackets, an IPv4 address, or a name whose last label is no number (WHATWG URL, host parsing). */
const HOST = `(\\[[\\da-f:.]+\\]|(${OCTET}\\.){3}${OCTET}|(?!([^:/?#]*\\.)?(\\d+|0x[\\da-f]*)\\.?([:/?#]|$))[\\p{L}\\p{M}\\p{N}._-]+)`;
const PORT = '(:([1-5]?\\d{0,4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]))?';

function url(...schemes: ('http' | 'ws')[]) {
  const begins = schemes.map((scheme) => `${scheme}:// or ${scheme}s://`).join(' or ');
  const expected = `an address that begins with ${begins} and names a host (port at most 65535)`;
  const shape = new RegExp(`^(${schemes.join('|')})s?://([^\\s/?#]*@)?${HOST}${PORT}([/?#]\\S*)?$`, 'iu');
  return v.pipe(
    v.string(expected),
    v.maxLength(2000, 'at most 2000 characters'),
    v.regex(shape, expected),
    v.check(
      (s) => !/^[^/]*\/\/[^/?#]*@/.test(s),
      'an address without a user name or password: enter secrets in the app',
    ),
    v.check(
      (s) => !queryKeys(s).some(isSecret),
      'an address without a secret in its query: enter secrets in the app',
    ),
    v.check((s) => !s.includes('#'), 'an address without a # part'),
  );
}

const headers = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a header name')),
    v.pipe(text(2000), v.regex(/^[\t\x20-\x7e]*$/, 'printable ASCII text')),
    'an object of header names and values',
  ),
  v.check(
    (all) => !Object.keys(all).some(isSecret),
    'headers without a secret: a key is entered in the app, never part of a plan',
  ),
  v.check(
    (all) => !Object.keys(all).some((key) => FORBIDDEN_HEADERS.test(key)),
    'headers that a page may set (not Host, Cookie, Content-Length and the like)',
  ),
);

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

const probes = v.pipe(
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
      availabilityTarget: v.optional(share),
      site: v.optional(site, {}),
      probes,
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
      if (limit.probes === undefined || limit.probes.every((wanted) => names.includes(wanted))) return;
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
