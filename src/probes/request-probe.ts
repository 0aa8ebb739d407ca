import type { Probe } from '../core/probe.ts';
import type { ProbeContext } from './context.ts';
import { createFailureNamer, knockByFetch, within } from './failure.ts';
import { createPreflightJudge } from './preflight.ts';
import { HEADER_BYTES, type RequestPlan, type RequestSession, request } from './request.ts';

/**
 * A probe that sends one request a shot. Its `knock` asks without CORS; an
 * endpoint whose answers no page may read (`cors`) answers no probe of ours, so
 * its knocks count as unanswered at once, without a request. What is due while an
 * endpoint that throttles wants to be left alone (`Retry-After`) is `throttled`
 * without being sent: so its answer is honoured, and its wait is no link's.
 */
export function createRequestProbe(context: ProbeContext, plan: RequestPlan): Probe {
  const closing = new AbortController();
  const { signal } = closing;
  let redirects = false;
  let aloneUntilMs = Number.NEGATIVE_INFINITY;
  const session: RequestSession = {
    context,
    plan,
    namer: createFailureNamer(context, plan.url, plan.init, signal),
    preflight: createPreflightJudge(plan.url, plan.init),
    redirected(toUrl) {
      if (!redirects) context.note({ kind: 'note', detail: redirectSentence(toUrl) });
      redirects = true;
    },
    throttled(forMs) {
      const untilMs = context.clock.now() + forMs;
      if (untilMs > aloneUntilMs) context.note({ kind: 'note', detail: throttleSentence(forMs) });
      aloneUntilMs = Math.max(aloneUntilMs, untilMs);
    },
    closed: signal,
  };
  return {
    // How many may be sent at once depends on the host's protocol: the engine's caps hold that.
    maxInFlight: 100,
    open: () => Promise.resolve(),
    fire(shot) {
      if (shot.sentMonoMs >= aloneUntilMs) {
        void request(session, shot);
        return;
      }
      const { seq, dueEpochMs, dueMonoMs } = shot;
      // Told apart from `fire` itself, so that the engine has the shot on its books first.
      queueMicrotask(() =>
        context.sink({ seq, dueEpochMs, dueMonoMs, outcome: 'failed', error: 'throttled' }),
      );
    },
    async knock(withinMs) {
      if (session.namer.neverReadable()) return { arrived: false, bytes: 0 };
      const arrived = await knockByFetch(context, plan.url, within(withinMs, signal));
      return { arrived, bytes: 2 * HEADER_BYTES };
    },
    close: () => closing.abort(),
  };
}

function throttleSentence(forMs: number): string {
  return `The endpoint throttles and wants to be left alone for ${Math.ceil(forMs / 1000)} s (Retry-After). What is due until then is not sent. Take a longer interval.`;
}

/** Without the address's query, which may hold more than belongs into a report. */
function redirectSentence(toUrl: string): string {
  const { origin, pathname } = new URL(toUrl);
  return `The endpoint redirects to ${origin}${pathname}, which costs each request a round trip more. Enter the final address.`;
}

/** What every request has in common. With a secret it follows no redirect, which may lead to another host. */
export function requestInit(
  { secret }: ProbeContext,
  given: Record<string, string> | undefined,
): RequestInit & { headers: Headers } {
  const headers = new Headers(given);
  if (secret !== undefined) headers.set(secret.header, secret.value);
  return {
    headers,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    redirect: secret === undefined ? 'follow' : 'error',
  };
}

/** The address as Resource Timing names it; as it is, where no browser can open it. */
export function hrefOf(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}
