import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { monoNow } from './clock.ts';
import { ECHO_V1, serveEcho } from './echo.ts';
import { commonHeaders, errorBody, type HeaderFields, rawAnswer, type Simulated } from './headers.ts';
import type { Lanes } from './lanes.ts';

const MESSAGE_LIMIT = 8 * 1024 * 1024;

/** Answers upgrade requests; each call passes through the connection's lanes. */
export type Upgrader = (request: IncomingMessage, socket: Duplex, head: Buffer, lanes: Lanes) => void;

/** The WebSocket side of a server. Any Origin is welcome. */
export function makeUpgrader(simulated: readonly Simulated[]): Upgrader {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MESSAGE_LIMIT,
    autoPong: false,
    perMessageDeflate: false,
    // Accepting a subprotocol that was not offered, or another one, would make browsers give up.
    handleProtocols: (offered) => (offered.has(ECHO_V1) ? ECHO_V1 : false),
  });
  const fieldsOf = new WeakMap<IncomingMessage, HeaderFields>();
  server.on('headers', (lines, request) => {
    for (const [name, value] of Object.entries(fieldsOf.get(request) ?? {})) lines.push(`${name}: ${value}`);
  });
  server.on('wsClientError', (error, socket, request) => {
    const message = `The WebSocket handshake is not valid: ${error.message}.`;
    socket.end(rawAnswer(400, fieldsOf.get(request) ?? {}, errorBody(message)));
  });
  return (request, socket, head, lanes) => {
    // While the request waits in a lane nobody else listens, and an unheard error ends the process.
    const ignore = () => undefined;
    socket.on('error', ignore);
    lanes.up.pass(0, () => {
      const startMonoMs = monoNow();
      const refusal = refuse(request);
      const fields = commonHeaders({ appMs: monoNow() - startMonoMs }, simulated);
      fieldsOf.set(request, fields);
      lanes.down.pass(0, () => {
        if (socket.destroyed) return;
        if (refusal) {
          socket.end(rawAnswer(refusal.status, fields, errorBody(refusal.message)));
          return;
        }
        socket.off('error', ignore);
        server.handleUpgrade(request, socket, head, (webSocket) => serveEcho(webSocket, lanes));
      });
    });
  };
}

function refuse(request: IncomingMessage): { status: number; message: string } | undefined {
  const path = (request.url ?? '').split('?')[0];
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
    return { status: 400, message: 'This server upgrades to WebSocket only. Send plain HTTP/1.1.' };
  }
  return path === '/echo'
    ? undefined
    : { status: 404, message: `There is no WebSocket on ${path}. Use /echo.` };
}
