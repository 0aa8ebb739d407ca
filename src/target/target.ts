import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { monoNow } from './clock.ts';
import { commonHeaders, errorBody, rawAnswer, type Simulated } from './headers.ts';
import type { Delay } from './lane.ts';
import { type Lanes, openLanes } from './lanes.ts';
import { DEFAULT_SEED, delayOf, type LinkName } from './link/delay.ts';
import { codeOf, listenAll } from './listen.ts';
import { Reply } from './reply.ts';
import { pathOf, queryOf } from './request-line.ts';
import { route } from './routes.ts';
import type { Service } from './service.ts';
import { makeUpgrader, type Upgrader } from './upgrade.ts';

export interface TargetOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** `localhost` (default): 127.0.0.1 and ::1. `::`: every address of the machine. */
  host?: string;
  /** Answers as over a synthetic link; every answer then says `simulated`. */
  link?: LinkName | undefined;
  /** Whole number; makes link and chat repeatable. */
  seed?: number;
}

export interface Target {
  /** `http://localhost:PORT`, without a slash at the end. */
  url: string;
  port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
  /** The last 10,000 requests, oldest first; paths without their query. */
  readonly requests: { method: string; path: string }[];
}

const REQUESTS_KEPT = 10_000;
const CONNECTIONS = 1_000;
const SILENT_SOCKET_MS = 180_000;
/** Longer than any probe's interval should be: a connection that the server closes is a cold probe. */
const KEEP_ALIVE_MS = 120_000;
/** Against clients that send their request a byte at a time. */
const HEAD_MS = 20_000;
const REQUEST_MS = 600_000;

/**
 * Starts the reference endpoint of docs/target.md.
 * @throws Error of Node with `code` (EADDRINUSE, EACCES, ENOTFOUND) where it cannot listen.
 */
export async function startTarget(options: TargetOptions = {}): Promise<Target> {
  const { host = 'localhost', link, seed = DEFAULT_SEED } = options;
  const simulated: Simulated[] = link === undefined ? [] : [link];
  const requests: Target['requests'] = [];
  const sockets = new Set<Socket>();
  let chats = 0;
  const parts: Parts = {
    service: { seed, simulated, nextChat: () => chats++ },
    delay: delayOf(link, seed),
    upgrade: makeUpgrader(simulated),
    sockets,
    note: (request) => {
      requests.push({ method: request.method ?? '', path: pathOf(request) });
      if (requests.length > REQUESTS_KEPT) requests.shift();
    },
  };
  const { servers, port } = await listenAll(() => makeServer(parts), host, options.port ?? 0);
  const close = async () => {
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  };
  return { url: `http://${nameOf(host)}:${port}`, port, close, requests };
}

interface Parts {
  service: Service;
  delay: Delay | undefined;
  upgrade: Upgrader;
  sockets: Set<Socket>;
  note(request: IncomingMessage): void;
}

function makeServer({ service, delay, upgrade, sockets, note }: Parts): Server {
  const lanesOf = new WeakMap<Socket, Lanes>();
  const lanes = (socket: Socket) => {
    const known = lanesOf.get(socket) ?? openLanes(socket, delay);
    lanesOf.set(socket, known);
    return known;
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    note(request);
    const { up, down } = lanes(request.socket);
    up.pass(0, () => {
      const reply = new Reply(response, down, service.simulated);
      const url = new URL(`http://target${pathOf(request)}${queryOf(request)}`);
      route({ request, url, up, reply }, service).catch((error: unknown) => {
        console.error(`${request.method} ${url.pathname} failed:`, error);
        if (reply.headSent) response.destroy();
        else reply.error(500, 'The reference endpoint failed on this request. Its log says why.');
      });
    });
  };
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: HEAD_MS }, answer);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.timeout = SILENT_SOCKET_MS;
  server.maxConnections = CONNECTIONS;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
    lanes(socket);
  });
  server.on('upgrade', (request, socket, head) => {
    note(request);
    upgrade(request, socket, head, lanes(request.socket));
  });
  server.on('clientError', (error, socket) => {
    if (!socket.writable || codeOf(error) === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const startMonoMs = monoNow();
    const [status, message] = describe(codeOf(error));
    socket.end(
      rawAnswer(
        status,
        commonHeaders({ appMs: monoNow() - startMonoMs }, service.simulated),
        errorBody(message),
      ),
    );
  });
  return server;
}

function describe(code: string | undefined): [number, string] {
  if (code === 'HPE_HEADER_OVERFLOW')
    return [431, 'The header of the request is too large. Send fewer fields.'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return [408, 'The request did not arrive in time. Send it at once.'];
  return [400, 'This is not an HTTP/1.1 request. Send plain HTTP, without TLS, to this port.'];
}

function nameOf(host: string): string {
  if (['localhost', '::', '0.0.0.0', '127.0.0.1', '::1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
