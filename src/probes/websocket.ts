import type { WebSocketProbeSpec } from '../core/plan.ts';
import type { Probe, Shot } from '../core/probe.ts';
import type { Due, ProbeError } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { ProbeContext } from './context.ts';
import { echoCodec } from './echo-codec.ts';
import { connectOnce, Reconnector } from './reconnector.ts';

const MAX_IN_FLIGHT = 4096;
const MAX_LATE = 20_000;
/** A standing connection that stays silent this long while fresh ones open is given up. */
const STUCK_AFTER_MS = 15_000;
const FRAME_BYTES = 14;
const HANDSHAKE_BYTES = 1000;

/** Many messages over one standing connection, matched by sequence number; late echoes keep their time. */
export function createWebSocketProbe(spec: WebSocketProbeSpec, context: ProbeContext): Probe {
  const { clock, sink } = context;
  const pending = new Map<number, { shot: Shot; cancel: () => void }>();
  const timedOut = new Map<number, Shot>();
  const codec = echoCodec(spec.payloadBytes);
  const link = new Reconnector(spec, context, { onMessage, onDown });
  const bytesUp = spec.payloadBytes + FRAME_BYTES;
  let lastEchoMs = clock.now();
  let strangers = 0;

  function fail(due: Due & { lateMs?: Millis }, error: ProbeError): void {
    sink({
      seq: due.seq,
      dueEpochMs: due.dueEpochMs,
      dueMonoMs: due.dueMonoMs,
      lateMs: due.lateMs,
      outcome: 'failed',
      error,
    });
  }

  function onDown(): void {
    for (const { shot, cancel } of pending.values()) {
      cancel();
      fail(shot, 'aborted');
    }
    pending.clear();
    timedOut.clear();
  }

  function onMessage(data: unknown, protocol: string): void {
    const endMs = clock.now();
    const echo = codec.read(data, protocol);
    if (echo === undefined) {
      strangers += 1;
      if (strangers === 1)
        context.note({
          kind: 'note',
          detail: 'The server sent a message that is no echo; such messages are ignored.',
        });
      return;
    }
    lastEchoMs = endMs;
    const open = pending.get(echo.seq);
    const shot = open?.shot ?? timedOut.get(echo.seq);
    if (shot === undefined) return;
    open?.cancel();
    pending.delete(echo.seq);
    timedOut.delete(echo.seq);
    const serviceMs = millis(endMs - shot.sentMonoMs);
    const rttMs = serviceMs - (echo.dwellMs ?? 0);
    sink({
      seq: shot.seq,
      dueEpochMs: shot.dueEpochMs,
      dueMonoMs: shot.dueMonoMs,
      lateMs: shot.lateMs,
      outcome: open === undefined ? 'late' : 'ok',
      responseMs: millis(endMs - shot.dueMonoMs),
      serviceMs,
      rttMs: rttMs >= 0 ? millis(rttMs) : undefined,
      serverMs: echo.dwellMs,
      newConnection: false,
      timingSource: 'message-event',
      bytesUp,
      bytesDown: echo.bytes + FRAME_BYTES,
    });
  }

  function expire(shot: Shot): void {
    pending.delete(shot.seq);
    timedOut.set(shot.seq, shot);
    const [oldest] = timedOut.keys();
    if (timedOut.size > MAX_LATE && oldest !== undefined) timedOut.delete(oldest);
    sink({
      seq: shot.seq,
      dueEpochMs: shot.dueEpochMs,
      dueMonoMs: shot.dueMonoMs,
      lateMs: shot.lateMs,
      outcome: 'timeout',
      bytesUp,
    });
  }

  return {
    maxInFlight: MAX_IN_FLIGHT,
    open: () => link.open(),
    fire(shot) {
      const socket = link.socket;
      if (socket === undefined) {
        // Told apart from `fire` itself, so that the engine has the shot on its books first.
        queueMicrotask(() => fail({ ...shot }, link.blockedBy ?? 'dns-or-connect'));
        return;
      }
      const cancel = clock.at(millis(shot.sentMonoMs + spec.timeoutMs), () => expire(shot));
      pending.set(shot.seq, { shot, cancel });
      socket.send(codec.write(shot.seq));
    },
    async knock(withinMs) {
      const began = clock.now();
      const socket = await connectOnce(spec, context, withinMs);
      if (socket !== undefined) {
        const now = clock.now();
        if (pending.size > 0 && now - lastEchoMs > STUCK_AFTER_MS + spec.timeoutMs) {
          lastEchoMs = now;
          link.drop('It stayed silent while fresh connections were answered.');
        }
        link.take(socket, began);
      }
      return { arrived: socket !== undefined, bytes: HANDSHAKE_BYTES };
    },
    close() {
      for (const { cancel } of pending.values()) cancel();
      pending.clear();
      timedOut.clear();
      link.close();
    },
  };
}
