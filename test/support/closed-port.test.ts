import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { holdClosedPort } from './closed-port.ts';

it('holds a port that refuses connections and that no server can take', async () => {
  const closed = await holdClosedPort();
  try {
    const [refused] = await once(connect(closed.port, '127.0.0.1'), 'error');
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    const [taken] = await once(createServer().listen(closed.port, '127.0.0.1'), 'error');
    expect(taken).toMatchObject({ code: 'EADDRINUSE' });
  } finally {
    closed.release();
  }
});
