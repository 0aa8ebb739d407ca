import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { ask, askJson, started } from './support.ts';

const COMMON = {
  'access-control-allow-origin': '*',
  'timing-allow-origin': '*',
  'access-control-max-age': '7200',
  'access-control-expose-headers': 'Server-Timing, Retry-After',
  'cache-control': 'no-store',
};
const APP = /^app;dur=\d+(\.\d+)?(, recv;dur=\d+(\.\d+)?)?$/;

describe('every answer', () => {
  it.each([
    ['GET', '/', 200],
    ['GET', '/ping?bytes=3', 200],
    ['HEAD', '/ping?bytes=3', 200],
    ['OPTIONS', '/ping', 204],
    ['GET', '/close', 200],
    ['GET', '/download?bytes=9', 200],
    ['HEAD', '/download?bytes=9', 200],
    ['POST', '/upload', 200],
    ['GET', '/echo', 426],
    ['GET', '/nowhere', 404],
    ['DELETE', '/ping', 405],
    ['GET', '/ping?bytes=-1', 400],
  ])('%s %s is %i with the headers that a page needs to read it', async (method, path, status) => {
    const target = await started();
    const answer = await ask(target, method, path);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(COMMON);
    expect(answer.headers['server-timing']).toMatch(APP);
  });

  it('carries them when the request cannot be parsed', async () => {
    const target = await started();
    const socket = connect(target.port, '127.0.0.1');
    socket.end('nonsense\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('Access-Control-Allow-Origin: *');
    expect(answer).toContain('Server-Timing: app;dur=');
    expect(answer).toContain('not an HTTP/1.1 request');
  });
});

describe('GET /ping', () => {
  it.each([0, 1, 70_000])('answers %i bytes', async (bytes) => {
    const target = await started();
    expect((await ask(target, 'GET', `/ping?bytes=${bytes}`)).body).toHaveLength(bytes);
  });

  it.each(['-1', '1.5', 'many', '', '1048577', '99999999999999999'])(
    'refuses bytes=%s in a sentence',
    async (bad) => {
      const target = await started();
      const { status, body } = await ask(target, 'GET', `/ping?bytes=${bad}`);
      expect(status).toBe(400);
      expect(body.toString()).toContain('bytes must be a whole number from 0 to 1048576');
    },
  );

  it('keeps the connection, and /close ends it', async () => {
    const target = await started();
    const kept = await ask(target, 'GET', '/ping', { headers: { Connection: 'keep-alive' } });
    expect(kept.headers.connection).toBe('keep-alive');
    const closed = await ask(target, 'GET', '/close', { headers: { Connection: 'keep-alive' } });
    expect(closed.headers.connection).toBe('close');
  });
});

describe('other requests', () => {
  it('a preflight allows the methods and the headers that were asked for', async () => {
    const target = await started();
    const asked = { 'Access-Control-Request-Headers': 'authorization,content-type,x-team' };
    const { status, headers, body } = await ask(target, 'OPTIONS', '/v1/chat/completions', {
      headers: asked,
    });
    expect(status).toBe(204);
    expect(body).toHaveLength(0);
    expect(headers['access-control-allow-headers']).toBe('authorization,content-type,x-team');
    expect(headers['access-control-allow-methods']).toBe('GET, HEAD, POST, OPTIONS');
  });

  it('an unknown path and a wrong method name what is known', async () => {
    const target = await started();
    const unknown = await ask(target, 'GET', '/pong');
    expect(JSON.parse(unknown.body.toString()).error.message).toMatch(/no \/pong here.*\/ping/);
    const wrong = await ask(target, 'POST', '/ping');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.allow).toBe('GET, HEAD, OPTIONS');
  });

  it('GET / says what is simulated', async () => {
    const plain = JSON.parse((await ask(await started(), 'GET', '/')).body.toString());
    expect(plain).toMatchObject({ simulated: [], modelPaths: ['/v1/chat/completions', '/api/chat'] });
    expect(Object.keys(plain.paths)).toContain('/ping');
    const linked = JSON.parse((await ask(await started({ link: 'starlink' }), 'GET', '/')).body.toString());
    expect(linked.simulated).toEqual(['starlink']);
  });

  it('keeps a list of what was asked, so that preflights can be counted', async () => {
    const target = await started();
    await ask(target, 'OPTIONS', '/ping?bytes=1');
    await askJson(target, '/upload', {});
    expect(target.requests).toEqual([
      { method: 'OPTIONS', path: '/ping' },
      { method: 'POST', path: '/upload' },
    ]);
  });
});
