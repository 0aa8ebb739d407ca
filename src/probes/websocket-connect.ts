import type { WebSocketProbeSpec } from '../core/plan.ts';
import type { Probe, Shot } from '../core/probe.ts';
import { type Millis, millis } from '../core/units.ts';
import type { ProbeContext } from './context.ts';
import { sentOf } from './due-of.ts';
import { isMixedContent } from './failure.ts';
import { connectOnce } from './reconnector.ts';
import { SubprotocolDoubt } from './websocket-subprotocol.ts';

const MAX_IN_FLIGHT = 6;
/** Request and answer of the handshake without TLS, roughly; a browser does not tell. */
const HANDSHAKE_UP_BYTES = 600;
const HANDSHAKE_DOWN_BYTES = 400;
/** A first message later than this after `open` is no greeting. */
const GREETING_MS = 1000;
const NORMAL_CLOSURE = 1000;

/**
 * Times connections to a server that need not echo: each due time opens one of
 * its own and ends at `open`, which takes in name resolution, TCP, TLS and the
 * handshake, as browsers show no phases of a WebSocket; then it is closed.
 *
 * Whether the server speaks first is found out on the first connections, which
 * are listened to for a second after their sample is settled. If it does, later
 * samples wait for that message, at most a second after `open`, and read
 * `ttfbMs` from it; their response time still ends at `open`.
 */
export function createWebSocketConnectProbe(spec: WebSocketProbeSpec, context: ProbeContext): Probe {
  const { clock, sink } = context;
  const drops = new Set<() => void>();
  const doubt = new SubprotocolDoubt(spec, context);
  const protocols = spec.subprotocol === undefined ? [] : [spec.subprotocol];
  let greets: boolean | undefined;

  function connect(shot: Shot, socket: WebSocket): void {
    let openMs: Millis | undefined;
    let settled = false;
    let cancel = clock.at(millis(shot.sentMonoMs + spec.timeoutMs), () => {
      settled = true;
      sink({ ...sentOf(shot), outcome: 'timeout', bytesUp: HANDSHAKE_UP_BYTES });
      drop();
    });
    const drop = () => {
      drops.delete(drop);
      cancel();
      socket.onopen = socket.onclose = socket.onmessage = null;
      socket.close(NORMAL_CLOSURE);
    };
    drops.add(drop);
    const settle = (greetedMs?: Millis) => {
      if (settled || openMs === undefined) return;
      settled = true;
      sink({
        ...sentOf(shot),
        outcome: 'ok',
        responseMs: millis(openMs - shot.dueMonoMs),
        serviceMs: millis(openMs - shot.sentMonoMs),
        ttfbMs: greetedMs === undefined ? undefined : millis(greetedMs - shot.sentMonoMs),
        newConnection: true,
        timingSource: 'message-event',
        bytesUp: HANDSHAKE_UP_BYTES,
        bytesDown: HANDSHAKE_DOWN_BYTES,
      });
    };
    socket.onopen = () => {
      openMs = clock.now();
      cancel();
      doubt.opened(socket);
      if (greets !== true) settle();
      if (greets === false) drop();
      else
        cancel = clock.at(millis(openMs + GREETING_MS), () => {
          greets ??= false;
          settle();
          drop();
        });
    };
    socket.onmessage = () => {
      greets = true;
      settle(clock.now());
      drop();
    };
    socket.onclose = () => {
      settle();
      drop();
      if (!settled) fail(shot);
    };
  }

  function fail(shot: Shot): void {
    const error = doubt.isRefused ? 'malformed' : 'dns-or-connect';
    sink({ ...sentOf(shot), outcome: 'failed', error: isMixedContent(spec.url) ? 'mixed-content' : error });
    void doubt.failed();
  }

  return {
    maxInFlight: MAX_IN_FLIGHT,
    open: () => Promise.resolve(),
    fire(shot) {
      try {
        connect(shot, new context.WebSocket(spec.url, protocols));
      } catch {
        // Told apart from `fire` itself, so that the engine has the shot on its books first.
        queueMicrotask(() => fail(shot));
      }
    },
    async knock(withinMs) {
      const socket = await connectOnce(spec, context, withinMs);
      socket?.close(NORMAL_CLOSURE);
      return { arrived: socket !== undefined, bytes: HANDSHAKE_UP_BYTES + HANDSHAKE_DOWN_BYTES };
    },
    close() {
      for (const drop of [...drops]) drop();
    },
  };
}
