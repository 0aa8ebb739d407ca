import type { ProbeSpec } from './plan.ts';

/** Headers, framing and the few bytes of body of such a request and its answer, both ways. */
export const IDENTIFY_BYTES = 1000;

/**
 * The origins that are asked whether their link is simulated, as a WebSocket to the reference endpoint
 * (`/echo`) cannot tell: `http` for `ws`, each once, in the order of the probes.
 */
export function identifiedHosts(probes: readonly Pick<ProbeSpec, 'url'>[]): string[] {
  const origins = probes.flatMap(({ url }) => {
    const host = /^ws(s?:\/\/[^/?#]+)\/echo(?![^?])/i.exec(url)?.[1];
    return host === undefined ? [] : [`http${host}`];
  });
  return [...new Set(origins)];
}
