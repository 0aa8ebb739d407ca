import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { type WebSocket, WebSocketServer } from 'ws';
import { epochNow } from './epoch-now.ts';
import { type RealtimeTurn, respond } from './realtime/respond.ts';

export interface RealtimeServer {
  /** `ws://127.0.0.1:PORT/v1/realtime` */
  url: string;
  turns: readonly RealtimeTurn[];
  close(): Promise<void>;
}

const modalities = v.optional(v.array(v.picklist(['text', 'audio'])));
const clientEvent = v.variant('type', [
  v.object({ type: v.literal('session.update'), session: v.looseObject({ output_modalities: modalities }) }),
  v.object({ type: v.literal('conversation.item.create'), item: v.looseObject({ type: v.string() }) }),
  v.object({
    type: v.literal('response.create'),
    response: v.optional(v.looseObject({ output_modalities: modalities })),
  }),
]);

/**
 * A stand-in for OpenAI's Realtime API over a WebSocket (its reference, server events),
 * with pace and words of its own: no model and no voice. It has what aimock has not, audio
 * and a usage record, and keeps its moments. A page offers the subprotocol `realtime`;
 * one that is not known fails, as there.
 */
export async function startRealtimeServer(): Promise<RealtimeServer> {
  const turns: RealtimeTurn[] = [];
  const server = createServer((_request, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({
    server,
    path: '/v1/realtime',
    handleProtocols: (offered) => offered.has('realtime') && 'realtime',
  });
  sockets.on('connection', (socket) => converse(socket, turns));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/v1/realtime`,
    turns,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function converse(socket: WebSocket, turns: RealtimeTurn[]): void {
  let events = 0;
  let items = 0;
  let output: readonly string[] = ['audio'];
  const send = (type: string, rest: object): void => {
    events += 1;
    socket.send(JSON.stringify({ type, event_id: `event_${events}`, ...rest }));
  };
  const session = () => ({
    session: { type: 'realtime', object: 'realtime.session', id: 'sess_1', output_modalities: output },
  });
  const nextItem = (): string => {
    items += 1;
    return `item_${items}`;
  };
  send('session.created', session());
  socket.on('error', () => undefined);
  socket.on('message', (data) => {
    const result = v.safeParse(clientEvent, parsed(String(data)));
    if (!result.success) {
      const [issue] = result.issues;
      const error = {
        type: 'invalid_request_error',
        code: 'invalid_value',
        message: issue.message,
        param: null,
      };
      send('error', { error: { ...error, event_id: null } });
      return;
    }
    const event = result.output;
    if (event.type === 'session.update') {
      output = event.session.output_modalities ?? output;
      send('session.updated', session());
    } else if (event.type === 'conversation.item.create') {
      const item = { id: nextItem(), object: 'realtime.item', status: 'completed', ...event.item };
      send('conversation.item.added', { previous_item_id: null, item });
      send('conversation.item.done', { previous_item_id: null, item });
    } else {
      const turn = { askedEpochMs: epochNow(), deltasEpochMs: [] };
      turns.push(turn);
      const asked = event.response?.output_modalities ?? output;
      void respond(send, {
        turn,
        id: nextItem(),
        audio: asked.includes('audio'),
        isOpen: () => socket.readyState === socket.OPEN,
      });
    }
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
