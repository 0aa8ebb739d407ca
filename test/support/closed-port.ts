import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A port of 127.0.0.1 that refuses every connection until it is let go. */
export interface ClosedPort {
  port: number;
  release(): void;
}

/**
 * Takes the near port of an open connection: the system gives it to no listener meanwhile. A port that was listened on
 * and closed can go to the next process that asks for any, which then answers in its place (seen in a full run).
 * Ports such as 9 will not do, because browsers refuse to call them: https://fetch.spec.whatwg.org/#port-blocking.
 */
export async function holdClosedPort(): Promise<ClosedPort> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(connection, 'connect');
  return {
    port: connection.localPort as number,
    release() {
      connection.destroy();
      server.close();
    },
  };
}
