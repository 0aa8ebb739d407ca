import type { Shot } from '../core/probe.ts';
import type { Due, ProbeError, Readings, Sample } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { ProbeContext } from './context.ts';
import { drain } from './drain.ts';
import type { FailureNamer } from './failure.ts';
import { isFromCache, type OwnShare, ownShareOf, readPhases } from './phases.ts';
import type { PreflightJudge } from './preflight.ts';
import { tellServerDate } from './server-date.ts';
import { readServerTimes } from './server-timing.ts';
import { retryAfterMs } from './throttle.ts';

/** Request line and headers that a browser sends for a plain request, roughly; it does not tell. */
export const HEADER_BYTES = 400;

export interface Ended {
  /** When the last byte was read. */
  endMs: Millis;
  /** Set where the body itself was a failure (a cut stream, garbage). */
  error?: ProbeError | undefined;
  readings?: Readings | undefined;
}

/** How far the reading of a body has come, for an answer that is cut. */
export interface Progress {
  bytesDown: number;
  /** The answer is whole, whatever still follows: the timeout no longer applies. */
  complete(): void;
  /** The browser's own record of the request, which it writes at the body's end. */
  entry(withinMs?: number): Promise<PerformanceResourceTiming | undefined>;
  /** Ends the download. */
  cut(): void;
}

export interface RequestPlan {
  url: string;
  timeoutMs: number;
  init: RequestInit;
  /** Of the body alone. */
  bodyBytes: number;
  /** Reads the whole body of a good answer. May throw when the body breaks. */
  readBody(response: Response, shot: Shot, progress: Progress): Promise<Ended>;
  /** Reads the body of an error answer; by default it is passed over. */
  readRefusal?(response: Response, progress: Progress): Promise<Ended>;
  /** The body of this one request, where each has its own; `bodyBytes` is then that of the first. */
  bodyOf?(shot: Shot): string;
  /** Completes the readings of an answer by what they say together; `own` where it is known. */
  complete?(readings: Readings, own: OwnShare | undefined): Readings;
}

/** What a probe's requests share: what the answers so far have taught. */
export interface RequestSession {
  context: ProbeContext;
  plan: RequestPlan;
  namer: FailureNamer;
  preflight: PreflightJudge;
  /** An answer came by way of a redirect to this address. */
  redirected(toUrl: string): void;
  /** The endpoint wants to be left alone for so long. */
  throttled(forMs: Millis): void;
  closed: AbortSignal;
}

/** Sends one request and reports exactly one sample, or none once `closed` is aborted. Never rejects. */
export async function request(session: RequestSession, shot: Shot): Promise<void> {
  const { context, plan, namer, preflight, closed } = session;
  const { clock } = context;
  const { init } = plan;
  const { cache } = init;
  const { seq, dueEpochMs, dueMonoMs, lateMs } = shot;
  const due: Due & { lateMs: Millis } = { seq, dueEpochMs, dueMonoMs, lateMs };
  const body = plan.bodyOf?.(shot) ?? init.body;
  const bytesUp = HEADER_BYTES + plan.url.length + plan.bodyBytes;
  const abort = new AbortController();
  const drop = () => abort.abort();
  closed.addEventListener('abort', drop);
  let reported = false;
  let headersMs: Millis | undefined;
  let httpStatus: number | undefined;
  const report = (sample: Sample) => {
    if (!reported && !closed.aborted) context.sink(sample);
    reported = true;
  };
  const soFar = () => ({
    httpStatus,
    bytesUp,
    bytesDown: headersMs === undefined ? undefined : progress.bytesDown,
    // When an answer began is known, though not when it would have ended.
    ttfbMs: headersMs === undefined ? undefined : millis(headersMs - shot.sentMonoMs),
    preflight: preflight.needed ? undefined : false,
  });
  const cancelTimeout = clock.at(millis(shot.sentMonoMs + plan.timeoutMs), () => {
    report({ ...due, ...soFar(), outcome: 'timeout' });
    drop();
  });
  const expected = context.timings.expect(plan.url, shot.sentMonoMs);
  const progress: Progress = { bytesDown: 0, complete: cancelTimeout, entry: expected.entry, cut: drop };
  const first = preflight.sent();

  try {
    const response = await context.fetch(plan.url, { ...init, body, signal: abort.signal });
    headersMs = clock.now();
    // An opaque answer has the status 0.
    httpStatus = response.status || undefined;
    namer.answered();
    if (response.redirected) session.redirected(response.url);
    const leaveAloneMs = retryAfterMs(response, clock);
    if (leaveAloneMs !== undefined) session.throttled(leaveAloneMs);
    const good = response.ok || response.type === 'opaque';
    const refusal = plan.readRefusal ?? ((_, far) => drain(context, response, far));
    const ended = await (good ? plan.readBody(response, shot, progress) : refusal(response, progress));
    cancelTimeout();
    const entry = await expected.entry();
    if (cache === undefined && isFromCache(entry)) {
      if (init.cache === undefined) context.note({ kind: 'note', detail: CACHEABLE });
      init.cache = 'no-store';
      report({ seq, dueEpochMs, dueMonoMs, outcome: 'unmeasured' });
      return;
    }
    const says = readServerTimes(entry, response.headers);
    says.simulated.forEach(context.simulated);
    tellServerDate(context, response.headers, shot, headersMs);
    const script = {
      headersMs,
      endMs: ended.endMs,
      bytesDown: progress.bytesDown,
      bodyBytes: plan.bodyBytes,
    };
    const phases = readPhases(shot, entry, script, says);
    if (context.behindServiceWorker) phases.timingSource = 'service-worker';
    const signs = {
      bypassed: cache === 'no-store',
      // Each request of a redirected one may have paid for its own.
      waitMs: response.redirected ? undefined : phases.queueMs,
      exchangeMs: phases.rttMs,
      isRoundTrip: says.serverMs !== undefined,
      connectMs: phases.connectMs,
      alone: expected.alone,
    };
    const paid = preflight.judge(signs, first);
    const read = { httpStatus, bytesUp, ...phases, preflight: paid, ...ended.readings };
    const readings = { ...read, ...plan.complete?.(read, ownShareOf(shot, entry, script)) };
    const error = !good ? (httpStatus === 429 ? 'throttled' : 'http-status') : ended.error;
    if (error === undefined) report({ ...due, ...readings, outcome: 'ok' });
    else report({ ...due, ...readings, outcome: 'failed', error });
  } catch {
    cancelTimeout();
    expected.drop();
    if (reported || closed.aborted) return;
    // After the head of the answer, a fetch only breaks because its body did.
    const error = headersMs === undefined ? await namer.name() : 'truncated';
    report({ ...due, ...soFar(), outcome: 'failed', error });
  } finally {
    closed.removeEventListener('abort', drop);
  }
}

/** An answer from the browser's cache says nothing of the network; a preflight each time is the smaller evil. */
const CACHEABLE =
  'The browser answered from its cache. From now on it is passed by, at the price of a CORS preflight for each request. Let the endpoint send Cache-Control: no-store.';
