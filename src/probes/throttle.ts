import type { Clock } from '../core/probe.ts';
import { type Millis, millis } from '../core/units.ts';

/** An endpoint that asks for more than this is asked again all the same: the campaign would stand still. */
const LONGEST_MS = 3_600_000;
/** Too Many Requests (RFC 6585), Service Unavailable (RFC 9110, 15.6.4), and 529, by which some APIs say that they are overloaded. */
const BUSY = new Set([429, 503, 529]);

/**
 * How long a server that throttles wants to be left alone, in ms from now;
 * undefined where it does not say so, or hides it (`Retry-After` has to be
 * exposed to other origins). The header holds seconds or a date, which is held
 * against the wall clock (RFC 9110, 10.2.3).
 */
export function retryAfterMs(response: Response, clock: Clock): Millis | undefined {
  if (!BUSY.has(response.status)) return undefined;
  const text = response.headers.get('retry-after')?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - clock.epochNow();
  return waitMs > 0 ? millis(Math.min(LONGEST_MS, waitMs)) : undefined;
}
