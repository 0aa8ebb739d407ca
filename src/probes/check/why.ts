import type { Reach } from '../../core/check-facts.ts';
import { isLoopback } from '../../core/loopback.ts';
import type { ProbeContext } from '../context.ts';
import { isMixedContent, knockByFetch, within } from '../failure.ts';
import { type Exchange, exchange } from './exchange.ts';
import { isNear, localNetworkPermission } from './permission.ts';

const ASK_WITHIN_MS = 5000;

interface Failed {
  url: string;
  /** The request that failed. */
  init: RequestInit;
  needsPreflight: boolean;
  timedOut: boolean;
  stop: AbortSignal;
}

/**
 * Why a request that a page may make failed, as far as a browser lets a page find
 * out: by asking for the same address without CORS, and then with CORS, but so
 * that it needs no preflight. `plain` is the answer to that last one.
 */
export async function whyFailed(
  context: ProbeContext,
  { url, init, needsPreflight, timedOut, stop }: Failed,
): Promise<{ reach: Reach; plain?: Exchange }> {
  const blocked = await heldBack(url);
  if (blocked !== undefined) return { reach: blocked };
  if (timedOut) return { reach: 'silent' };
  if (!(await knockByFetch(context, url, within(ASK_WITHIN_MS, stop))))
    return { reach: await nothingAnswers(url) };
  const least = { url, withinMs: ASK_WITHIN_MS, stop };
  const simple: RequestInit = { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' };
  if (init.redirect === 'error') {
    // With the same headers, so that the preflight passes as it did; the answer itself redirects.
    if (await redirects(context, url, { ...init, body: init.body && '' }, stop)) return { reach: 'redirect' };
  }
  if (!needsPreflight) return { reach: 'cors' };
  const plain = await exchange(context, { ...least, init: simple });
  return plain.ok ? { reach: 'preflight', plain } : { reach: 'cors' };
}

/** What the browser does not even send. */
export async function heldBack(url: string): Promise<'mixed-content' | 'permission' | 'offline' | undefined> {
  if (isMixedContent(url))
    return isNear(url) && (await localNetworkPermission(url)) === 'denied' ? 'permission' : 'mixed-content';
  if (navigator.onLine === false && !isLoopback(url)) return 'offline';
  return undefined;
}

/** A refused permission looks like an address at which nobody listens. */
export async function nothingAnswers(url: string): Promise<'permission' | 'unreachable'> {
  return (await localNetworkPermission(url)) === 'denied' ? 'permission' : 'unreachable';
}

async function redirects(
  context: ProbeContext,
  url: string,
  init: RequestInit,
  stop: AbortSignal,
): Promise<boolean> {
  try {
    const answer = await context.fetch(url, {
      ...init,
      redirect: 'manual',
      signal: within(ASK_WITHIN_MS, stop),
    });
    return answer.type === 'opaqueredirect';
  } catch {
    return false;
  }
}
