import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An honest server with the habits of real ones that a probe has to see through, by path. */
export interface DepthServer {
  port: number;
  url: string;
  close(): Promise<void>;
}

const ALLOW = {
  'access-control-allow-origin': '*',
  'timing-allow-origin': '*',
  'access-control-expose-headers': 'server-timing',
  'cache-control': 'no-store',
};
/** Bytes a second that /upload takes. */
const UPLOAD_RATE = 8_000_000;
/** What /upload works after the body is there. */
export const UPLOAD_WORK_MS = 150;
/** Between the early hints and the answer of /early. */
export const HINT_LEAD_MS = 200;

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
}

export async function startDepthServer(): Promise<DepthServer> {
  /** Preflights by path and query. */
  const preflights = new Map<string, number>();
  const held = new Map<string, (() => void)[]>();
  /** Connections that are dropped while idle, by the run of their last request: settled once that is under way. */
  const dropped = new Map<string, Promise<void>>();
  /** Answers without an end that are still being sent. */
  const endless = new Map<string, number>();

  const paths: Record<string, (asked: Asked) => void> = {
    '/preflights': ({ response, query }) =>
      response.writeHead(200, ALLOW).end(String(preflights.get(query.get('of') ?? '') ?? 0)),
    '/early': ({ response }) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
      setTimeout(() => response.writeHead(200, ALLOW).end('ok'), HINT_LEAD_MS);
    },
    // Slow, so that the hop would show in a round trip that contained it.
    '/redirect': ({ response, query }) =>
      setTimeout(
        () => response.writeHead(302, { ...ALLOW, location: query.get('to') ?? '/ok' }).end(),
        HINT_LEAD_MS,
      ),
    '/redirect-untold': ({ response, query }) =>
      response
        .writeHead(302, { 'access-control-allow-origin': '*', location: query.get('to') ?? '/ok' })
        .end(),
    '/hold': ({ response, query }) => {
      const key = query.get('key') ?? '';
      held.set(key, [...(held.get(key) ?? []), () => response.writeHead(200, ALLOW).end('ok')]);
    },
    '/held': ({ response, query }) =>
      response.writeHead(200, ALLOW).end(String(held.get(query.get('key') ?? '')?.length ?? 0)),
    '/release': ({ response, query }) => {
      for (const answer of held.get(query.get('key') ?? '') ?? []) answer();
      response.writeHead(200, ALLOW).end();
    },
    '/slow': ({ response, query }) =>
      setTimeout(() => response.writeHead(200, ALLOW).end('ok'), Number(query.get('ms'))),
    '/close': ({ response }) => response.writeHead(200, { ...ALLOW, connection: 'close' }).end('ok'),
    // As after a keep-alive timeout: promised to stay, and gone.
    '/idle-close': ({ request, response, query }) => {
      const { socket } = request;
      const drop = new Promise<void>((resolve) =>
        response.writeHead(200, ALLOW).end('ok', () => setTimeout(() => socket.end(resolve), 20)),
      );
      dropped.set(query.get('run') ?? '', drop);
    },
    '/idle-closed': ({ response, query }) =>
      void dropped.get(query.get('run') ?? '')?.then(() => response.writeHead(200, ALLOW).end('ok')),
    '/server-timing': ({ response, query }) =>
      response.writeHead(200, { ...ALLOW, 'server-timing': query.get('value') ?? '' }).end('ok'),
    '/untimed': ({ response }) => response.writeHead(200, ALLOW).end('ok'),
    '/untold': ({ response }) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end('ok'),
    '/opaque': ({ response }) => response.writeHead(200).end('ok'),
    '/opaque-500': ({ response }) => response.writeHead(500).end('broken'),
    '/opaque-timed': ({ response }) => response.writeHead(200, { 'timing-allow-origin': '*' }).end('ok'),
    '/opaque-endless': ({ response, query }) => {
      const run = query.get('run') ?? '';
      response.writeHead(200);
      endless.set(run, (endless.get(run) ?? 0) + 1);
      const timer = setInterval(() => response.write(Buffer.alloc(10_000)), 10);
      response.on('close', () => {
        clearInterval(timer);
        endless.set(run, (endless.get(run) ?? 0) - 1);
      });
    },
    '/endless': ({ response, query }) =>
      response.writeHead(200, ALLOW).end(String(endless.get(query.get('run') ?? '') ?? 0)),
    '/upload': takeUpload,
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (request.method === 'OPTIONS') {
      preflights.set(request.url ?? '', (preflights.get(request.url ?? '') ?? 0) + 1);
      const age = url.searchParams.get('age');
      response
        .writeHead(204, {
          ...ALLOW,
          'access-control-allow-headers': url.searchParams.get('allow') ?? 'content-type, x-kind',
          ...(age === null ? {} : { 'access-control-max-age': age }),
        })
        .end();
      return;
    }
    if (url.pathname !== '/upload') request.resume();
    const answer = paths[url.pathname];
    if (answer === undefined) response.writeHead(200, { ...ALLOW, 'server-timing': 'app;dur=0.1' }).end('ok');
    else answer({ request, response, query: url.searchParams });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Reads no faster than its rate, works for a while, and says how long each took. */
function takeUpload({ request, response }: Asked): void {
  const from = performance.now();
  let bytes = 0;
  request.on('data', (piece: Buffer) => {
    bytes += piece.length;
    const aheadMs = (bytes / UPLOAD_RATE) * 1000 - (performance.now() - from);
    if (aheadMs < 1) return;
    request.pause();
    setTimeout(() => request.resume(), aheadMs);
  });
  request.on('end', () => {
    const bodyAt = performance.now();
    setTimeout(() => {
      const app = performance.now() - bodyAt;
      const timing = `app;dur=${app}, recv;dur=${bodyAt - from}`;
      response.writeHead(200, { ...ALLOW, 'server-timing': timing }).end(String(bytes));
    }, UPLOAD_WORK_MS);
  });
}
