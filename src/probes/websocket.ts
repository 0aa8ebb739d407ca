import type { WebSocketProbeSpec } from '../core/plan.ts';
import type { Probe, Shot } from '../core/probe.ts';
import type { ProbeError } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { ProbeContext } from './context.ts';
import { dueOf, sentOf } from './due-of.ts';
import { type Echo, echoCodec } from './echo-codec.ts';
import { connectOnce, Reconnector } from './reconnector.ts';
import { createWebSocketConnectProbe } from './websocket-connect.ts';
import { oneWayMeter } from './websocket-one-way.ts';
import { EchoOrder } from './websocket-order.ts';

const MAX_IN_FLIGHT = 4096;
const MAX_LATE = 20_000;
/** In a blackout a browser takes messages without end; beyond this nothing more is put on the pile. */
const MAX_BUFFERED_BYTES = 1_000_000;
/** A standing connection that stays silent this long while fresh ones open is given up. */
const STUCK_AFTER_MS = 15_000;
const FRAME_BYTES = 14;
const HANDSHAKE_BYTES = 1000;
const STRANGER = 'The server sent a message that is no echo; such messages are ignored.';
const TWICE = 'The server answered a message twice. Second echoes are ignored (duplicates, RFC 5560).';

/** What came in, and when. */
interface Message {
  endMs: Millis;
  data: unknown;
  protocol: string;
}

/** The probe of a plan's `websocket` entry: echoes over a standing connection, or fresh connections. */
export function createWebSocketProbe(spec: WebSocketProbeSpec, context: ProbeContext): Probe {
  return spec.expect === 'connect'
    ? createWebSocketConnectProbe(spec, context)
    : createEchoProbe(spec, context);
}

/** Many messages over one standing connection, matched by sequence number; late echoes keep their time. */
function createEchoProbe(spec: WebSocketProbeSpec, context: ProbeContext): Probe {
  const { clock, sink } = context;
  /** In the order of sending, which is that of their timeouts. */
  const pending = new Map<number, Shot>();
  let cancelExpiry: (() => void) | undefined;
  const timedOut = new Map<number, Shot>();
  const codec = echoCodec(spec.payloadBytes);
  const link = new Reconnector(spec, context, { onMessage, onDown });
  const bytesUp = spec.payloadBytes + FRAME_BYTES;
  const order = new EchoOrder();
  const oneWay = oneWayMeter();
  const noted = new Set<string>();
  const inbox: Message[] = [];
  let lastEchoMs = clock.now();

  function noteOnce(detail: string): void {
    if (!noted.has(detail)) context.note({ kind: 'note', detail });
    noted.add(detail);
  }

  function fail(shot: Shot, error: ProbeError): void {
    sink({ ...sentOf(shot), outcome: 'failed', error });
  }

  function onDown(): void {
    readInbox();
    for (const shot of pending.values()) {
      order.forget(shot.seq);
      fail(shot, 'aborted');
    }
    pending.clear();
    for (const seq of timedOut.keys()) order.forget(seq);
    timedOut.clear();
  }

  /**
   * Takes the time, and leaves all else to a task behind the messages that wait
   * already: after a stall twenty come at once, and the last must not pay for the
   * reading of those before it.
   */
  function onMessage(data: unknown, protocol: string): void {
    const endMs = clock.now();
    if (inbox.push({ endMs, data, protocol }) === 1) clock.at(endMs, readInbox);
  }

  function readInbox(): void {
    for (const message of inbox.splice(0)) read(message);
  }

  function read({ endMs, data, protocol }: Message): void {
    const echo = codec.read(data, protocol);
    const open = echo && pending.get(echo.seq);
    const shot = open ?? (echo && timedOut.get(echo.seq));
    if (echo === undefined || shot === undefined) {
      if (echo === undefined) noteOnce(STRANGER);
      else if (order.isDuplicate(echo.seq)) noteOnce(TWICE);
      return;
    }
    lastEchoMs = endMs;
    if (echo.times !== undefined) {
      const { sentEpochMs: epochMs } = echo.times;
      context.serverTime?.({ epochMs, stepMs: 0, sentMonoMs: shot.sentMonoMs, receivedMonoMs: endMs });
    }
    pending.delete(echo.seq);
    timedOut.delete(echo.seq);
    sink({
      ...sentOf(shot),
      outcome: open === undefined ? 'late' : 'ok',
      ...timesOf(shot, endMs, echo),
      reordered: order.isReordered(echo.seq),
      newConnection: false,
      timingSource: 'message-event',
      bytesUp,
      bytesDown: echo.bytes + FRAME_BYTES,
    });
  }

  function timesOf({ dueMonoMs, sentMonoMs }: Shot, endMs: Millis, { times }: Echo) {
    const serviceMs = millis(endMs - sentMonoMs);
    const serverMs = times && millis(times.sentEpochMs - times.receivedEpochMs);
    const rttMs = millis(serviceMs - (serverMs ?? 0));
    const base = { responseMs: millis(endMs - dueMonoMs), serviceMs, serverMs };
    // A server that says it kept the message for longer than it was away tells no times.
    if (rttMs < 0) return base;
    return { ...base, rttMs, ...(times && oneWay(sentMonoMs, endMs, times)) };
  }

  /** One timer for all: one for each message would be hundreds a second that never fire. */
  function watchOldest(): void {
    const [oldest] = pending.values();
    if (cancelExpiry !== undefined || oldest === undefined) return;
    cancelExpiry = clock.at(millis(oldest.sentMonoMs + spec.timeoutMs), () => {
      cancelExpiry = undefined;
      readInbox();
      const now = clock.now();
      for (const shot of pending.values()) {
        if (shot.sentMonoMs + spec.timeoutMs > now) break;
        expire(shot);
      }
      watchOldest();
    });
  }

  function expire(shot: Shot): void {
    pending.delete(shot.seq);
    timedOut.set(shot.seq, shot);
    const [oldest] = timedOut.keys();
    if (timedOut.size > MAX_LATE && oldest !== undefined) {
      timedOut.delete(oldest);
      order.forget(oldest);
    }
    sink({ ...sentOf(shot), outcome: 'timeout', bytesUp });
  }

  return {
    maxInFlight: MAX_IN_FLIGHT,
    open: () => link.open(),
    fire(shot) {
      const { socket } = link;
      if (socket === undefined || socket.bufferedAmount > MAX_BUFFERED_BYTES) {
        const full = socket !== undefined;
        // Told apart from `fire` itself, so that the engine has the shot on its books first.
        queueMicrotask(() => {
          if (full) sink({ ...dueOf(shot), outcome: 'skipped' });
          else fail(shot, link.blockedBy ?? 'dns-or-connect');
        });
        return;
      }
      socket.send(codec.write(shot.seq));
      pending.set(shot.seq, shot);
      watchOldest();
    },
    async knock(withinMs) {
      const began = clock.now();
      const socket = await connectOnce(spec, context, withinMs);
      if (socket !== undefined) {
        const now = clock.now();
        readInbox();
        if (pending.size > 0 && now - lastEchoMs > STUCK_AFTER_MS + spec.timeoutMs) {
          lastEchoMs = now;
          link.drop('It stayed silent while fresh connections were answered.');
        }
        link.take(socket, began);
      }
      return { arrived: socket !== undefined, bytes: HANDSHAKE_BYTES };
    },
    close() {
      cancelExpiry?.();
      pending.clear();
      timedOut.clear();
      inbox.length = 0;
      link.close();
    },
  };
}
