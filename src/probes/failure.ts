import { isLoopback } from '../core/loopback.ts';
import type { ProbeError } from '../core/sample.ts';
import { localNetworkPermission } from './check/permission.ts';
import type { ProbeContext } from './context.ts';

/** A verdict holds this long, so that a broken endpoint is not asked twice as often as a sound one. */
const VERDICT_FOR_MS = 1000;
const CORS_VERDICT_FOR_MS = 10_000;
/** Shorter than the grace that a stopped run gives to what is in flight. */
const ASK_WITHIN_MS = 1500;
const ASTRAY =
  'The endpoint redirects in a circle, or to an address that cannot be opened. Enter the final address.';
const REDIRECTS = 'The endpoint redirects, and a secret is not carried along. Enter the final address.';

export interface FailureNamer {
  /** An answer of the endpoint could be read: CORS is no reason from here on. */
  answered(): void;
  /** By the last verdict it is CORS, or a redirect that a secret does not follow; nothing was readable since. */
  neverReadable(): boolean;
  /** Resolves within 1.5 s. Never rejects. */
  name(): Promise<ProbeError>;
}

/**
 * Names why a fetch was rejected before any answer. A browser says the same
 * TypeError for all of it; what can be told apart: no network at all, http
 * asked from an https page, nothing that answers (`dns-or-connect`), and an
 * endpoint that answers a request without CORS, but refuses a second one with
 * it and never let an answer be read before (`cors`). Where the endpoint answers
 * right after the failure, or redirects astray, the reason is `unknown`. `init` is the request that
 * fails; asking stops with `closed`.
 */
export function createFailureNamer(
  context: ProbeContext,
  url: string,
  init: RequestInit,
  closed: AbortSignal,
): FailureNamer {
  const { clock } = context;
  const asksCors = init.mode !== 'no-cors';
  let readable = false;
  let redirects = false;
  let astray = false;
  let verdict: ProbeError | undefined;
  let untilMs = 0;
  let asking: Promise<ProbeError> | undefined;

  function answered(): void {
    readable = true;
    redirects = false;
    verdict = undefined;
  }

  async function ask(): Promise<ProbeError> {
    const signal = within(ASK_WITHIN_MS, closed);
    let found: ProbeError = 'dns-or-connect';
    if (await knockByFetch(context, url, signal))
      found = !readable && asksCors && (await isRefusedAgain(signal)) ? 'cors' : 'unknown';
    else if (asksCors && (await redirectsAstray(signal))) found = 'unknown';
    else if ((await localNetworkPermission(url)) === 'denied') found = 'permission';
    // Another request may have been answered meanwhile.
    if (readable && found === 'cors') found = 'unknown';
    verdict = found;
    untilMs = clock.now() + (found === 'cors' ? CORS_VERDICT_FOR_MS : VERDICT_FOR_MS);
    asking = undefined;
    return found;
  }

  /** It answers, by a redirect that leads nowhere. To be seen only where the redirect itself allows CORS. */
  async function redirectsAstray(signal: AbortSignal): Promise<boolean> {
    try {
      const asked: RequestInit = { ...init, body: init.body && '', redirect: 'manual' };
      const { type } = await fetchHead(context, url, asked, signal);
      if (type === 'opaqueredirect' && !astray) context.note({ kind: 'note', detail: ASTRAY });
      astray ||= type === 'opaqueredirect';
      return true;
    } catch {
      return false;
    }
  }

  /** Without its body the request asks for the same preflight, and a model has nothing to answer. */
  async function isRefusedAgain(signal: AbortSignal): Promise<boolean> {
    const redirect = init.redirect === 'error' ? 'manual' : 'follow';
    try {
      const answer = await fetchHead(context, url, { ...init, body: init.body && '', redirect }, signal);
      if (answer.type !== 'opaqueredirect') answered();
      else if (!redirects) {
        redirects = true;
        context.note({ kind: 'note', detail: REDIRECTS });
      }
      return false;
    } catch {
      return !signal.aborted;
    }
  }

  return {
    answered,
    neverReadable: () => verdict === 'cors' || redirects,
    async name() {
      if (isMixedContent(url)) return 'mixed-content';
      if (navigator.onLine === false && !isLoopback(url)) return 'offline';
      if (verdict !== undefined && clock.now() < untilMs) return verdict;
      asking ??= ask();
      return await asking;
    },
  };
}

/** Whether anything answers HTTP at this address, CORS or not. Never rejects. */
export async function knockByFetch(
  context: ProbeContext,
  url: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await fetchHead(context, url, { mode: 'no-cors', credentials: 'omit', cache: 'no-store' }, signal);
    return true;
  } catch {
    return false;
  }
}

/** A signal that aborts after `ms`, and at once with `closed`. */
export function within(ms: number, closed: AbortSignal): AbortSignal {
  return AbortSignal.any([closed, AbortSignal.timeout(ms)]);
}

/** An https page may not call http (W3C Mixed Content), except on the machine itself. */
export function isMixedContent(url: string): boolean {
  return self.location.protocol === 'https:' && /^(http|ws):/i.test(url) && !isLoopback(url);
}

/** Drops the body unread: of an opaque answer it cannot be cancelled, and would be downloaded whole. */
async function fetchHead(
  context: ProbeContext,
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Response> {
  const enough = new AbortController();
  // Announced, so that no probe takes its entry for its own.
  context.timings.expect(url, context.clock.now()).drop();
  const answer = await context.fetch(url, { ...init, signal: AbortSignal.any([signal, enough.signal]) });
  enough.abort();
  return answer;
}
