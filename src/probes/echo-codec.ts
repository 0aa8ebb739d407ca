import { type Millis, millis } from '../core/units.ts';

/** Subprotocol whose echoes carry the server's receive and send time (two float64, little endian, epoch ms). */
export const ECHO_PROTOCOL = 'dishprobe.echo.v1';

const TAG_BYTES = 8;
const HEAD_BYTES = TAG_BYTES + 8;
const TIMES_BYTES = 16;

export interface Echo {
  seq: number;
  bytes: number;
  /** How long the server kept the message, where it says so. */
  dwellMs?: Millis | undefined;
}

/**
 * Writes and recognises probe messages: 8 random bytes that mark this probe's
 * run, the sequence number as float64, and random bytes that do not compress.
 */
export function echoCodec(payloadBytes: number) {
  const template = crypto.getRandomValues(new Uint8Array(Math.min(payloadBytes, 65_536)));
  const payload = new Uint8Array(payloadBytes);
  for (let at = 0; at < payloadBytes; at += template.length) {
    payload.set(template.subarray(0, Math.min(template.length, payloadBytes - at)), at);
  }
  return {
    write(seq: number): Uint8Array<ArrayBuffer> {
      const message = payload.slice();
      new DataView(message.buffer).setFloat64(TAG_BYTES, seq, true);
      return message;
    },
    /** The echo in a received message, or nothing if it is none of this probe's. */
    read(data: unknown, protocol: string): Echo | undefined {
      if (!(data instanceof ArrayBuffer)) return undefined;
      const timed = protocol === ECHO_PROTOCOL && data.byteLength === payloadBytes + TIMES_BYTES;
      if (!timed && data.byteLength !== payloadBytes) return undefined;
      const head = new Uint8Array(data, 0, HEAD_BYTES);
      for (let i = 0; i < TAG_BYTES; i += 1) if (head[i] !== payload[i]) return undefined;
      const view = new DataView(data);
      const seq = view.getFloat64(TAG_BYTES, true);
      const bytes = data.byteLength;
      if (!timed) return { seq, bytes };
      const dwell = view.getFloat64(payloadBytes + 8, true) - view.getFloat64(payloadBytes, true);
      return { seq, bytes, dwellMs: dwell >= 0 ? millis(dwell) : undefined };
    },
  };
}
