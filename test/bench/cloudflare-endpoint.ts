import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * What `@cloudflare/speedtest` asks of a server for latency: an empty answer to
 * `GET /__down?bytes=0`, with the server's own time under the name that it looks
 * for, which it subtracts. (The reference endpoint gives its time another name.)
 */
export async function startCloudflareEndpoint(): Promise<{ port: number }> {
  const server = createServer((_request, response) => {
    const startMs = performance.now();
    response.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Server-Timing',
      'Timing-Allow-Origin': '*',
      'Cache-Control': 'no-store',
      'Content-Length': '0',
      'Server-Timing': `cfRequestDuration;dur=${(performance.now() - startMs).toFixed(3)}`,
    });
    response.end();
  });
  server.keepAliveTimeout = 120_000;
  server.on('connection', (socket) => socket.setNoDelay(true));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The endpoint listens on no port.');
  return { port: address.port };
}
