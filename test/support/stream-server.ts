import { type AddressInfo, createServer, type Socket } from 'node:net';
import { ALLOWED_METHODS } from '../../src/target/headers.ts';
import type { LoggedRequest } from './streams/log.ts';
import { corsFields, head, play } from './streams/play.ts';
import { splitAt } from './streams/recorded.ts';
import { type Asked, RequestReader } from './streams/request-reader.ts';
import type { Route, StreamScript } from './streams/script.ts';
import { TRAPS } from './streams/traps.ts';

/**
 * Plays scripts to the byte and to the moment, and keeps what it did: HTTP/1.1 by
 * hand, each piece one chunk in one write. It answers to any method by path:
 * `/split/N`, a recorded answer cut at byte N; the traps of streams/traps.ts; and what
 * a test adds. `GET /log` gives the log as JSON, `GET /log?of=ADDRESS` that of one path
 * with its query.
 */
export interface StreamServer {
  url: string;
  port: number;
  /** The last 2000 requests, preflights too, in the order of arrival; those under way still change. */
  log: readonly LoggedRequest[];
  add(path: string, answer: Route | StreamScript): void;
  /** Cuts all connections; resolves when nothing is left. */
  close(): Promise<void>;
}

const MOST_LOGGED = 2000;
const MOST_BODY_BYTES = 65_536;

const NOTHING: StreamScript = {
  status: 404,
  contentType: 'text/plain',
  framing: 'length',
  pieces: [{ atMs: 0, text: 'There is no such script.' }],
};

export async function startStreamServer(): Promise<StreamServer> {
  const routes = new Map<string, Route>(Object.entries(TRAPS));
  const log: LoggedRequest[] = [];
  /** Requests by path and query. */
  const counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  let connections = 0;

  const answer = async (socket: Socket, asked: Asked, connection: number): Promise<void> => {
    const { pathname, searchParams } = new URL(asked.address, 'http://host');
    if (pathname === '/log') return tell(socket, asked, logOf(log, searchParams.get('of')));
    const logged = logEntry(asked, connection);
    log.push(logged);
    if (log.length > MOST_LOGGED) log.shift();
    const at = /^\/split\/(\d+)$/.exec(pathname)?.[1];
    const route = at === undefined ? routes.get(pathname) : [{ script: splitAt(Number(at)) }];
    const isPreflight = asked.method === 'OPTIONS';
    const before = counts.get(asked.address) ?? 0;
    if (!isPreflight) counts.set(asked.address, before + 1);
    const script = (route ?? []).find(({ when }) => holds(when, asked, before))?.script ?? NOTHING;
    const played = isPreflight ? preflight(script, asked) : script;
    logged.status = played.status ?? 200;
    await play(socket, played, asked, logged);
  };

  const server = createServer({ noDelay: true }, (socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let turn = Promise.resolve();
    const reader = new RequestReader((asked) => {
      turn = turn.then(() => answer(socket, asked, connection)).catch(() => void socket.destroy());
    });
    socket.on('data', (bytes: Buffer) => {
      try {
        reader.take(bytes);
      } catch {
        socket.end(head(400, { Connection: 'close', 'Content-Length': '0' }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    add: (path, added) => void routes.set(path, 'pieces' in added ? [{ script: added }] : added),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Of a preflight only the origin is known; what it asks for is for the request itself. */
function holds(when: Route[number]['when'], { method, body, headers }: Asked, before: number): boolean {
  if (when === undefined) return true;
  const { bodyHas, firstRequests, originNotIn } = when;
  if (method === 'OPTIONS' && (bodyHas !== undefined || firstRequests !== undefined)) return false;
  if (bodyHas !== undefined && !body.includes(bodyHas)) return false;
  if (firstRequests !== undefined && before >= firstRequests) return false;
  const { origin } = headers;
  return originNotIn === undefined || (origin !== undefined && !originNotIn.includes(origin));
}

function preflight({ cors, status = 405 }: StreamScript, { headers }: Asked): StreamScript {
  const common = { contentType: 'text/plain', framing: 'length', pieces: [] } as const;
  if (cors === 'closed') return { ...common, cors, status };
  return {
    ...common,
    status: 200,
    headers: {
      'Access-Control-Allow-Methods': ALLOWED_METHODS,
      // A star would not cover Authorization (Fetch, CORS protocol).
      'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '*',
    },
  };
}

function logEntry(asked: Asked, connection: number): LoggedRequest {
  const { method, address, headers, body, readMs } = asked;
  return {
    method,
    address,
    origin: headers.origin,
    headers,
    body: body.subarray(0, MOST_BODY_BYTES).toString('utf8'),
    bodyBytes: body.length,
    connection,
    receivedEpochMs: performance.timeOrigin + readMs,
    pieces: [],
  };
}

const logOf = (log: readonly LoggedRequest[], address: string | null): readonly LoggedRequest[] =>
  address === null ? log : log.filter((logged) => logged.address === address);

function tell(socket: Socket, asked: Asked, log: readonly LoggedRequest[]): void {
  const text = JSON.stringify(log);
  const fields = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) };
  socket.write(head(200, { ...fields, ...corsFields('open', asked) }) + text);
}
