import type { Plan } from '../core/plan.ts';
import { readServerTiming } from '../probes/server-timing.ts';

/** Long enough to outlast most outages. */
const WITHIN_MS = 30_000;

/**
 * Asks the reference endpoint whether its link is simulated, as a WebSocket
 * cannot tell: one request to each `/echo` host of the plan, beside the probing.
 * Other endpoints say it, if at all, in the answers to the probes themselves.
 * Never rejects.
 */
export async function identifySimulated(plan: Plan, found: (label: string) => void): Promise<void> {
  const hosts = plan.probes
    .filter((spec) => spec.kind === 'websocket' && new URL(spec.url).pathname === '/echo')
    .map((spec) => new URL(spec.url).origin.replace(/^ws/, 'http'));
  await Promise.all([...new Set(hosts)].map(async (host) => (await ask(host)).forEach(found)));
}

async function ask(origin: string): Promise<string[]> {
  try {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const answer = await fetch(`${origin}/ping`, { credentials: 'omit', signal });
    await answer.body?.cancel();
    return readServerTiming(undefined, answer.headers.get('server-timing')).simulated;
  } catch {
    return [];
  }
}
