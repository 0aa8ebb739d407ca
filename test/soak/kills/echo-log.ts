import { once } from 'node:events';
import { WebSocketServer } from 'ws';

/** A WebSocket echo that remembers when it answered: the truth that the stored samples are held against. */
export interface EchoLog {
  url: string;
  /** Epoch ms of each answer since the last call of `forget`. */
  readonly answeredEpochMs: readonly number[];
  forget(): void;
  close(): Promise<void>;
}

export async function startEchoLog(): Promise<EchoLog> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  let answered: number[] = [];
  server.on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('message', (data, isBinary) => {
      socket.send(data, { binary: isBinary });
      answered.push(Date.now());
    });
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The echo has no port.');
  return {
    url: `ws://127.0.0.1:${address.port}/`,
    get answeredEpochMs() {
      return answered;
    },
    forget() {
      answered = [];
    },
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
