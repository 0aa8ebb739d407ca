import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { Connection } from './link-connection.ts';
import type { Delay } from './link-delay.ts';
import type { Passage } from './link-lane.ts';
import { LinkState, type Tap } from './link-state.ts';

export { type Delay, parseTrace } from './link-delay.ts';
export type { Passage } from './link-lane.ts';

export interface LinkOptions {
  /** The real server behind the link. */
  target: { host: string; port: number };
  /** Round-trip time in ms, or a trace of it that starts now. Half of it is added in each direction. */
  delay: Delay;
  /** Port to listen on; default any free one. */
  port?: number;
  /** Reads along with every piece that passes. */
  tap?: Tap;
}

export interface Link {
  port: number;
  /** `http://127.0.0.1:PORT`. */
  url: string;
  /** Round-trip time that the link has, had or will have then; undefined while packets are lost. */
  rttAt(epochMs: number): number | undefined;
  /** One more port to the same link, so that clients can be told apart. */
  secondPort(): Promise<number>;
  /** Every piece that passed, in the order of passing. */
  injected(): readonly Passage[];
  /** Nothing passes for `ms`; then all that waited flows at once. */
  stall(ms: number): void;
  /**
   * The link is down for `ms`: nothing passes, and what is sent meanwhile, SYNs
   * too, is sent again with TCP's growing time-outs, so that a standing connection
   * may answer long after the link is back. A connection whose client gives up
   * before it was made never reaches the server.
   */
  blackout(ms: number): void;
  /** Cuts every connection with a TCP reset. */
  reset(): void;
  /** Another delay from now on; a trace starts at its first row. */
  setDelay(delay: Delay): void;
  close(): Promise<void>;
}

/**
 * A link emulator: a TCP proxy on loopback that delays bytes and keeps their
 * order, so that a late piece holds up all behind it, as TCP does.
 *
 * The system answers a client's SYN before a proxy sees it. The round trip of the
 * handshake is therefore spent after it: the first bytes wait one round trip
 * longer, which shows in a client's time to the first byte and not in its connect time.
 */
export async function startLink(options: LinkOptions): Promise<Link> {
  const state = new LinkState(options.delay, options.tap);
  const connections = new Set<Connection>();
  const servers: Server[] = [];
  let number = 0;
  const listen = async (wanted = 0): Promise<number> => {
    const server = createServer({ allowHalfOpen: true }, (client) => {
      const connection = new Connection(client, options.target, state, { port, connection: number++ });
      connections.add(connection);
      client.once('close', () => connections.delete(connection));
    });
    servers.push(server);
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The link listens on no port.');
    const { port } = address;
    return port;
  };
  const port = await listen(options.port);
  const reset = (): void => {
    for (const connection of [...connections]) connection.cut();
  };
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    secondPort: () => listen(),
    rttAt: (epochMs) => state.rttAt(state.elapsedMs() + epochMs - Date.now()),
    injected: () => state.passages,
    stall: (ms) => state.stall(ms),
    blackout: (ms) => state.blackout(ms),
    reset,
    setDelay: (delay) => state.setDelay(delay),
    close: async () => {
      const closed = Promise.all(servers.map((server) => once(server, 'close')));
      for (const server of servers) server.close();
      reset();
      await closed;
    },
  };
}
