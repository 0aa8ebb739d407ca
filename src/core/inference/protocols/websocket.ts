import type { SocketProtocol } from '../protocol.ts';

/** Any WebSocket endpoint: the prompt is a message, and the next message back is the whole answer. */
export const websocket: SocketProtocol = {
  id: 'websocket',
  transport: 'websocket',
  framing: 'message',
  greet: () => ({ stage: 'ready', send: [] }),
  turn: ({ prompt }) => [prompt],
  read: (data) => (data === '' ? [{ kind: 'done' }] : [{ kind: 'content' }, { kind: 'done' }]),
};
