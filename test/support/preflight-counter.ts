import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Lets a page under test ask a number that only the test's own process knows. */
export async function startPreflightCounter(
  count: () => number,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'access-control-allow-origin': '*', 'cache-control': 'no-store' })
      .end(String(count()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
