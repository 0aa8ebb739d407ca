import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { AppServer } from '../../src/commands/app-server.ts';
import { readHeadersFile } from './headers-file.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export interface StaticHost extends AppServer {
  /** Paths that were asked for, in order. */
  readonly paths: string[];
}

/**
 * A static host on the loopback. With `honoursHeaders` it sends what the folder's `_headers`
 * says, and asks browsers to revalidate all else, as such hosts do; without, it sends a bare file.
 */
export async function startStaticHost(
  folder: string,
  { honoursHeaders, port = 0 }: { honoursHeaders: boolean; port?: number },
): Promise<StaticHost> {
  const headersOf = honoursHeaders
    ? readHeadersFile(readFileSync(join(folder, '_headers'), 'utf8'))
    : () => ({});
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    paths.push(path);
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...(honoursHeaders ? { 'Cache-Control': 'public, max-age=0, must-revalidate' } : {}),
      ...headersOf(path),
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The static host has no port.');
  return {
    url: `http://localhost:${address.port}`,
    port: address.port,
    paths,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
