import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ask, started } from './support.ts';

describe('transfers', () => {
  it('downloads as many bytes as asked for, and not all the same', async () => {
    const target = await started();
    const { body, headers } = await ask(target, 'GET', '/download?bytes=3000001');
    expect(body).toHaveLength(3_000_001);
    expect(headers['content-length']).toBe('3000001');
    expect(new Set(body.subarray(0, 1000)).size).toBeGreaterThan(100);
  });

  it('stops sending to a client that reads nothing', async () => {
    const target = await started();
    const socket = connect(target.port, '127.0.0.1');
    socket.write('GET /download?bytes=1073741824 HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => socket.once('readable', resolve));
    const before = process.memoryUsage().rss;
    // Other requests are answered while the stalled one waits.
    for (let turn = 0; turn < 50; turn += 1) await ask(target, 'GET', '/ping');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    socket.destroy();
  });

  it('refuses a download beyond 1 GiB', async () => {
    const target = await started();
    expect((await ask(target, 'GET', '/download?bytes=1073741825')).status).toBe(400);
  });

  it('counts the bytes of an upload', async () => {
    const target = await started();
    const { body } = await ask(target, 'POST', '/upload', { body: new Uint8Array(2_500_000) });
    expect(JSON.parse(body.toString())).toEqual({ bytes: 2_500_000 });
  });

  it('counts the arrival of an upload as recv, and not as its own time', async () => {
    const target = await started();
    const socket = connect(target.port, '127.0.0.1');
    socket.write('POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nhalf');
    setTimeout(() => socket.write('rest'), 150);
    const [piece] = await new Promise<Buffer[]>((resolve) => socket.once('data', (...all) => resolve(all)));
    const [, app, recv] = /app;dur=([\d.]+), recv;dur=([\d.]+)/.exec(String(piece)) ?? [];
    expect(Number(recv)).toBeGreaterThan(100);
    expect(Number(app)).toBeLessThan(Number(recv) / 2);
    socket.destroy();
  });

  it('refuses an upload that announces more than 1 GiB, before reading it', async () => {
    const target = await started();
    const socket = connect(target.port, '127.0.0.1');
    socket.write('POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741825\r\n\r\n');
    const [piece] = await new Promise<Buffer[]>((resolve) => socket.once('data', (...all) => resolve(all)));
    expect(piece?.toString()).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });
});
