import { isLocalUrl } from '../core/link/track.ts';
import { isLoopbackHost } from '../core/loopback.ts';
import type { PlanInput } from '../core/plan.ts';
import { freeName, readUrl } from './propose.ts';

/** Starlink's own router; its dish is 192.168.100.1. */
export const ROUTER_ADDRESS = 'http://192.168.1.1/';

export type ControlPlace = 'router' | 'far';

export type ControlProposal =
  | { ok: true; probe: PlanInput['probes'][number] }
  | { ok: false; reason: string };

const INTERVALS_MS: Record<ControlPlace, number> = { router: 1000, far: 2000 };

/**
 * A control probe to the address that somebody typed: `router`, inside the site,
 * or `far`, beyond the link and not the endpoint. It asks without CORS, which
 * any web server answers. `others` are the probes so far.
 */
export function controlProbe(
  place: ControlPlace,
  typed: string,
  others: readonly { name: string; url: string; control: boolean }[],
): ControlProposal {
  const url = readUrl(typed.trim());
  if (url === undefined || !url.protocol.startsWith('http') || url.username !== '')
    return { ok: false, reason: `Enter an address like ${EXAMPLES[place]}.` };
  if (isLocalUrl(url.href) !== (place === 'router')) return { ok: false, reason: ELSEWHERE[place] };
  const measured = others.some((probe) => !probe.control && hostOf(probe.url) === url.hostname);
  if (place === 'far' && measured) return { ok: false, reason: SAME_HOST };
  const name = freeName(
    place,
    others.map((probe) => probe.name),
  );
  return {
    ok: true,
    probe: {
      kind: 'http',
      name,
      url: url.href,
      method: 'GET',
      mode: 'no-cors',
      role: 'control',
      intervalMs: INTERVALS_MS[place],
      jitter: 0.4,
      timeoutMs: 3000,
    },
  };
}

/** Whether an https page may not ask this address: plain http is mixed content (W3C), but on the machine itself. */
export function isMixedContent(typed: string, pageProtocol: string): boolean {
  const url = readUrl(typed.trim());
  return pageProtocol === 'https:' && url?.protocol === 'http:' && !isLoopbackHost(url.hostname);
}

const EXAMPLES: Record<ControlPlace, string> = { router: ROUTER_ADDRESS, far: 'https://www.example.org/' };
const ELSEWHERE: Record<ControlPlace, string> = {
  router: 'A router has an address inside the site, such as 192.168.1.1. Enter this one as the far host.',
  far: 'This address lies inside the site. Enter a host beyond the link.',
};
const SAME_HOST =
  'The probes above measure this host. Enter another one, or a fault of the endpoint looks like one of the link.';

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');
