import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const PAYLOAD_BYTES = 64;
const BINARY_FRAME = 0x82;
const MASKED = 0x80;
const MASK_BYTES = 4;
const HEAD_BYTES = 2;

/**
 * A WebSocket by hand (RFC 6455): numbered binary messages over one connection,
 * of the size that the app's probe sends by default.
 */
export class RawWebSocket {
  readonly #socket: Socket;
  readonly #onEcho: (seq: number, atMs: number) => void;
  #received: Buffer;

  private constructor(socket: Socket, early: Buffer, onEcho: (seq: number, atMs: number) => void) {
    this.#socket = socket;
    this.#received = early;
    this.#onEcho = onEcho;
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
  }

  /** `onEcho` gets the number of the message and when its echo came, by the monotonic clock. */
  static async open(
    port: number,
    path: string,
    onEcho: (seq: number, atMs: number) => void,
  ): Promise<RawWebSocket> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    let head = Buffer.alloc(0);
    while (!head.includes('\r\n\r\n')) {
      const [bytes]: Buffer[] = await once(socket, 'data');
      if (bytes !== undefined) head = Buffer.concat([head, bytes]);
    }
    const text = head.toString('latin1');
    if (!text.startsWith('HTTP/1.1 101')) throw new Error(`No WebSocket: ${text.split('\r\n', 1)[0]}`);
    return new RawWebSocket(socket, head.subarray(head.indexOf('\r\n\r\n') + 4), onEcho);
  }

  send(seq: number): void {
    // A mask of zeros leaves the payload as it is.
    const frame = Buffer.alloc(HEAD_BYTES + MASK_BYTES + PAYLOAD_BYTES);
    frame[0] = BINARY_FRAME;
    frame[1] = MASKED | PAYLOAD_BYTES;
    frame.writeDoubleLE(seq, HEAD_BYTES + MASK_BYTES);
    this.#socket.write(frame);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    const atMs = performance.now();
    this.#received = Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= HEAD_BYTES) {
      const length = (this.#received[1] ?? 0) & 0x7f;
      if (this.#received.length < HEAD_BYTES + length) return;
      if (this.#received[0] === BINARY_FRAME && length === PAYLOAD_BYTES)
        this.#onEcho(this.#received.readDoubleLE(HEAD_BYTES), atMs);
      this.#received = this.#received.subarray(HEAD_BYTES + length);
    }
  }
}
