import type { ProbeError } from '../core/sample.ts';
import type { ProbeContext } from './context.ts';

/** A verdict holds this long, so that a broken endpoint is not asked twice as often as a sound one. */
const VERDICT_FOR_MS = 10_000;
const ASK_WITHIN_MS = 3000;

/**
 * Names why a fetch was rejected before any answer. A browser says the same
 * TypeError for all of it; what can be told apart: no network at all, http
 * asked from an https page, and a server that answers a request without CORS
 * but not one with it. All else stays `dns-or-connect`.
 */
export class FailureNamer {
  readonly #context: ProbeContext;
  readonly #url: string;
  #corsUntilMs = Number.NEGATIVE_INFINITY;
  #connectUntilMs = Number.NEGATIVE_INFINITY;

  constructor(context: ProbeContext, url: string) {
    this.#context = context;
    this.#url = url;
  }

  async name(): Promise<ProbeError> {
    if (isMixedContent(this.#url)) return 'mixed-content';
    if (navigator.onLine === false && !isLoopback(this.#url)) return 'offline';
    const now = this.#context.clock.now();
    if (now < this.#corsUntilMs) return 'cors';
    if (now < this.#connectUntilMs) return 'dns-or-connect';
    const reachable = await knockByFetch(this.#context, this.#url, ASK_WITHIN_MS);
    if (reachable) this.#corsUntilMs = now + VERDICT_FOR_MS;
    else this.#connectUntilMs = now + VERDICT_FOR_MS / 10;
    return reachable ? 'cors' : 'dns-or-connect';
  }
}

/** Whether anything answers HTTP at this address, CORS or not. The answer's body is not read. Never rejects. */
export async function knockByFetch(context: ProbeContext, url: string, withinMs: number): Promise<boolean> {
  try {
    const answer = await context.fetch(url, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(withinMs),
    });
    await answer.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** An https page may not call http (W3C Mixed Content), except on the machine itself. */
export function isMixedContent(url: string): boolean {
  return self.location.protocol === 'https:' && /^(http|ws):/i.test(url) && !isLoopback(url);
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\./.test(hostname)
  );
}
