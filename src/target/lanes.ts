import type { Socket } from 'node:net';
import { epochNow, monoNow } from './clock.ts';
import { type Delay, Lane } from './lane.ts';

/** Both directions of one connection. */
export interface Lanes {
  /** Towards this server. */
  up: Lane;
  /** Towards the client. */
  down: Lane;
}

/**
 * Gives a new connection its lanes; they end with it. Over a link the first message towards the
 * server waits for a handshake of one round trip: the real one, on this side of the simulated
 * link, took no time.
 */
export function openLanes(socket: Socket, delay: Delay | undefined): Lanes {
  const lanes = { up: new Lane(delay), down: new Lane(delay) };
  if (delay) {
    const there = delay(epochNow());
    const thereMs = there.heldMs + there.flightMs;
    const back = delay(epochNow() + thereMs);
    lanes.up.holdUntil(monoNow() + thereMs + back.heldMs + back.flightMs);
  }
  socket.once('close', () => {
    lanes.up.close();
    lanes.down.close();
  });
  return lanes;
}
