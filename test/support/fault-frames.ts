import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { drip } from './fault-pump.ts';

/** Upgrades and frames that break the WebSocket protocol (RFC 6455), written to the bare socket. */

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

type Upgrade = (socket: Duplex, request: IncomingMessage) => void;

function switchProtocols(socket: Duplex, request: IncomingMessage, lines = ''): void {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key'] ?? ''}${GUID}`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${lines}\r\n`,
  );
}

/** A sound upgrade; these bytes once the first message has come. */
const frames =
  (bytes: readonly number[], then: 'open' | 'destroy' = 'open'): Upgrade =>
  (socket, request) => {
    switchProtocols(socket, request);
    socket.once('data', () =>
      socket.write(Buffer.from(bytes), () => {
        if (then === 'destroy') socket.destroy();
      }),
    );
  };

const NOISE = Array.from({ length: 300 }, (_, i) => (i * 89 + 3) % 256);

export const ODD_UPGRADES: Record<string, Upgrade> = {
  '/ws/not-found': (socket) => socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'),
  '/ws/no-upgrade': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  '/ws/elsewhere': (socket) =>
    socket.end('HTTP/1.1 302 Found\r\nLocation: /ws/echo\r\nContent-Length: 0\r\n\r\n'),
  '/ws/noise-for-answer': (socket) => socket.end(Buffer.from(NOISE)),
  '/ws/wrong-accept': (socket) =>
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: c29tZXRoaW5nIGVsc2U=\r\n\r\n',
    ),
  '/ws/wrong-protocol': (socket, request) =>
    switchProtocols(socket, request, 'Sec-WebSocket-Protocol: something.else\r\n'),
  '/ws/wrong-extension': (socket, request) =>
    switchProtocols(socket, request, 'Sec-WebSocket-Extensions: x-unheard-of\r\n'),
  '/ws/noise': frames(NOISE),
  '/ws/reserved-opcode': frames([0x83, 0]),
  '/ws/reserved-bits': frames([0xf2, 0]),
  '/ws/masked': frames([0x82, 0x81, 1, 2, 3, 4, 5]),
  '/ws/bad-text': frames([0x81, 2, 0xff, 0xfe]),
  '/ws/bad-close': frames([0x88, 2, 0x03, 0xed]),
  '/ws/long-ping': frames([0x89, 126, 0, 200, ...NOISE.slice(0, 200)]),
  '/ws/endless-frame': frames([0x82, 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3]),
  '/ws/cut-frame': frames([0x82, 126, 0x03, 0xe8, 1, 2, 3], 'destroy'),
  '/ws/half-frame': frames([0x82, 126, 0x03, 0xe8, 1, 2, 3]),
  '/ws/ping-flood': (socket, request) => {
    switchProtocols(socket, request);
    // A browser answers pings by itself, out of sight of the page: with many more it does little else,
    // and where nobody reads its pongs Chromium keeps them without limit.
    socket.resume();
    drip(socket, 5, Buffer.alloc(50, Buffer.from([0x89, 0])));
  },
};
