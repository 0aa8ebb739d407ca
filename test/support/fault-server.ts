import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { ECHOES } from './fault-echoes.ts';
import { ENDLESS_ANSWERS, REDIRECTS } from './fault-endless.ts';
import { ODD_UPGRADES } from './fault-frames.ts';
import { RAW_ANSWERS } from './fault-raw.ts';
import { behaveRealtime } from './fault-realtime.ts';

/**
 * A server that does, by path, each wrong thing that a probe may meet.
 * `GET /open?path=P` answers how many connections are still being served for P.
 */
export interface FaultServer {
  url: string;
  /** Method and address of each request so far. */
  requests: string[];
  /** Values of all Authorization headers that came in. */
  headers: string[];
  close(): Promise<void>;
}

const ALLOW = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, authorization, content-type',
  'timing-allow-origin': '*',
  'access-control-max-age': '7200',
};
const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const USAGE = 'data: {"choices":[],"usage":{"completion_tokens":3}}\n\n';
const DONE = 'data: [DONE]\n\n';
const TOKENS = chunk({ role: 'assistant', content: '' }) + chunk({ content: 'a' }) + chunk({ content: 'b' });

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const stream =
  (parts: string[], end: 'end' | 'destroy' | 'leave-open' = 'end'): Handler =>
  (_request, response) => {
    response.writeHead(200, { ...ALLOW, 'content-type': 'text/event-stream' });
    const next = (at: number) => {
      const part = parts[at];
      if (part !== undefined) response.write(part, () => setTimeout(next, 15, at + 1));
      else if (end === 'end') response.end();
      else if (end === 'destroy') response.destroy();
    };
    next(0);
  };

const HANDLERS: Record<string, Handler> = {
  '/ok': (_request, response) => response.writeHead(200, ALLOW).end('ok'),
  '/no-tao': (_request, response) =>
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('ok'),
  '/no-cors': (_request, response) => response.writeHead(200).end('secret'),
  '/500': (_request, response) => response.writeHead(500, ALLOW).end('broken'),
  '/429': (_request, response) => response.writeHead(429, { ...ALLOW, 'retry-after': '7' }).end('slow down'),
  '/leave-alone': (_request, response) => {
    const fields = { 'access-control-expose-headers': 'Retry-After', 'retry-after': '1' };
    response.writeHead(429, { ...ALLOW, ...fields }).end('slow down');
  },
  '/leave-alone-date': (_request, response) => {
    const until = new Date(Date.now() + 3000).toUTCString();
    const fields = { 'access-control-expose-headers': 'Retry-After', 'retry-after': until };
    response.writeHead(503, { ...ALLOW, ...fields }).end('slow down');
  },
  '/hang': () => {},
  // Of a type, since Firefox keeps an answer without one back until it can guess it.
  '/trickle': (_request, response) => {
    response.writeHead(200, { ...ALLOW, 'content-type': 'text/plain' });
    const timer = setInterval(() => response.write('x'), 50);
    response.on('close', () => clearInterval(timer));
  },
  '/cut': (_request, response) => {
    response.writeHead(200, { ...ALLOW, 'content-type': 'text/plain', 'content-length': '1000' });
    response.write('half', () => response.destroy());
  },
  '/reset': (request) => {
    request.socket.resetAndDestroy();
  },
  '/chat/ok': stream([TOKENS, chunk({}, 'stop'), USAGE, DONE]),
  '/chat/open': stream([TOKENS, chunk({}, 'stop'), USAGE, DONE], 'leave-open'),
  '/chat/cut': stream([TOKENS], 'destroy'),
  '/chat/short': stream([TOKENS]),
  '/chat/error': stream([TOKENS, 'data: {"error":{"message":"out of memory"}}\n\n', DONE]),
  '/chat/garbage': stream(['data: {{{{\n\n', '\u0000\u0001\u0002']),
  '/chat/html': (_request, response) =>
    response.writeHead(200, { ...ALLOW, 'content-type': 'text/html' }).end('<h1>It works</h1>'),
  '/chat/hang': stream([TOKENS], 'leave-open'),
  '/chat/usage-after-done': stream([TOKENS, chunk({}, 'stop'), DONE, USAGE]),
  '/chat/error-first': stream(['event: error\ndata: {"message":"no such model"}\n\n']),
  '/chat/error-after-done': stream([TOKENS, chunk({}, 'stop'), DONE, 'data: {"error":{}}\n\n']),
  '/chat/deep': stream([`data: ${'['.repeat(200_000)}\n\n`]),
};

export async function startFaultServer(): Promise<FaultServer> {
  const requests: string[] = [];
  const open = new Map<string, number>();
  const count = (path: string, step: number) => open.set(path, (open.get(path) ?? 0) + step);
  const headers: string[] = [];
  const server = createServer((request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://host');
    requests.push(`${request.method} ${request.url}`);
    if (request.headers.authorization !== undefined) headers.push(request.headers.authorization);
    request.resume();
    if (path === '/open') {
      response.writeHead(200, ALLOW).end(String(open.get(query.get('path') ?? '') ?? 0));
      return;
    }
    if (request.method === 'OPTIONS') {
      response.writeHead(path === '/no-cors' ? 405 : 204, path === '/no-cors' ? {} : ALLOW).end();
      return;
    }
    count(path, 1);
    response.once('close', () => count(path, -1));
    const answer = ENDLESS_ANSWERS[path] ?? REDIRECTS[path];
    const handler = HANDLERS[path] ?? ((_, r) => r.writeHead(404, ALLOW).end('nothing here'));
    if (answer !== undefined) answer(response, query);
    else if (RAW_ANSWERS[path] !== undefined) RAW_ANSWERS[path](request.socket);
    else handler(request, response);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  // Without this, ws takes up the first subprotocol that is offered.
  const sockServer = new WebSocketServer({ noServer: true, handleProtocols: () => false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    requests.push(`UPGRADE ${request.url}`);
    const odd = ODD_UPGRADES[request.url ?? ''];
    if (odd !== undefined) {
      odd(socket, request);
      return;
    }
    const offers = request.headers['sec-websocket-protocol'] !== undefined;
    if (request.url === '/ws/refuse' || (request.url === '/ws/no-offers' && offers))
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    else if (request.url === '/ws/hang') return;
    else sockServer.handleUpgrade(request, socket, head, (ws) => behave(ws, request.url ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    headers,
    async close() {
      for (const ws of sockServer.clients) ws.terminate();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function behave(ws: WebSocket, path: string): void {
  let count = 0;
  ws.on('error', () => {});
  if (path.startsWith('/realtime/')) {
    behaveRealtime(ws, path);
    return;
  }
  if (path === '/ws/greets') ws.send('hello');
  const held: (() => void)[] = [];
  if (path === '/ws/deaf') ws.pause();
  ws.on('message', (data, isBinary) => {
    count += 1;
    ECHOES[path]?.(ws, { data, isBinary, count });
    const reply = () => ws.send(data, { binary: isBinary });
    if (['/ws/echo', '/ws/greets', '/ws/no-offers', '/ws/ignores-offers'].includes(path)) reply();
    else if (path === '/ws/text') ws.send(String(data));
    else if (path === '/ws/swaps') {
      held.unshift(reply);
      if (held.length === 2) for (const send of held.splice(0)) send();
    } else if (path === '/ws/late') setTimeout(reply, 400);
    else if (path === '/ws/garbage') ws.send(Buffer.from('not an echo at all'));
    else if (path === '/ws/twice') {
      reply();
      reply();
    } else if (path === '/ws/close' && count > 3) ws.close(1011);
    else if (path === '/ws/close') reply();
  });
}
