/** Subprotocol whose echoes carry the server's receive and send time (two float64, little endian, epoch ms). */
export const ECHO_PROTOCOL = 'dishprobe.echo.v1';

const TAG_BYTES = 8;
const SEQ_BYTES = 8;
const SEQ_RADIX = 36;
const TIMES_BYTES = 16;
/** The latest instant of a `Date`: what lies beyond is no time. */
const LATEST_EPOCH_MS = 8.64e15;
/** Printable ASCII without the space: what a server may pass through a text on its way. */
const FIRST_CHAR = 0x21;
const CHARS = 94;

/** When the server received a message and sent its echo, by its own clock, in epoch ms. */
export interface ServerTimes {
  receivedEpochMs: number;
  sentEpochMs: number;
}

export interface Echo {
  seq: number;
  bytes: number;
  /** Where the server says so, and in this order. */
  times?: ServerTimes | undefined;
}

/**
 * Writes and recognises probe messages: 8 random characters that mark this
 * probe's run, the sequence number (base 36, padded), and random characters that
 * compress by a fifth at most. They are sent as binary, and are ASCII, so that
 * the echo of a server that makes a text of all it gets is recognised as well.
 */
export function echoCodec(payloadBytes: number) {
  const template = crypto
    .getRandomValues(new Uint8Array(Math.min(payloadBytes, 65_536)))
    .map((byte) => FIRST_CHAR + (byte % CHARS));
  const payload = new Uint8Array(payloadBytes);
  for (let at = 0; at < payloadBytes; at += template.length) {
    payload.set(template.subarray(0, Math.min(template.length, payloadBytes - at)), at);
  }
  const tag = String.fromCharCode(...payload.subarray(0, TAG_BYTES));
  return {
    write(seq: number): Uint8Array<ArrayBuffer> {
      const message = payload.slice();
      const digits = seq.toString(SEQ_RADIX).padStart(SEQ_BYTES, '0');
      for (let i = 0; i < SEQ_BYTES; i += 1) message[TAG_BYTES + i] = digits.charCodeAt(i);
      return message;
    },
    /** The echo in a received message, or nothing if it is none of this probe's. */
    read(data: unknown, protocol: string): Echo | undefined {
      const bytes = data instanceof ArrayBuffer ? data.byteLength : String(data).length;
      const timed =
        protocol === ECHO_PROTOCOL && data instanceof ArrayBuffer && bytes === payloadBytes + TIMES_BYTES;
      if (!timed && bytes !== payloadBytes) return undefined;
      const head = headOf(data);
      const digits = head.slice(TAG_BYTES);
      if (head.slice(0, TAG_BYTES) !== tag || !/^[\da-z]+$/.test(digits)) return undefined;
      const echo = { seq: Number.parseInt(digits, SEQ_RADIX), bytes };
      return timed ? { ...echo, times: timesIn(new DataView(data, payloadBytes)) } : echo;
    },
  };
}

function headOf(data: unknown): string {
  if (typeof data === 'string') return data.slice(0, TAG_BYTES + SEQ_BYTES);
  return data instanceof ArrayBuffer
    ? String.fromCharCode(...new Uint8Array(data, 0, TAG_BYTES + SEQ_BYTES))
    : '';
}

function timesIn(view: DataView): ServerTimes | undefined {
  const receivedEpochMs = view.getFloat64(0, true);
  const sentEpochMs = view.getFloat64(8, true);
  const inOrder = receivedEpochMs > 0 && sentEpochMs >= receivedEpochMs && sentEpochMs < LATEST_EPOCH_MS;
  return inOrder ? { receivedEpochMs, sentEpochMs } : undefined;
}
