import type { Shot } from '../core/probe.ts';
import type { Due, ProbeError, Readings } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { ProbeContext } from './context.ts';
import type { FailureNamer } from './failure.ts';
import { readPhases } from './phases.ts';
import { readServerTiming } from './server-timing.ts';

/** Request line and headers that a browser sends for a plain request, roughly; it does not tell. */
export const HEADER_BYTES = 400;

export interface Ended {
  /** When the last byte was read. */
  endMs: Millis;
  bytesDown: number;
  /** Set where the body itself was a failure (a cut stream, garbage). */
  error?: ProbeError | undefined;
  readings?: Readings | undefined;
}

export interface RequestPlan {
  url: string;
  timeoutMs: number;
  init: RequestInit;
  bytesUp: number;
  /** Reads the whole body of a good answer. May throw when the body breaks. */
  readBody(response: Response): Promise<Ended>;
}

/** Sends one request and reports exactly one sample. Never rejects. */
export async function request(
  context: ProbeContext,
  namer: FailureNamer,
  shot: Shot,
  plan: RequestPlan,
): Promise<void> {
  const { clock, sink } = context;
  const { seq, dueEpochMs, dueMonoMs, lateMs } = shot;
  const due: Due & { lateMs: Millis } = { seq, dueEpochMs, dueMonoMs, lateMs };
  const abort = new AbortController();
  const { bytesUp } = plan;
  let reported = false;
  let headersMs: Millis | undefined;
  let httpStatus: number | undefined;
  const cancelTimeout = clock.at(millis(shot.sentMonoMs + plan.timeoutMs), () => {
    reported = true;
    sink({ ...due, outcome: 'timeout', httpStatus, bytesUp });
    abort.abort();
  });
  const fail = (error: ProbeError, readings: Readings = {}) => {
    cancelTimeout();
    if (!reported) sink({ ...due, outcome: 'failed', error, httpStatus, bytesUp, ...readings });
    reported = true;
  };

  try {
    const response = await context.fetch(plan.url, { ...plan.init, signal: abort.signal });
    headersMs = clock.now();
    httpStatus = response.status;
    const ended = response.ok ? await plan.readBody(response) : await drain(context, response);
    const entry = await context.timings.find(plan.url, shot.sentMonoMs);
    const says = readServerTiming(entry, response.headers.get('server-timing'));
    says.simulated.forEach(context.simulated);
    const phases = readPhases(
      shot,
      entry,
      { headersMs, endMs: ended.endMs, bytesDown: ended.bytesDown },
      says.serverMs,
    );
    const readings = { httpStatus, bytesUp, ...phases, ...ended.readings };
    const error = ended.error ?? (response.ok ? undefined : httpStatus === 429 ? 'throttled' : 'http-status');
    cancelTimeout();
    if (reported) return;
    reported = true;
    if (error === undefined) sink({ ...due, ...readings, outcome: 'ok' });
    else sink({ ...due, ...readings, outcome: 'failed', error });
  } catch {
    // After the head of the answer, a fetch only breaks because its body did.
    if (!reported) fail(headersMs !== undefined ? 'truncated' : await namer.name());
  }
}

/** Reads a body to its end without keeping it. */
export async function drain(context: ProbeContext, response: Response): Promise<Ended> {
  let bytesDown = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) break;
    bytesDown += part.value.byteLength;
  }
  return { endMs: context.clock.now(), bytesDown };
}
