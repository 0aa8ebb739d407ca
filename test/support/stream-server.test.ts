import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commonHeaders } from '../../src/target/headers.ts';
import { type StreamServer, startStreamServer } from './stream-server.ts';
import { readLog } from './streams/log.ts';
import { RECORDED } from './streams/recorded.ts';
import { bytesOf } from './streams/script.ts';
import { TRAPS } from './streams/traps.ts';

const ORIGIN = 'http://page.example';

describe('the stream server', () => {
  let server: StreamServer;
  beforeAll(async () => {
    server = await startStreamServer();
  });
  afterAll(() => server.close());

  const post = (path: string, body = '{}', headers: Record<string, string> = {}): Promise<Response> =>
    fetch(server.url + path, { method: 'POST', body, headers });

  /** All that comes over one connection until it is closed, and whether that was by a reset. */
  async function raw(path: string): Promise<{ bytes: Buffer; wasReset: boolean }> {
    const socket = connect(server.port, '127.0.0.1');
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const wasReset = await once(socket, 'close').then(
      () => false,
      ({ code }: NodeJS.ErrnoException) => code === 'ECONNRESET',
    );
    return { bytes: Buffer.concat(parts), wasReset };
  }

  it('writes what the script says, to the byte, and each piece when it is due', async () => {
    server.add('/exact', {
      status: 201,
      contentType: 'text/odd',
      headers: { 'X-Odd': 'yes' },
      pieces: [
        { atMs: 20, text: 'h\u00e9' },
        { atMs: 60, bytes: [0, 255, 13] },
        { atMs: 60, text: '0123456789abcdef' },
      ],
      ending: 'fin',
    });
    const { bytes } = await raw('/exact');
    const [head = '', body] = bytes.toString('latin1').split('\r\n\r\n', 2);
    expect(head).toMatch(
      /^HTTP\/1\.1 201 Created\r\nContent-Type: text\/odd\r\nTransfer-Encoding: chunked\r\n/,
    );
    expect(head).toContain('X-Odd: yes');
    expect(body).toBe('3\r\nh\u00c3\u00a9\r\n3\r\n\x00\xff\r\r\n10\r\n0123456789abcdef\r\n');

    const [logged] = await readLog(server.url, '/exact');
    expect(logged).toMatchObject({ method: 'GET', status: 201, ending: 'fin' });
    expect(logged?.pieces.map((piece) => piece.bytes)).toEqual([3, 3, 16]);
    const sinceRequest = logged?.pieces.map(({ epochMs }) => epochMs - logged.receivedEpochMs) ?? [];
    expect(sinceRequest[0]).toBeGreaterThanOrEqual(20);
    expect(sinceRequest[1]).toBeGreaterThanOrEqual(60);
    expect(sinceRequest[2]).toBeGreaterThanOrEqual(sinceRequest[1] ?? Number.NaN);
  });

  it.each(['fin', 'reset'] as const)('breaks an answer off as it was told: %s', async (ending) => {
    server.add(`/${ending}`, { pieces: [{ atMs: 0, text: 'abc' }], ending, endAtMs: 40 });
    const { bytes, wasReset } = await raw(`/${ending}`);
    expect(bytes.toString('latin1')).toMatch(/\r\n\r\n3\r\nabc\r\n$/);
    expect(wasReset).toBe(ending === 'reset');
    await expect(post(`/${ending}`).then((answer) => answer.text())).rejects.toThrow();
  });

  it('leaves a connection open until it is closed itself', async () => {
    const short = await startStreamServer();
    const answer = await fetch(`${short.url}/done-open`);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('[DONE]')) text += (await reader?.read())?.value ?? '';
    const rest = reader?.read();
    expect(short.log[0]?.ending).toBe('open');
    const broken = expect(rest).rejects.toThrow();
    await short.close();
    await broken;
  });

  it('notes that a client has gone', async () => {
    const client = new AbortController();
    const answer = await fetch(`${server.url}/role-only?gone`, { signal: client.signal });
    await answer.body?.getReader().read();
    client.abort();
    await expect.poll(async () => (await readLog(server.url, '/role-only?gone'))[0]?.ending).toBe('gone');
  });

  it('plays every trap to its last byte', async () => {
    const paths = Object.keys(TRAPS).filter((path) => !/reset|fin$|after-done|open|hang|stall/.test(path));
    const bodies = await Promise.all(
      paths.map(async (path) => Buffer.from(await (await post(path, '{}')).arrayBuffer())),
    );
    for (const [index, path] of paths.entries()) {
      const pieces = TRAPS[path]?.find(({ when }) => when?.bodyHas === undefined && !when?.originNotIn);
      expect(bodies[index], path).toEqual(Buffer.concat(pieces?.script.pieces.map(bytesOf) ?? []));
    }
  });

  it('splits the recorded answer at any byte, with a pause', async () => {
    const every = [
      0,
      1,
      2,
      100,
      RECORDED.length >> 1,
      RECORDED.length - 1,
      RECORDED.length,
      RECORDED.length + 9,
    ];
    const bodies = await Promise.all(every.map(async (at) => (await post(`/split/${at}`)).arrayBuffer()));
    for (const body of bodies) expect(Buffer.from(body)).toEqual(Buffer.from(RECORDED));
    const [first, second] = (await readLog(server.url, '/split/100'))[0]?.pieces ?? [];
    expect([first?.bytes, second?.bytes]).toEqual([100, RECORDED.length - 100]);
    expect((second?.epochMs ?? Number.NaN) - (first?.epochMs ?? Number.NaN)).toBeGreaterThan(10);
  });

  it('refuses stream_options by name, and answers without it', async () => {
    for (const [path, status] of [
      ['/refuses-stream-options', 400],
      ['/refuses-stream-options-422', 422],
    ] as const) {
      const refused = await post(path, '{"stream_options":{"include_usage":true}}');
      expect([refused.status, await refused.text()]).toEqual([
        status,
        expect.stringContaining('stream_options'),
      ]);
      expect(await (await post(path, '{"stream":true}')).text()).toContain('[DONE]');
    }
  });

  it('is busy once for each address, and says for how long', async () => {
    const seconds = await post('/busy-for-seconds?a');
    expect([seconds.status, seconds.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await post('/busy-for-seconds?a')).status).toBe(200);
    expect((await post('/busy-for-seconds?b')).status).toBe(429);
    const askedEpochMs = Date.now();
    const date = await post('/busy-until-date?c');
    const until = date.headers.get('retry-after') ?? '';
    expect(until).toMatch(/ GMT$/);
    expect(Date.parse(until)).toBeGreaterThanOrEqual(askedEpochMs + 1000);
    expect((await post('/busy-until-date?c')).status).toBe(200);
  });

  it('answers a foreign page as Ollama does, and others as if nothing were', async () => {
    const foreign = await post('/ollama-403', '{}', { Origin: ORIGIN });
    expect([foreign.status, await foreign.text()]).toEqual([403, '']);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const asked = await fetch(`${server.url}/ollama-403`, { method: 'OPTIONS', headers: { Origin: ORIGIN } });
    expect(asked.status).toBe(403);
    expect(await (await post('/ollama-403')).text()).toContain('"done":true');
  });

  it('tells pages what the reference endpoint tells them, less what a script keeps back', async () => {
    const { headers } = await post('/plain');
    for (const [name, value] of Object.entries(commonHeaders({ appMs: 0 }, [])))
      if (name === 'Server-Timing') expect(headers.get(name)).toMatch(/^app;dur=[\d.]+$/);
      else expect(headers.get(name)).toBe(value);
    expect((await post('/untimed')).headers.get('timing-allow-origin')).toBeNull();
    expect((await post('/unexposed')).headers.get('access-control-expose-headers')).toBeNull();
    expect((await post('/closed')).headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${server.url}/plain`, {
      method: 'OPTIONS',
      headers: { Origin: ORIGIN, 'Access-Control-Request-Headers': 'authorization,content-type' },
    });
    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    const refused = await fetch(`${server.url}/closed`, { method: 'OPTIONS', headers: { Origin: ORIGIN } });
    expect([refused.ok, refused.headers.get('access-control-allow-origin')]).toEqual([false, null]);
  });

  it('keeps what was asked, within bounds', async () => {
    const long = 'x'.repeat(200_000);
    await post('/plain?bodies', '{"model":"m"}', { 'X-Kind': 'odd' });
    await post('/plain?bodies', long, { Origin: ORIGIN });
    const [first, second] = await readLog(server.url, '/plain?bodies');
    expect(first).toMatchObject({ body: '{"model":"m"}', bodyBytes: 13, status: 200 });
    expect(first?.headers['x-kind']).toBe('odd');
    expect(second).toMatchObject({ bodyBytes: 200_000, origin: ORIGIN });
    expect(second?.body.length).toBe(65_536);
  });

  it('reads a request in whatever pieces it comes, and one more on the same connection', async () => {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const request =
      'POST /plain?pieces HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n';
    let text = '';
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
    });
    const answered = async (times: number): Promise<void> => {
      while (text.split('\r\n0\r\n\r\n').length <= times) await once(socket, 'data');
    };
    for (const byte of request) socket.write(byte);
    await answered(1);
    socket.write(request);
    await answered(2);
    socket.destroy();
    const log = await readLog(server.url, '/plain?pieces');
    expect(log.map(({ body }) => body)).toEqual(['hello', 'hello']);
    expect(log[0]?.connection).toBe(log[1]?.connection);
  });
});
