import type { Shot } from '../core/probe.ts';
import type { Readings } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { ServerSays } from './server-timing.ts';

/** Firefox without cross-origin isolation reads about 1 ms; two readings make one difference. */
const COARSEST_CLOCK_MS = 2;
/** Ten segments (RFC 6928): what a sender may have on its way before the first acknowledgement. */
const INITIAL_WINDOW_BYTES = 14_600;

/** What script saw of a request, on the clock that Resource Timing uses too. */
export interface ScriptTimes {
  headersMs: Millis;
  endMs: Millis;
  bytesDown: number;
  /** Of the request's body, where it had one. */
  bodyBytes?: number;
}

/**
 * The readings of a completed request. With Resource Timing's phases (W3C
 * Resource Timing Level 2; cross-origin only with Timing-Allow-Origin) they come
 * from the network stack; otherwise from the clock in script, and
 * `timingSource` says so. After a redirect all phases are the last request's.
 * A body above one initial window (14,600 bytes, RFC 6928) takes more than a
 * round trip to send, so that request has an `uploadMs` and no `rttMs`. The
 * server's time is taken from it only where the server says how long the body
 * took to arrive (`recv`): its time then begins after the body, where others
 * often count the body's arrival in.
 */
export function readPhases(
  shot: Shot,
  entry: PerformanceResourceTiming | undefined,
  script: ScriptTimes,
  { serverMs, recvMs, source }: ServerSays,
): Readings & { responseMs: Millis; serviceMs: Millis } {
  if (entry === undefined || !hasPhases(entry)) return readScript(shot, script, serverMs, source);
  const first = firstByteOf(entry);
  const isNew = isNewConnection(entry);
  const waitedUntil = isNew ? entry.domainLookupStart : entry.requestStart;
  const tlsFrom = entry.secureConnectionStart > 0 ? entry.secureConnectionStart : entry.connectEnd;
  // A stream is let go after its last event; the browser goes on until the connection has ended.
  const end = Math.max(first, Math.min(entry.responseEnd, script.endMs));
  const exchangeMs = first - entry.requestStart;
  const isUpload = (script.bodyBytes ?? 0) > INITIAL_WINDOW_BYTES;
  return {
    responseMs: millis(end - shot.dueMonoMs),
    serviceMs: millis(end - shot.sentMonoMs),
    queueMs: millis(Math.max(0, waitedUntil - entry.fetchStart)),
    dnsMs: isNew ? millis(entry.domainLookupEnd - entry.domainLookupStart) : undefined,
    connectMs: isNew ? millis(tlsFrom - entry.connectStart) : undefined,
    tlsMs: isNew && entry.secureConnectionStart > 0 ? millis(entry.connectEnd - tlsFrom) : undefined,
    ttfbMs: millis(first - shot.sentMonoMs),
    downloadMs: millis(end - first),
    rttMs: isNew || isUpload ? undefined : atLeastZero(exchangeMs - (serverMs ?? 0)),
    uploadMs: isUpload ? atLeastZero(exchangeMs - (recvMs === undefined ? 0 : (serverMs ?? 0))) : undefined,
    serverMs,
    serverSource: source,
    newConnection: isNew,
    timingSource: entry.workerStart > 0 ? 'service-worker' : 'resource-timing',
    protocol: entry.nextHopProtocol || undefined,
    bytesDown: Math.max(entry.transferSize, script.bytesDown),
  };
}

/** What a browser itself added to one request, in ms. */
export interface OwnShare {
  /** From the call in script until the request went out. */
  sendMs: number;
  /** From the first byte's arrival until script had the head of the answer. */
  headMs: number;
  /** From the last byte's arrival until script had the end; as `headMs` where that is not known. */
  endMs: number;
}

/**
 * Firefox takes `responseEnd` where the bytes come in; Chromium where script's own
 * thread hears of the end, so that there only the head shows what handing over
 * takes (`chat-wire.browser.test.ts`). Held against a reader at the link, what the head
 * takes fits the first token in both, and what the end takes the last one in Firefox
 * (`npm run bench -- inference`).
 */
const END_IS_OF_THE_NETWORK = /\bFirefox\//.test(navigator.userAgent);

/** Of a request over a warm connection; undefined where Resource Timing does not tell, or a connection was made. */
export function ownShareOf(
  shot: Shot,
  entry: PerformanceResourceTiming | undefined,
  script: { headersMs: Millis; endMs: Millis },
): OwnShare | undefined {
  if (entry === undefined || !hasPhases(entry) || isNewConnection(entry)) return undefined;
  const headMs = Math.max(0, script.headersMs - firstByteOf(entry));
  const endMs = script.endMs - entry.responseEnd;
  const hasEnd = END_IS_OF_THE_NETWORK && endMs >= 0;
  return {
    sendMs: Math.max(0, entry.requestStart - shot.sentMonoMs),
    headMs,
    endMs: hasEnd ? Math.min(headMs, endMs) : headMs,
  };
}

/**
 * The answer came from the browser's own cache. Without Timing-Allow-Origin a
 * browser hides that, and the answer passes for one of the network.
 */
export function isFromCache(entry: PerformanceResourceTiming | undefined): boolean {
  return entry !== undefined && hasPhases(entry) && entry.transferSize === 0 && entry.encodedBodySize > 0;
}

/**
 * Of a reused connection every phase before the request equals `fetchStart`. A
 * handshake may be shorter than the clock's step, so its length says nothing.
 */
function isNewConnection({ fetchStart, connectStart, connectEnd }: PerformanceResourceTiming): boolean {
  return connectEnd > connectStart || connectStart > fetchStart;
}

/**
 * A time shorter than the clock's step can come out below zero, and to leave it
 * out would bias the percentiles upwards: it counts as 0. Further below zero,
 * the server's own time cannot be true.
 */
function atLeastZero(ms: number): Millis | undefined {
  return ms < -COARSEST_CLOCK_MS ? undefined : millis(Math.max(0, ms));
}

function readScript(
  shot: Shot,
  script: ScriptTimes,
  serverMs: Millis | undefined,
  serverSource: string | undefined,
) {
  return {
    responseMs: millis(script.endMs - shot.dueMonoMs),
    serviceMs: millis(script.endMs - shot.sentMonoMs),
    ttfbMs: millis(script.headersMs - shot.sentMonoMs),
    downloadMs: millis(script.endMs - script.headersMs),
    serverMs,
    serverSource,
    timingSource: 'wall-clock' as const,
    bytesDown: script.bytesDown,
  };
}

function hasPhases(entry: PerformanceResourceTiming): boolean {
  return entry.requestStart > 0 && entry.responseStart > 0 && entry.responseEnd >= entry.responseStart;
}

/** `responseStart` takes a 103 Early Hints answer; the final head is the later one where the browser tells. */
function firstByteOf(entry: PerformanceResourceTiming): number {
  const final: unknown = Reflect.get(entry, 'finalResponseHeadersStart');
  return typeof final === 'number' && final > 0 ? final : entry.responseStart;
}
