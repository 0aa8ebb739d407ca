import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Link } from './linkemu.ts';

/** Lets a page under test stop the emulated link: `POST /?stallMs=N` answers at once. */
export async function startLinkControl(link: Link): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const stallMs = Number(new URL(request.url ?? '', 'http://link').searchParams.get('stallMs'));
    link.stall(stallMs);
    response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
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
