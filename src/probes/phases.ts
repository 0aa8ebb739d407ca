import type { Shot } from '../core/probe.ts';
import type { Readings } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';

/** Firefox without cross-origin isolation reads about 1 ms; two readings make one difference. */
const COARSEST_CLOCK_MS = 2;

/** What script saw of a request, on the clock that Resource Timing uses too. */
export interface ScriptTimes {
  headersMs: Millis;
  endMs: Millis;
  bytesDown: number;
}

/**
 * The readings of a completed request. With Resource Timing's phases (W3C
 * Resource Timing Level 2; cross-origin only with Timing-Allow-Origin) they come
 * from the network stack; otherwise from the clock in script, and
 * `timingSource` says so. `serverMs` is the server's own time where known.
 */
export function readPhases(
  shot: Shot,
  entry: PerformanceResourceTiming | undefined,
  script: ScriptTimes,
  serverMs: Millis | undefined,
): Readings & { responseMs: Millis; serviceMs: Millis } {
  if (entry === undefined || !hasPhases(entry)) return readScript(shot, script, serverMs);
  const first = firstByteOf(entry);
  const isNew = entry.connectEnd > entry.connectStart;
  const waitedUntil = isNew ? entry.domainLookupStart : entry.requestStart;
  const tlsFrom = entry.secureConnectionStart > 0 ? entry.secureConnectionStart : entry.connectEnd;
  // A stream is let go after its last event; the browser goes on until the connection has ended.
  const end = Math.max(first, Math.min(entry.responseEnd, script.endMs));
  const rttMs = atLeastZero(first - entry.requestStart - (serverMs ?? 0));
  return {
    responseMs: millis(end - shot.dueMonoMs),
    serviceMs: millis(end - shot.sentMonoMs),
    queueMs: millis(Math.max(0, waitedUntil - entry.fetchStart)),
    dnsMs: isNew ? millis(entry.domainLookupEnd - entry.domainLookupStart) : undefined,
    connectMs: isNew ? millis(tlsFrom - entry.connectStart) : undefined,
    tlsMs: isNew && entry.secureConnectionStart > 0 ? millis(entry.connectEnd - tlsFrom) : undefined,
    ttfbMs: millis(first - shot.sentMonoMs),
    downloadMs: millis(end - first),
    rttMs: isNew ? undefined : rttMs,
    serverMs,
    newConnection: isNew,
    timingSource: entry.workerStart > 0 ? 'service-worker' : 'resource-timing',
    protocol: entry.nextHopProtocol || undefined,
    bytesDown: Math.max(entry.transferSize, script.bytesDown),
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
 * A round trip shorter than the clock's step can come out below zero, and to
 * leave it out would bias the percentiles upwards: it counts as 0. Further below
 * zero, the server's own time cannot be true.
 */
function atLeastZero(rttMs: number): Millis | undefined {
  return rttMs < -COARSEST_CLOCK_MS ? undefined : millis(Math.max(0, rttMs));
}

function readScript(shot: Shot, script: ScriptTimes, serverMs: Millis | undefined) {
  return {
    responseMs: millis(script.endMs - shot.dueMonoMs),
    serviceMs: millis(script.endMs - shot.sentMonoMs),
    ttfbMs: millis(script.headersMs - shot.sentMonoMs),
    downloadMs: millis(script.endMs - script.headersMs),
    serverMs,
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
