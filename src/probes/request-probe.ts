import type { Probe } from '../core/probe.ts';
import type { ProbeContext } from './context.ts';
import { createFailureNamer, knockByFetch, within } from './failure.ts';
import { HEADER_BYTES, type RequestPlan, request } from './request.ts';

/**
 * A probe that sends one request a shot. Its `knock` asks without CORS; an
 * endpoint whose answers no page may read (`cors`) answers no probe of ours, so
 * its knocks count as unanswered at once, without a request.
 */
export function createRequestProbe(context: ProbeContext, plan: RequestPlan): Probe {
  const closing = new AbortController();
  const { signal } = closing;
  const namer = createFailureNamer(context, plan.url, plan.init, signal);
  return {
    maxInFlight: 6,
    open: () => Promise.resolve(),
    fire: (shot) => void request(context, namer, shot, plan, signal),
    async knock(withinMs) {
      if (namer.neverReadable()) return { arrived: false, bytes: 0 };
      const arrived = await knockByFetch(context, plan.url, within(withinMs, signal));
      return { arrived, bytes: 2 * HEADER_BYTES };
    },
    close: () => closing.abort(),
  };
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
