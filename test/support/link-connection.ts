import { Socket } from 'node:net';
import { Lane, type LaneOf } from './link-lane.ts';
import type { LinkState } from './link-state.ts';
import { runAt } from './precise-timer.ts';

/** One client's connection, and the one to the server that stands behind it. */
export class Connection {
  readonly #client: Socket;
  readonly #upstream = new Socket({ allowHalfOpen: true });
  readonly #lanes: Lane[];
  #cancel: (() => void) | undefined;

  constructor(client: Socket, target: { host: string; port: number }, link: LinkState, of: LaneOf) {
    const upstream = this.#upstream;
    this.#client = client;
    this.#lanes = [new Lane(client, upstream, 'up', link, of), new Lane(upstream, client, 'down', link, of)];
    const giveUp = (): void => this.cut();
    client.once('end', giveUp).once('error', giveUp);
    upstream.once('connect', () => {
      client.off('end', giveUp).off('error', giveUp);
      for (const lane of this.#lanes) lane.start();
    });
    const establish = (): void => {
      const openFromMs = link.openFromMs();
      // A stall may have begun during the handshake.
      if (performance.now() < openFromMs) this.#cancel = runAt(openFromMs, establish);
      else upstream.connect(target.port, target.host);
    };
    for (const socket of [client, upstream]) socket.setNoDelay(true);
    this.#cancel = runAt(performance.now() + link.handshakeMs(), establish);
  }

  /** Ends both sides with a reset, and forgets what is on its way. */
  cut(): void {
    this.#cancel?.();
    for (const lane of this.#lanes) lane.drop();
    for (const socket of [this.#client, this.#upstream]) {
      if (!socket.destroyed) socket.resetAndDestroy();
    }
  }
}
