import { once } from 'node:events';
import type { Server } from 'node:http';

/** Loopback by both protocols: which of them `localhost` means differs between browsers. */
const LOOPBACK = ['127.0.0.1', '::1'];
const WITHOUT_IPV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL']);
/** A port that is free on one address may be in use on the other. */
const TRIES = 5;

/**
 * Opens a server on each address of a host, all on one port; `make` gives a new, unbound server.
 * `localhost` is 127.0.0.1 and ::1, `::` is every address of both protocols. Port 0 takes any.
 * @throws Error of Node with `code`, for instance EADDRINUSE; nothing is left open then.
 */
export async function listenAll(
  make: () => Server,
  host: string,
  port: number,
): Promise<{ servers: Server[]; port: number }> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await listenOnce(make, host, port);
    } catch (error) {
      if (port !== 0 || tried === TRIES || codeOf(error) !== 'EADDRINUSE') throw error;
    }
  }
}

async function listenOnce(make: () => Server, host: string, port: number) {
  const addresses = host === 'localhost' ? LOOPBACK : [host];
  const servers: Server[] = [];
  let bound = port;
  try {
    for (const address of addresses) {
      const server = make();
      try {
        await listen(server, address, bound);
      } catch (error) {
        if (!WITHOUT_IPV6.has(codeOf(error) ?? '') || !address.includes(':')) throw error;
        if (address === '::') await listen(server, '0.0.0.0', bound);
        else continue;
      }
      servers.push(server);
      const actual = server.address();
      if (actual !== null && typeof actual === 'object') bound = actual.port;
    }
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
  return { servers, port: bound };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen({ host, port });
  await once(server, 'listening');
}

/** The `code` of an error of Node. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
