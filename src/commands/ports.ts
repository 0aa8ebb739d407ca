/**
 * Reads a port from a variable.
 * @throws Error with a sentence that names the variable.
 */
export function portFrom(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Error(`${name} is "${text}": expected a whole number from 0 to 65535 (0 takes any free port).`);
}

/** A sentence for a server that could not listen; other errors come back as they are. */
export function listenError(error: unknown, what: string, variable: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const inUse = code === 'EADDRINUSE' || (error instanceof Error && /already in use/.test(error.message));
  if (inUse) {
    return new Error(
      `Port ${port} for ${what} is in use: stop what listens there, or set ${variable} to another port (0 takes any free one).`,
    );
  }
  if (code === 'EACCES') {
    return new Error(
      `Port ${port} for ${what} may not be used by this user: set ${variable} to one above 1023.`,
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Error(
      `HOST does not name an address of this computer, so that ${what} cannot listen: correct it.`,
    );
  }
  return error;
}

/** A host as it stands in a URL: IPv6 in brackets, and a name for "all addresses". */
export function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
