import type { Shot } from '../core/probe.ts';
import type { Due, ProbeError, Readings, Sample } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { ProbeContext } from './context.ts';
import type { FailureNamer } from './failure.ts';
import { isFromCache, readPhases } from './phases.ts';
import { readServerTiming } from './server-timing.ts';

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
}

export interface RequestPlan {
  url: string;
  timeoutMs: number;
  init: RequestInit;
  bytesUp: number;
  /** Reads the whole body of a good answer. May throw when the body breaks. */
  readBody(response: Response, shot: Shot, progress: Progress): Promise<Ended>;
}

/** Sends one request and reports exactly one sample, or none once `closed` is aborted. Never rejects. */
export async function request(
  context: ProbeContext,
  namer: FailureNamer,
  shot: Shot,
  plan: RequestPlan,
  closed: AbortSignal,
): Promise<void> {
  const { clock } = context;
  const { bytesUp, init } = plan;
  const { cache } = init;
  const { seq, dueEpochMs, dueMonoMs, lateMs } = shot;
  const due: Due & { lateMs: Millis } = { seq, dueEpochMs, dueMonoMs, lateMs };
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
  });
  const cancelTimeout = clock.at(millis(shot.sentMonoMs + plan.timeoutMs), () => {
    report({ ...due, ...soFar(), outcome: 'timeout' });
    drop();
  });
  const progress: Progress = { bytesDown: 0, complete: cancelTimeout };

  try {
    const response = await context.fetch(plan.url, { ...init, signal: abort.signal });
    headersMs = clock.now();
    httpStatus = response.status;
    namer.answered();
    const ended = await (response.ok
      ? plan.readBody(response, shot, progress)
      : drain(context, response, progress));
    cancelTimeout();
    const entry = await context.timings.find(plan.url, shot.sentMonoMs);
    if (cache === undefined && isFromCache(entry)) {
      if (init.cache === undefined) context.note({ kind: 'note', detail: CACHEABLE });
      init.cache = 'no-store';
      report({ seq, dueEpochMs, dueMonoMs, outcome: 'unmeasured' });
      return;
    }
    const says = readServerTiming(entry, response.headers.get('server-timing'));
    says.simulated.forEach(context.simulated);
    const script = { headersMs, endMs: ended.endMs, bytesDown: progress.bytesDown };
    const phases = readPhases(shot, entry, script, says.serverMs);
    const readings = { httpStatus, bytesUp, ...phases, ...ended.readings };
    const error = ended.error ?? (response.ok ? undefined : httpStatus === 429 ? 'throttled' : 'http-status');
    if (error === undefined) report({ ...due, ...readings, outcome: 'ok' });
    else report({ ...due, ...readings, outcome: 'failed', error });
  } catch {
    cancelTimeout();
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

/** Reads a body to its end without keeping it. */
export async function drain(context: ProbeContext, response: Response, progress: Progress): Promise<Ended> {
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) break;
    progress.bytesDown += part.value.byteLength;
  }
  return { endMs: context.clock.now() };
}
