import type { RawData, WebSocket } from 'ws';
import { epochNow } from './clock.ts';
import type { Lanes } from './lanes.ts';

export const ECHO_V1 = 'dishprobe.echo.v1';

/** A client that sends without reading is paused above this, bytes waiting to be sent. */
const UNREAD_BYTES = 8 * 1024 * 1024;
/** A connection that said nothing for this long is asked for a sign of life. */
const HEARTBEAT_MS = 60_000;
/** Unanswered heartbeats before the connection is ended: longer than any outage worth waiting for. */
const HEARTBEATS_MISSED = 3;

/**
 * Sends back what arrives, in order. With subprotocol `dishprobe.echo.v1` each binary reply is 16
 * bytes longer: two float64, little endian, when the message was received and when the reply was
 * sent, Unix time in ms by this machine's clock. Text is echoed plainly in both.
 */
export function serveEcho(socket: WebSocket, { up, down }: Lanes): void {
  const stamped = socket.protocol === ECHO_V1;
  const reply = (data: Buffer, binary: boolean) => {
    down.pass(data.length, () => socket.send(data, { binary }, resume));
    if (up.full || down.full || socket.bufferedAmount > UNREAD_BYTES) socket.pause();
  };
  const resume = () => {
    if (socket.isPaused && socket.bufferedAmount <= UNREAD_BYTES && !up.full && !down.full) socket.resume();
  };
  socket.on('message', (raw, binary) => {
    const data = bufferOf(raw);
    up.pass(data.length, () => {
      const receivedEpochMs = epochNow();
      reply(stamped && binary ? stamp(data, receivedEpochMs) : data, binary);
    });
    if (up.full) socket.pause();
  });
  socket.on('ping', (data) => up.pass(data.length, () => down.pass(data.length, () => socket.pong(data))));
  // A broken frame or an oversized message: `ws` has sent the close code and ends the connection.
  socket.on('error', () => undefined);
  keepWatch(socket);
}

function stamp(data: Buffer, receivedEpochMs: number): Buffer {
  const stamped = Buffer.allocUnsafe(data.length + 16);
  data.copy(stamped);
  stamped.writeDoubleLE(receivedEpochMs, data.length);
  stamped.writeDoubleLE(Math.max(receivedEpochMs, epochNow()), data.length + 8);
  return stamped;
}

/** Ends connections whose other end is gone without a word: over a satellite that is common. */
function keepWatch(socket: WebSocket): void {
  let missed = 0;
  const heard = () => {
    missed = 0;
  };
  const timer = setInterval(() => {
    if (missed >= HEARTBEATS_MISSED) socket.terminate();
    else if (missed++ > 0) socket.ping();
  }, HEARTBEAT_MS);
  socket.on('message', heard);
  socket.on('ping', heard);
  socket.on('pong', heard);
  socket.once('close', () => clearInterval(timer));
}

function bufferOf(raw: RawData): Buffer {
  if (Array.isArray(raw)) return Buffer.concat(raw);
  return Buffer.isBuffer(raw) ? raw : Buffer.from(raw);
}
