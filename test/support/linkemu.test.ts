import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Delay, type Link, parseTrace, startLink } from './linkemu.ts';
import { median } from './quantile.ts';

let server: Server;
let link: Link;
const sockets: Socket[] = [];
const accepted: Socket[] = [];

async function open(delay: Delay): Promise<void> {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  link = await startLink({ target: { host: '127.0.0.1', port: address.port }, delay });
}

async function client(): Promise<Socket> {
  const socket = connect({ port: link.port, host: '127.0.0.1', noDelay: true });
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Milliseconds from writing one byte to its echo. */
async function echo(socket: Socket, byte = 1): Promise<number> {
  const sentMs = performance.now();
  socket.write(Buffer.from([byte]));
  await once(socket, 'data');
  return performance.now() - sentMs;
}

async function echoes(socket: Socket, count: number): Promise<number[]> {
  const times: number[] = [];
  while (times.length < count) times.push(await echo(socket));
  return times;
}

beforeEach(async () => {
  server = createServer({ noDelay: true }, (socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  for (const socket of [...sockets.splice(0), ...accepted.splice(0)]) socket.destroy();
  await link.close();
  await once(server.close(), 'close');
});

it('adds the round-trip time that it was told, and one more to set a connection up', async () => {
  await open(40);
  const socket = await client();
  const first = await echo(socket);
  // The fastest: a busy machine adds to some, never takes off.
  const warm = Math.min(...(await echoes(socket, 15)));
  expect(warm / 40).toBeGreaterThan(0.99);
  expect(warm / 40).toBeLessThan(1.3);
  expect(first / warm).toBeGreaterThan(1.6);
  expect(link.rttAt(Date.now())).toBe(40);
});

it('follows a trace, and records what it injected', async () => {
  await open(parseTrace('t_s,rtt_ms\n10,20\n10.6,60\n1000,60\n'));
  const socket = await client();
  await echo(socket);
  const early = Math.min(...(await echoes(socket, 5)));
  while (link.rttAt(Date.now()) !== 60) await echo(socket);
  const late = Math.min(...(await echoes(socket, 7)));
  expect(late / early).toBeGreaterThan(1.8);
  const up = link.injected().filter(({ direction }) => direction === 'up');
  const injectedMs = Math.min(...up.slice(-7).map(({ delayMs }) => 2 * delayMs));
  expect(late / injectedMs).toBeGreaterThan(0.99);
  expect(late / injectedMs).toBeLessThan(1.3);
});

it('makes of a lost packet a retransmission, and of a later one a piece that waits behind it', async () => {
  await open(parseTrace('t_s,rtt_ms\n0,10\n1000,10\n'));
  const socket = await client();
  await echo(socket);
  link.setDelay(parseTrace('t_s,rtt_ms\n0,\n0.05,10\n1000,10\n'));
  expect(link.rttAt(Date.now())).toBeUndefined();
  let received = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    received = Buffer.concat([received, data]);
  });
  const sentMs = performance.now();
  for (let byte = 0; byte < 50; byte += 1) {
    socket.write(Buffer.from([byte]));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  while (received.length < 50) await once(socket, 'data');
  expect(performance.now() - sentMs).toBeGreaterThan(200);
  expect([...received]).toEqual(Array.from({ length: 50 }, (_, byte) => byte));
});

it('lets nothing pass in a stall, then all of it', async () => {
  await open(10);
  const socket = await client();
  const usual = median(await echoes(socket, 5));
  link.stall(400);
  const stalled = await echo(socket);
  expect(stalled).toBeGreaterThan(399);
  expect(stalled).toBeLessThan(400 + 20 * usual);
  expect(median(await echoes(socket, 5)) / usual).toBeLessThan(3);
});

it('answers a standing connection later than the end of a blackout, by growing time-outs', async () => {
  await open(10);
  const socket = await client();
  await echoes(socket, 3);
  link.blackout(700);
  const [standing, fresh] = [echo(socket), client().then((other) => echo(other))];
  // 200 + 400 + 800 ms for data; a SYN is sent again after a second.
  expect(await fresh).toBeGreaterThan(1000);
  expect(await standing).toBeGreaterThan(1400);
});

it('does not show the server a connection whose client gave up during a blackout', async () => {
  await open(10);
  link.blackout(300);
  const hasty = await client();
  hasty.write('never');
  hasty.destroy();
  await echo(await client());
  expect(accepted).toHaveLength(1);
});

it('resets every connection, and serves new ones', async () => {
  await open(10);
  const socket = await client();
  await echo(socket);
  const failed = once(socket, 'error');
  link.reset();
  expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  expect(await echo(await client())).toBeGreaterThan(0);
});

it('passes on the end of a stream after its last byte', async () => {
  await open(20);
  const socket = await client();
  await echo(socket);
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.end(Buffer.alloc(3_000_000, 7));
  await once(socket, 'end');
  expect(Buffer.concat(parts).equals(Buffer.alloc(3_000_000, 7))).toBe(true);
});

it('names the row of a trace that it cannot read', () => {
  expect(() => parseTrace('a,b\n1,2\n')).toThrow('Expected columns t_s and rtt_ms, found "a,b"');
  expect(() => parseTrace('t_s,rtt_ms\n2,5\n1,5\n')).toThrow('Row 2');
  expect(parseTrace('t_s,rtt_ms\r\n0,5.5\r\n1,\r\n')).toEqual([
    { tS: 0, rttMs: 5.5 },
    { tS: 1, rttMs: undefined },
  ]);
});
