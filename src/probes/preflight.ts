/** A browser's own waits are mostly shorter, so a round trip of the network that is longer stands out. */
const TELLING_MS = 10;
/** A round trip is at least this share of a wait that held a preflight, and with the first perhaps a name's resolution and the handshakes. */
const SHARE = 1 / 2;
const FIRST_SHARE = 1 / 4;
/** Round trips vary: one may be this much shorter than the shortest that was seen. */
const SHORTER = 0.8;
const SAFE_CONTENT = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
const SAFE_HEADERS = ['accept', 'accept-language', 'content-language'];

/**
 * Whether a browser asks the server first (Fetch, CORS-preflight fetch): another
 * origin, and a method or a header that a plain HTML form could not send.
 */
export function needsPreflight(url: string, init: RequestInit): boolean {
  if (init.mode === 'no-cors' || !URL.canParse(url) || new URL(url).origin === self.origin) return false;
  const method = (init.method ?? 'GET').toUpperCase();
  return !['GET', 'HEAD', 'POST'].includes(method) || unsafeHeaders(init).length > 0;
}

/** Names of the headers that are not CORS-safelisted. */
export function unsafeHeaders(init: RequestInit): string[] {
  return [...new Headers(init.headers)]
    .filter(([name, value]) => value.length > 128 || !isSafe(name, value))
    .map(([name]) => name);
}

function isSafe(name: string, value: string): boolean {
  if (name === 'content-type') return SAFE_CONTENT.includes(value.split(';')[0]?.trim().toLowerCase() ?? '');
  return SAFE_HEADERS.includes(name) && !/["():<>?@[\\\]{}]/.test(value);
}

/** What can be seen of a completed request, durations in ms. */
export interface PreflightSigns {
  /** The request went past the browser's caches, the preflight cache too. */
  bypassed: boolean;
  /** Wait before anything of the request itself was sent; unknown without Resource Timing's phases. */
  waitMs: number | undefined;
  /** First byte less request start, and less the server's time where that is known; none of a large body or a new connection. */
  exchangeMs: number | undefined;
  /** The server's time is known, so the exchange is a round trip of the network. */
  isRoundTrip: boolean;
  /** The handshake, where the request opened its connection itself. */
  connectMs: number | undefined;
  /** Nothing else of this worker was on its way to the host. */
  alone: boolean;
}

export interface PreflightJudge {
  /** Says that a request was sent, whatever becomes of it. Returns whether it was the worker's first. */
  sent(): boolean;
  judge(signs: PreflightSigns, first: boolean): boolean | undefined;
  /** Known without an answer. */
  readonly needed: boolean;
}

/** The browser keeps one preflight cache for all of a worker's probes. */
const asked = new Set<string>();

/**
 * Says which requests paid for a CORS preflight. No browser tells: the preflight
 * has no Resource Timing entry, its Max-Age cannot be read, and whether its
 * answer is kept differs (Firefox keeps no wildcard answer). But it comes before
 * `requestStart` of the request and takes at least a round trip of the network.
 * So, of a request that needs one:
 * - `true` where the caches were passed by (`no-store` asks each time);
 * - `false` where it waited less than half the least round trip of this probe:
 *   first byte less the server's time where that is known, or else what the waits
 *   that held a preflight give for it;
 * - `true` where it waited about as long as the shortest of its exchanges and
 *   nothing else of the worker was on its way to the host. A browser that stood
 *   still for so long looks the same, so exchanges below 10 ms do not count; and a
 *   slow server that does not tell its time hides later preflights;
 * - `true` for the worker's first to this address where nothing speaks against it;
 * - otherwise, and always without phases, it cannot be known.
 */
export function createPreflightJudge(url: string, init: RequestInit): PreflightJudge {
  const needed = needsPreflight(url, init);
  const key = `${init.method ?? 'GET'} ${url} ${unsafeHeaders(init).join()}`;
  let exchangeMs: number | undefined;
  /** The least round trip as measured, and as the waits so far give it. */
  let leastMs: number | undefined;
  let floorMs: number | undefined;

  function hasPaid(waitMs: number, alone: boolean, maybeFirst: boolean): boolean | undefined {
    const tripMs = leastMs ?? floorMs;
    if (tripMs !== undefined && waitMs < tripMs / 2) return false;
    if (maybeFirst) return true;
    if (!alone || exchangeMs === undefined || exchangeMs < TELLING_MS) return undefined;
    return waitMs >= exchangeMs * SHORTER ? true : undefined;
  }

  return {
    needed,
    sent() {
      const first = !asked.has(key);
      asked.add(key);
      return first;
    },
    judge({ bypassed, waitMs, connectMs = 0, alone, ...signs }, first) {
      exchangeMs = least(exchangeMs, signs.exchangeMs);
      if (signs.isRoundTrip) leastMs = least(leastMs, signs.exchangeMs);
      if (!needed) return false;
      if (bypassed) return true;
      if (waitMs === undefined) return undefined;
      // Kept from an earlier campaign it leaves no wait; asked for, it takes no less than a handshake.
      const paid = hasPaid(waitMs, alone, first && waitMs >= connectMs);
      if (paid) floorMs = least(floorMs, waitMs * (first ? FIRST_SHARE : SHARE));
      return paid;
    },
  };
}

function least(known: number | undefined, next: number | undefined): number | undefined {
  return known === undefined || next === undefined ? (known ?? next) : Math.min(known, next);
}
