import type { EpochMillis, Millis } from './units.ts';

/** What became of a due time. Order is part of the stored format: append only. */
export const OUTCOMES = ['ok', 'late', 'timeout', 'failed', 'skipped', 'unmeasured'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Why a probe failed, as far as a browser lets a page know. The list is closed:
 * field teams script against it. Order is part of the stored format: append only.
 */
export const PROBE_ERRORS = [
  'dns-or-connect',
  'cors',
  'http-status',
  'throttled',
  'truncated',
  'stream-error',
  'malformed',
  'aborted',
  'offline',
  'mixed-content',
  'permission',
  'unknown',
] as const;
export type ProbeError = (typeof PROBE_ERRORS)[number];

/**
 * Where a sample's end and phases come from. `resource-timing`: the browser's
 * network stack (W3C Resource Timing). `wall-clock`: the monotonic clock read in
 * script around the request, because the endpoint sends no Timing-Allow-Origin
 * or the browser left no entry. `message-event`: the monotonic clock read as the
 * WebSocket message, or the `open` of a connection, is delivered. `service-worker`: a request that passed a service
 * worker's `fetch` listener, which adds about a millisecond; in Firefox, which
 * then hides the phases, with the clock read in script. `opaque`: a
 * `no-cors` request, of which nothing but its start and end can be known (phases
 * too with Timing-Allow-Origin): not even whether the endpoint answered with an
 * error. Order is part of the stored
 * format: append only.
 */
export const TIMING_SOURCES = [
  'resource-timing',
  'wall-clock',
  'message-event',
  'service-worker',
  'opaque',
] as const;
export type TimingSource = (typeof TIMING_SOURCES)[number];

/**
 * What was read about one request. Every field is absent where it was not
 * measured; 0 is a measurement. Durations in milliseconds.
 */
export interface Readings {
  httpStatus?: number | undefined;
  /** End less due: what an application that wanted an answer at `due` felt. */
  responseMs?: Millis | undefined;
  /** End less sent. */
  serviceMs?: Millis | undefined;
  /** Best reading of one network round trip on a warm connection. */
  rttMs?: Millis | undefined;
  /** Wait for a free connection (and for a CORS preflight) before anything was sent. */
  queueMs?: Millis | undefined;
  dnsMs?: Millis | undefined;
  /** TCP handshake without TLS. */
  connectMs?: Millis | undefined;
  /** TLS handshake; over HTTP/3, whose two handshakes are one, nearly all of it. */
  tlsMs?: Millis | undefined;
  /** First byte of the final answer less sent. */
  ttfbMs?: Millis | undefined;
  /** Last byte less first byte. */
  downloadMs?: Millis | undefined;
  /**
   * Request start to first byte of a request whose body is too large for one round
   * trip (over 14,600 bytes): the body's upload and one round trip. The server's
   * time is taken out where it says by `recv` that it counts from the body's end.
   */
  uploadMs?: Millis | undefined;
  /** The server's own time for the request, from `Server-Timing: app;dur=`. */
  serverMs?: Millis | undefined;
  newConnection?: boolean | undefined;
  /** The request paid for a CORS preflight; absent where that cannot be known (`probes/preflight.ts`). */
  preflight?: boolean | undefined;
  timingSource?: TimingSource | undefined;
  /** nextHopProtocol: `http/1.1`, `h2`, `h3`. */
  protocol?: string | undefined;
  bytesUp?: number | undefined;
  bytesDown?: number | undefined;
  /** First non-empty content or reasoning, less sent. */
  ttftMs?: Millis | undefined;
  /** First non-reasoning content, less sent. */
  ttfoMs?: Millis | undefined;
  /** (last content - first content) / (tokens - 1). */
  tpotMs?: Millis | undefined;
  /** Last content less sent. */
  e2eMs?: Millis | undefined;
  tokensOut?: number | undefined;
  chunks?: number | undefined;
  finishReason?: string | undefined;
  /** Each gap between two chunks of the answer; chunks of one read have a gap of 0. */
  iclMs?: readonly Millis[] | undefined;
  /** The longest of them. */
  longestGapMs?: Millis | undefined;
  /** Gaps in which the answer stalled (`inference/stream-health.ts`). */
  stalls?: number | undefined;
  /** Tokens of the prompt, as the server's usage record says. */
  tokensIn?: number | undefined;
  /** Tokens of the answer by its time until the last content, per second. */
  tokensPerS?: number | undefined;
  /** Pieces in which the network stack handed over the answer. */
  reads?: number | undefined;
  /** Server-sent events, lines or messages of the answer. */
  events?: number | undefined;
  /** Comments and pings that only keep the connection open. */
  keepAlives?: number | undefined;
  /** The server's own time from the request's arrival to its first token. */
  serverTtftMs?: Millis | undefined;
  /** Of that, the wait before the model began. */
  serverQueueMs?: Millis | undefined;
  /** TTFT less `serverTtftMs` of the same request; where only a header tells the server's time, first byte less that. */
  networkTtftMs?: Millis | undefined;
  /** TTFT less what the browser itself took: to send the request on, and to hand the answer over. */
  wireTtftMs?: Millis | undefined;
  /** The end of the content, likewise. */
  wireE2eMs?: Millis | undefined;
  /** Who told the server's time: a header's name, or the server whose answer holds it. */
  serverSource?: string | undefined;
  /**
   * One-way delay up: the server's clock at arrival less the laptop's at sending,
   * less the same of the run's first echo. As stored it holds the clocks' drift;
   * `core/link/one-way.ts` takes that out and leaves the variation.
   */
  owdUpMs?: Millis | undefined;
  /** One-way delay down, likewise. */
  owdDownMs?: Millis | undefined;
  /** The echo came after one that was sent later (RFC 4737, type-P-reordered). */
  reordered?: boolean | undefined;
}

/** A due time of one probe on both clocks. */
export interface Due {
  /** Counts the due times of a probe from 0, without gap or repeat. */
  seq: number;
  dueEpochMs: EpochMillis;
  /** Monotonic: milliseconds since the start of the run (worker) that fired it. */
  dueMonoMs: Millis;
}

/** Sent less due. */
interface Sent {
  lateMs: Millis;
}

export type Arrived = Due &
  Sent &
  Readings & { outcome: 'ok' | 'late'; responseMs: Millis; serviceMs: Millis };
export type TimedOut = Due & Sent & Readings & { outcome: 'timeout' };
/** `responseMs` is there when an answer came, for example a 500. */
export type Failed = Due & Partial<Sent> & Readings & { outcome: 'failed'; error: ProbeError };
/** Not sent: too many were in flight. */
export type Skipped = Due & { outcome: 'skipped' };
/** Nobody was looking: the laptop slept, the page was frozen or closed, or it sent over 1 s late. */
export type Unmeasured = Due & Partial<Sent> & { outcome: 'unmeasured' };

/** One due time and what became of it. A failed probe is a sample. */
export type Sample = Arrived | TimedOut | Failed | Skipped | Unmeasured;
