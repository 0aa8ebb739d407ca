import { IDENTIFY_BYTES, identifiedHosts } from '../core/identified-hosts.ts';
import type { Plan } from '../core/plan.ts';
import { readServerTiming } from '../probes/server-timing.ts';

/** Together with the pauses between, long enough to outlast most outages. */
const TRIES = 5;
const WITHIN_MS = 10_000;
const FIRST_PAUSE_MS = 1000;

/** Who hears of it. */
interface Listeners {
  found(label: string): void;
  /** Each request counts against the data budget, answered or not. */
  spent(bytes: number): void;
}

/**
 * Asks the reference endpoint whether its link is simulated, as a WebSocket
 * cannot tell: one request to each `/echo` host of the plan, beside the probing,
 * and up to four more after 1, 2, 4 and 8 s until one is answered. Other
 * endpoints say it, if at all, in the answers to the probes themselves.
 * Stops when `stop` is aborted. Never rejects.
 */
export async function identifySimulated(
  plan: Plan,
  listeners: Listeners,
  stop: AbortSignal = new AbortController().signal,
): Promise<void> {
  await Promise.all(identifiedHosts(plan.probes).map((origin) => askUntilAnswered(origin, listeners, stop)));
}

async function askUntilAnswered(
  origin: string,
  { found, spent }: Listeners,
  stop: AbortSignal,
): Promise<void> {
  for (let tries = 0; tries < TRIES && !stop.aborted; tries += 1) {
    try {
      spent(IDENTIFY_BYTES);
      const signal = AbortSignal.any([stop, AbortSignal.timeout(WITHIN_MS)]);
      const answer = await fetch(`${origin}/ping`, { credentials: 'omit', signal });
      await answer.body?.cancel();
      readServerTiming(undefined, answer.headers.get('server-timing')).simulated.forEach(found);
      return;
    } catch {
      if (tries + 1 < TRIES && !stop.aborted) await pause(FIRST_PAUSE_MS * 2 ** tries, stop);
    }
  }
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
    stop.addEventListener('abort', () => resolve());
  });
}
