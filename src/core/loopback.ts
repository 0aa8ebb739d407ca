/** The host of an address, in lower case, IPv6 in its brackets; empty where there is none. */
function hostIn(url: string): string {
  return /^[a-z]+:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
}

/**
 * Whether a host is the machine itself whatever a resolver says: 127.0.0.0/8, ::1, `localhost` and
 * what ends in it (W3C Secure Contexts, 3.1; RFC 6761, 6.3). Browsers let an https page call
 * such hosts over plain http, and need no network for them.
 */
export function isLoopbackHost(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|\[::1\]|([^/?#@]+\.)?localhost)\.?$/i.test(host);
}

/** The same of an address. */
export const isLoopback = (url: string): boolean => isLoopbackHost(hostIn(url));
