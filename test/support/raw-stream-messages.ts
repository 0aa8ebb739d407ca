import * as v from 'valibot';

/** What the raw stream client is asked and gives back, also across processes. */
export const rawStreamOptionsSchema = v.object({
  port: v.number(),
  path: v.string(),
  /** JSON. */
  body: v.string(),
  intervalMs: v.number(),
  /** Share of the interval by which a due time is moved, default 0. */
  jitter: v.optional(v.number()),
  /** No more are due after so many. Default: until it is stopped. */
  requests: v.optional(v.number()),
  /** A request is given up after it. Default 60 s. */
  timeoutMs: v.optional(v.number()),
});

export type RawStreamOptions = v.InferOutput<typeof rawStreamOptionsSchema>;

/** One due time. Moments are Unix time in ms by the monotonic clock; times count from `sent`, as in the app. */
const sampleSchema = v.object({
  dueEpochMs: v.number(),
  /** When the request was handed over; a new connection is made after that, as with `fetch`. */
  sentEpochMs: v.number(),
  newConnection: v.boolean(),
  status: v.optional(v.number()),
  /** `ok` with an end marker or a finish reason, and no error; `failed` else. */
  outcome: v.picklist(['ok', 'failed']),
  /** First piece of content or reasoning. */
  ttftMs: v.optional(v.number()),
  /** First piece of content. */
  ttfoMs: v.optional(v.number()),
  /** Last piece of either. */
  e2eMs: v.optional(v.number()),
  /** (e2e - ttft) / (tokens - 1), tokens as the server counts them. */
  tpotMs: v.optional(v.number()),
  /** Between one piece and the next. */
  gapsMs: v.array(v.number()),
  tokens: v.optional(v.number()),
  finishReason: v.optional(v.string()),
  text: v.string(),
  /** The server's own times, in ms, by its own names. */
  serverMs: v.record(v.string(), v.number()),
});

export type RawStreamSample = v.InferOutput<typeof sampleSchema>;

export const rawStreamSamplesSchema = v.array(sampleSchema);
