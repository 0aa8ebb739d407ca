import type { ExchangeFacts } from '../../core/check-facts.ts';
import type { Clock } from '../../core/probe.ts';
import { type Millis, millis } from '../../core/units.ts';
import { breather } from '../breather.ts';
import type { ProbeContext } from '../context.ts';
import { within } from '../failure.ts';
import { isFromCache, readPhases } from '../phases.ts';
import { hrefOf } from '../request-probe.ts';
import { readServerTiming } from '../server-timing.ts';

/** An answer, or how long it took to fail and whether that was the timeout. */
export type Exchange =
  | { ok: true; facts: ExchangeFacts; headersMs: Millis }
  | { ok: false; afterMs: number; timedOut: boolean };

export interface Ask {
  url: string;
  init: RequestInit;
  withinMs: number;
  stop: AbortSignal;
  /** Reads the body, and may throw; by default it is read and dropped. */
  read?: (response: Response, sentMs: Millis) => Promise<void>;
}

/**
 * Sends one request and reads its answer to the end or to the timeout. Phases
 * are those of Resource Timing, read as the probes read them. Never rejects.
 */
export async function exchange(context: ProbeContext, ask: Ask): Promise<Exchange> {
  const { clock } = context;
  const { init, withinMs, stop, read = drop(clock) } = ask;
  const url = hrefOf(ask.url);
  const sentMs = clock.now();
  const signal = within(withinMs, stop);
  const timing = context.timings.expect(url, sentMs);
  let response: Response;
  try {
    response = await context.fetch(url, { ...init, signal });
  } catch {
    timing.drop();
    return { ok: false, afterMs: clock.now() - sentMs, timedOut: signal.aborted };
  }
  const headersMs = clock.now();
  const endless = await read(response, sentMs).then(
    () => false,
    () => signal.aborted,
  );
  const endMs = clock.now();
  const entry = await timing.entry();
  const header = response.headers.get('server-timing');
  const says = readServerTiming(entry, header);
  const shot = {
    seq: 0,
    dueMonoMs: sentMs,
    dueEpochMs: clock.epochNow(),
    sentMonoMs: sentMs,
    lateMs: millis(0),
  };
  const phases = readPhases(shot, entry, { headersMs, endMs, bytesDown: 0 }, says);
  return {
    ok: true,
    headersMs,
    facts: {
      status: response.status,
      totalMs: phases.serviceMs,
      phases: phases.timingSource !== 'wall-clock',
      newConnection: phases.newConnection,
      waitMs: phases.queueMs,
      connectMs: phases.connectMs,
      rttMs: phases.rttMs,
      protocol: phases.protocol,
      serverMs: says.serverMs,
      serverTimingHeader: header !== null,
      redirectedTo: response.redirected ? response.url : undefined,
      cacheControl: response.headers.get('cache-control') ?? undefined,
      fromCache: isFromCache(entry),
      endless,
    },
  };
}

const drop = (clock: Clock) => async (response: Response) => {
  const reader = response.body?.getReader();
  const breathe = breather(clock);
  while (reader !== undefined && !(await breathe(() => reader.read())).done);
};
