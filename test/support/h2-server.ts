import { createSecureServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { CERT, KEY } from './tls.ts';

const HEADERS = {
  'access-control-allow-origin': '*',
  'timing-allow-origin': '*',
  'access-control-expose-headers': 'server-timing',
  'cache-control': 'no-store',
  'server-timing': 'app;dur=0.1',
};

/** A TLS server that speaks HTTP/2 alone; `?holdMs=N` answers after so long. */
export async function startH2Server(): Promise<{ url: string; close(): Promise<void> }> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createSecureServer({ key: KEY, cert: CERT, allowHTTP1: false }, (request, response) => {
    const holdMs = Number(new URL(request.url, 'http://x').searchParams.get('holdMs') ?? 0);
    setTimeout(() => response.writeHead(200, HEADERS).end('ok'), holdMs);
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
    session.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const session of sessions) session.destroy();
        server.close(() => resolve());
      }),
  };
}
