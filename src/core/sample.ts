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
 * WebSocket message is delivered. `service-worker`: Resource Timing of a request
 * that passed a service worker, which adds about a millisecond. Order is part of
 * the stored format: append only.
 */
export const TIMING_SOURCES = ['resource-timing', 'wall-clock', 'message-event', 'service-worker'] as const;
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
  /** TCP (or QUIC) handshake without TLS. */
  connectMs?: Millis | undefined;
  tlsMs?: Millis | undefined;
  /** First byte of the final answer less sent. */
  ttfbMs?: Millis | undefined;
  /** Last byte less first byte. */
  downloadMs?: Millis | undefined;
  /** The server's own time for the request, from `Server-Timing: app;dur=`. */
  serverMs?: Millis | undefined;
  newConnection?: boolean | undefined;
  /** The request paid for a CORS preflight. */
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
