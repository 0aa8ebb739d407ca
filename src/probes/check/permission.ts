import type { PermissionWord } from '../../core/check-facts.ts';
import { isLoopbackHost } from '../../core/loopback.ts';

/** A browser's question about the local network waits for a person. */
export const QUESTION_WITHIN_MS = 20_000;

/** Newest names first; Chromium knows the last one since 142, the others since 145, Firefox only those. */
const LOOPBACK = ['loopback-network', 'local-network-access'];
const LOCAL = ['local-network', 'local-network-access'];

/**
 * The state of the permission that a request to this address may need (WICG Local
 * Network Access). The browser asks by the address that a name resolves to, which
 * a page does not learn: for a name the poorer of both states counts. Undefined
 * where none is needed, or the browser knows none. Never rejects.
 */
export async function localNetworkPermission(url: string): Promise<PermissionWord | undefined> {
  const near = nearnessOf(hostOf(url));
  if (near === 'public') return undefined;
  const lists = near === 'loopback' ? [LOOPBACK] : near === 'local' ? [LOCAL] : [LOCAL, LOOPBACK];
  const states = await Promise.all(lists.map(firstKnown));
  return (['denied', 'prompt', 'granted'] as const).find((state) => states.includes(state));
}

/** Whether a browser may ask a person before it sends: from the machine itself, and to public addresses, it does not. */
export function mayAsk(url: string): boolean {
  const page = nearnessOf(self.location.hostname);
  const target = nearnessOf(hostOf(url));
  return page !== 'loopback' && target !== 'public' && !(page === 'local' && target === 'local');
}

/** The address itself says that it is near: only then does Chromium let the permission outweigh mixed content. */
export const isNear = (url: string) => /^(loopback|local)$/.test(nearnessOf(hostOf(url)));

/** What an address says of itself; a name may resolve to anything. */
function nearnessOf(host: string): 'loopback' | 'local' | 'public' | 'name' {
  if (isLoopbackHost(host)) return 'loopback';
  if (/^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$|^\[f[cde]|\.local$/.test(host))
    return 'local';
  return /^[\d.]+$|^\[/.test(host) ? 'public' : 'name';
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '');

async function firstKnown(names: readonly string[]): Promise<PermissionWord | undefined> {
  for (const name of names) {
    try {
      // The names are newer than the compiler's list of them.
      const { state } = await navigator.permissions.query({ name: name as PermissionName });
      return state;
    } catch {
      // Not known to this browser.
    }
  }
  return undefined;
}
