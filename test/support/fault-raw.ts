import type { Socket } from 'node:net';
import { drip, pump } from './fault-pump.ts';

/** Answers that break HTTP itself, written to the bare socket. */

const CORS = 'Access-Control-Allow-Origin: *\r\nTiming-Allow-Origin: *\r\n';
/** `Connection: close`, as Node knows nothing of this answer and would leave the next request unread. */
const head = (status: string, lines = ''): string =>
  `HTTP/1.1 ${status}\r\n${CORS}Connection: close\r\n${lines}\r\n`;
/** Firefox keeps an answer without a type back until it can guess it, and one that breaks off meanwhile never began. */
const TYPE = 'Content-Type: text/plain\r\n';
const OK_BODY = `${head('200 OK', 'Content-Length: 2\r\n')}ok`;

/** One piece, and then the connection is left open, ended (half-closed) or reset. */
const say =
  (text: string, then: 'open' | 'end' | 'destroy' = 'open') =>
  (socket: Socket): void => {
    socket.write(text, 'latin1', () => {
      if (then === 'end') socket.end();
      else if (then === 'destroy') socket.destroy();
    });
  };

const NOISE = String.fromCharCode(...Array.from({ length: 512 }, (_, i) => (i * 151 + 7) % 256));

export const RAW_ANSWERS: Record<string, (socket: Socket) => void> = {
  '/raw/headers-20mb': (socket) => {
    let left = 20_000_000;
    socket.write(`HTTP/1.1 200 OK\r\n${CORS}`);
    pump(socket, () => {
      if (left < 0) return undefined;
      left -= 10_000;
      return left < 0 ? '\r\nok' : `X-${left}: ${'x'.repeat(9980)}\r\n`;
    });
  },
  '/raw/header-1mb': say(head('200 OK', `X-Long: ${'x'.repeat(1_000_000)}\r\nContent-Length: 0\r\n`), 'end'),
  '/raw/slow-head': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${CORS}X-Slow: `);
    drip(socket, 50, 'x');
  },
  '/raw/slow-body': (socket) => {
    socket.write(head('200 OK', 'Content-Length: 1000\r\n'));
    drip(socket, 50, 'x');
  },
  '/raw/nothing-then-end': (socket) => socket.end(),
  '/raw/half-body': say(`${head('200 OK', `${TYPE}Content-Length: 1000\r\n`)}half`, 'end'),
  '/raw/too-much': say(`${OK_BODY}${'and more than was said '.repeat(20)}`, 'end'),
  '/raw/two-lengths': say(`${head('200 OK', 'Content-Length: 2\r\nContent-Length: 5\r\n')}okokok`, 'end'),
  '/raw/bad-chunk': say(`${head('200 OK', 'Transfer-Encoding: chunked\r\n')}zz\r\nok\r\n`, 'end'),
  '/raw/cut-chunk': say(`${head('200 OK', `${TYPE}Transfer-Encoding: chunked\r\n`)}5\r\nabc`, 'end'),
  '/raw/huge-chunk': say(`${head('200 OK', 'Transfer-Encoding: chunked\r\n')}7fffffffff\r\nx`),
  '/raw/http-0.9': say('It works\n', 'end'),
  '/raw/noise': say(NOISE, 'end'),
  '/raw/no-status': say(`HTTP/1.1 abc OK\r\n${CORS}Content-Length: 2\r\n\r\nok`, 'end'),
  '/raw/1xx-some': say(
    `HTTP/1.1 100 Continue\r\n\r\n${'HTTP/1.1 103 Early Hints\r\nX-A: b\r\n\r\n'.repeat(10)}${OK_BODY}`,
    'end',
  ),
  '/raw/1xx-endless': (socket) => drip(socket, 5, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(200)),
  '/raw/101': say(head('101 Switching Protocols', 'Upgrade: x\r\nConnection: Upgrade\r\n')),
  '/raw/204': say(head('204 No Content'), 'end'),
  '/raw/204-body': say(`${head('204 No Content', 'Content-Length: 8\r\n')}surprise`, 'end'),
  '/raw/304': say(head('304 Not Modified'), 'end'),
  '/raw/999': say(head('999 Odd', 'Content-Length: 0\r\n'), 'end'),
  '/raw/no-gzip': say(`${head('200 OK', 'Content-Encoding: gzip\r\nContent-Length: 9\r\n')}not gzip!`, 'end'),
  '/raw/odd-encoding': say(`${head('200 OK', 'Content-Encoding: zzz\r\nContent-Length: 2\r\n')}ok`, 'end'),
};
