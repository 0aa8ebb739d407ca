import type { ProbeError } from '../core/sample.ts';
import type { ProbeContext } from './context.ts';

/** A verdict holds this long, so that a broken endpoint is not asked twice as often as a sound one. */
const VERDICT_FOR_MS = 1000;
const CORS_VERDICT_FOR_MS = 10_000;
/** Shorter than the grace that a stopped run gives to what is in flight. */
const ASK_WITHIN_MS = 1500;

/**
 * Names why a fetch was rejected before any answer. A browser says the same
 * TypeError for all of it; what can be told apart: no network at all, http
 * asked from an https page, nothing that answers (`dns-or-connect`), and an
 * endpoint that answers a request without CORS, but refuses a second one with
 * it and never let an answer be read before (`cors`). Where the endpoint answers
 * right after the failure, the reason is `unknown`.
 */
export class FailureNamer {
  readonly #context: ProbeContext;
  readonly #url: string;
  readonly #init: RequestInit;
  readonly #closed: AbortSignal;
  #readable = false;
  #verdict: ProbeError | undefined;
  #untilMs = 0;
  #asking: Promise<ProbeError> | undefined;

  /** `init` is the request that fails; asking stops with `closed`. */
  constructor(context: ProbeContext, url: string, init: RequestInit, closed: AbortSignal) {
    this.#context = context;
    this.#url = url;
    this.#init = init;
    this.#closed = closed;
  }

  /** An answer of the endpoint could be read: CORS is no reason from here on. */
  answered(): void {
    this.#readable = true;
    this.#verdict = undefined;
  }

  /** The last verdict was `cors`, and nothing was readable since. */
  get isCors(): boolean {
    return this.#verdict === 'cors';
  }

  /** Resolves within 1.5 s. Never rejects. */
  async name(): Promise<ProbeError> {
    if (isMixedContent(this.#url)) return 'mixed-content';
    if (navigator.onLine === false && !isLoopback(this.#url)) return 'offline';
    if (this.#verdict !== undefined && this.#context.clock.now() < this.#untilMs) return this.#verdict;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return await this.#asking;
  }

  async #ask(): Promise<ProbeError> {
    const signal = within(ASK_WITHIN_MS, this.#closed);
    let verdict: ProbeError = 'dns-or-connect';
    if (await knockByFetch(this.#context, this.#url, signal)) {
      const refused = !this.#readable && (await this.#refusedAgain(signal));
      verdict = refused && !this.#readable ? 'cors' : 'unknown';
    }
    this.#verdict = verdict;
    this.#untilMs = this.#context.clock.now() + (verdict === 'cors' ? CORS_VERDICT_FOR_MS : VERDICT_FOR_MS);
    return verdict;
  }

  /** Without its body the request asks for the same preflight, and a model has nothing to answer. */
  async #refusedAgain(signal: AbortSignal): Promise<boolean> {
    const { body, redirect } = this.#init;
    try {
      const { type } = await fetchHead(
        this.#context,
        this.#url,
        { ...this.#init, body: body && '', redirect: redirect === 'error' ? 'manual' : 'follow' },
        signal,
      );
      if (type === 'opaqueredirect')
        this.#context.note({
          kind: 'note',
          detail:
            'The endpoint redirects, and a secret is not carried along. Enter the address that it redirects to.',
        });
      else this.answered();
      return false;
    } catch {
      return !signal.aborted;
    }
  }
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
  const sentMs = context.clock.now();
  const enough = new AbortController();
  const answer = await context.fetch(url, { ...init, signal: AbortSignal.any([signal, enough.signal]) });
  enough.abort();
  // Claimed, so that no probe takes it for its own.
  void context.timings.find(url, sentMs);
  return answer;
}

function isLoopback(url: string): boolean {
  const hostname = URL.canParse(url) ? new URL(url).hostname : '';
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\./.test(hostname)
  );
}
