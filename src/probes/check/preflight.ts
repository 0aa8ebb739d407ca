import type { ExchangeFacts } from '../../core/check-facts.ts';

/** What a browser remembers a preflight for where Access-Control-Max-Age is missing (Fetch), and a little more. */
export const FORGOTTEN_AFTER_MS = 5600;
/** A shorter round trip does not stand out from what a browser waits for by itself. */
const LEAST_TRIP_MS = 8;

/**
 * Whether a request over 5 s later paid for a preflight again. Resource Timing
 * hides preflights, but the request itself then starts a round trip of the network
 * later. That round trip is at most the least of: first byte less the server's
 * time, a transport handshake, and the wait of a first request whose preflight
 * opened the connection, shared among what it is made of. Undefined where there
 * are no phases, or where it is too short to tell.
 */
export function paidAgain(
  url: string,
  earlier: readonly ExchangeFacts[],
  later: ExchangeFacts,
): boolean | undefined {
  if (later.waitMs === undefined) return undefined;
  const [first] = earlier;
  const trips = earlier.flatMap(({ rttMs, connectMs }) => [rttMs, connectMs]);
  const opened = first?.newConnection === false && (first.waitMs ?? 0) >= LEAST_TRIP_MS;
  if (opened) trips.push((first.waitMs ?? 0) / (url.startsWith('https') ? 3 : 2));
  const tripMs = Math.min(...trips.filter((trip) => trip !== undefined));
  if (tripMs < LEAST_TRIP_MS || tripMs === Number.POSITIVE_INFINITY) return undefined;
  return later.waitMs > tripMs / 2;
}
