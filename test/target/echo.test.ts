import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { ask, echo, messages, started } from './support.ts';

const V1 = 'dishprobe.echo.v1';

describe('WebSocket /echo', () => {
  it('sends back text and binary exactly as received', async () => {
    const socket = await echo(await started());
    expect(socket.protocol).toBe('');
    const back = messages(socket, 4);
    const binary = Buffer.from([0, 255, 1, 254]);
    socket.send('gr\u00fc\u00df dich');
    socket.send(binary);
    socket.send('');
    socket.send(Buffer.alloc(0));
    const got = await back;
    expect(got.map((each) => each.binary)).toEqual([false, true, false, true]);
    expect(got[0]?.data.toString()).toBe('gr\u00fc\u00df dich');
    expect(got[1]?.data).toEqual(binary);
    expect(got.slice(2).map((each) => each.data.length)).toEqual([0, 0]);
    socket.close();
  });

  it('adds receive and send time to binary replies when v1 was offered, and leaves text alone', async () => {
    const socket = await echo(await started(), ['other', V1]);
    expect(socket.protocol).toBe(V1);
    const back = messages(socket, 2);
    const sent = Date.now();
    socket.send(Buffer.from('abc'));
    socket.send('abc');
    const [stamped, plain] = await back;
    const data = stamped?.data ?? Buffer.alloc(0);
    expect(data).toHaveLength(19);
    expect(data.subarray(0, 3).toString()).toBe('abc');
    const [received, replied] = [data.readDoubleLE(3), data.readDoubleLE(11)];
    expect(received).toBeGreaterThanOrEqual(sent);
    expect(replied).toBeGreaterThanOrEqual(received);
    expect(replied).toBeLessThanOrEqual(Date.now() + 1);
    expect(plain?.data.toString()).toBe('abc');
    socket.close();
  });

  it('accepts no other subprotocol, so that a browser notices', async () => {
    const socket = new WebSocket(`${(await started()).url.replace('http', 'ws')}/echo`, ['other']);
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('no subprotocol');
  });

  it('admits any Origin and sends the common headers with the handshake', async () => {
    const target = await started();
    const socket = new WebSocket(`${target.url.replace('http', 'ws')}/echo`, {
      origin: 'https://elsewhere.example',
    });
    const [response] = await once(socket, 'upgrade');
    expect(response.headers['server-timing']).toMatch(/^app;dur=/);
    expect(response.headers['timing-allow-origin']).toBe('*');
    socket.terminate();
  });

  it('ends a connection that sends a message beyond 8 MiB, and goes on serving', async () => {
    const target = await started();
    const socket = await echo(target);
    const closed = once(socket, 'close');
    socket.send(Buffer.alloc(8 * 1024 * 1024 + 1));
    expect((await closed)[0]).toBe(1009);
    expect((await ask(target, 'GET', '/ping')).status).toBe(200);
  });

  it('refuses other paths, other upgrades and broken handshakes with a sentence', async () => {
    const target = await started();
    const refused = async (lines: string[]) => {
      const socket = connect(target.port, '127.0.0.1');
      socket.write(`${lines.join('\r\n')}\r\nHost: x\r\nConnection: Upgrade\r\n\r\n`);
      return text(socket);
    };
    expect(await refused(['GET /other HTTP/1.1', 'Upgrade: websocket'])).toMatch(
      /^HTTP\/1.1 404 [\s\S]*Use \/echo/,
    );
    expect(await refused(['GET /ping HTTP/1.1', 'Upgrade: h2c'])).toMatch(
      /^HTTP\/1.1 400 [\s\S]*WebSocket only/,
    );
    const broken = await refused(['GET /echo HTTP/1.1', 'Upgrade: websocket']);
    expect(broken).toMatch(/^HTTP\/1.1 400 [\s\S]*Server-Timing: app;dur=[\s\S]*handshake is not valid/);
  });

  it('echoes a flood in order to a reader that starts late', async () => {
    const socket = await echo(await started());
    const back = messages(socket, 300);
    socket.pause();
    for (let index = 0; index < 300; index += 1) {
      const data = Buffer.alloc(100_000);
      data.writeUInt32LE(index);
      socket.send(data);
    }
    socket.resume();
    expect((await back).map(({ data }) => data.readUInt32LE())).toEqual(
      Array.from({ length: 300 }, (_, i) => i),
    );
    socket.close();
  });
});
