import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as v from 'valibot';
import { type BrowserKind, launch } from '../support/browsers.ts';
import type { Lab, Watched } from './accuracy-lab.ts';
import type { Scenario } from './accuracy-scenarios.ts';

/** The peers by the name that stands in the rows. */
export const PEERS = {
  fetch: 'page with a timed fetch, closed loop',
  cloudflare: '@cloudflare/speedtest 1.14.1',
  worker: 'a WebSocket in a worker of an empty page, nothing else',
} as const;

export type PeerName = keyof typeof PEERS;

const RAW_INTERVALS_MS = { http: 40, websocket: 50 };
const SERVERS = { fetch: 'reference', cloudflare: 'cloudflare', worker: 'reference' } as const;
const PATHS = { fetch: '/ping', cloudflare: '/__down', worker: '/echo' };

/** Files that `servePages` has to put beside the app: by name, where each is. */
export function peerFiles(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const page = (name: string): string => join(process.cwd(), 'test', 'bench', name);
  return {
    'peer-fetch.html': page('peer-fetch.html'),
    'peer-cloudflare.html': page('peer-cloudflare.html'),
    'peer-worker.html': page('peer-worker.html'),
    'speedtest.js': require.resolve('@cloudflare/speedtest'),
  };
}

/** Round-trip times, in ms, that the peer measured over the link of a scenario. `pagesUrl` ends in a slash. */
export function watchPeer(
  lab: Lab,
  kind: BrowserKind,
  peer: PeerName,
  scenario: Scenario,
  pagesUrl: string,
): Promise<Watched<number[]>> {
  const { rawConnections: connections, peerS: seconds } = scenario;
  const path = PATHS[peer];
  const raw =
    peer === 'worker'
      ? { websocket: { path, intervalMs: RAW_INTERVALS_MS.websocket } }
      : { http: { path, intervalMs: RAW_INTERVALS_MS.http, connections } };
  return lab.watch({ scenario, server: SERVERS[peer], seconds, raw }, async (port, begin) => {
    const browser = await launch(kind);
    try {
      const page = await browser.newPage();
      await page.goto(`${pagesUrl}peer-${peer}.html`, { waitUntil: 'load' });
      if (!(await page.evaluate(() => crossOriginIsolated)))
        throw new Error(
          'The page of the peer is not isolated: its clock would be coarser than the app\u2019s.',
        );
      await begin();
      const url = `${peer === 'worker' ? 'ws' : 'http'}://127.0.0.1:${port}${path}`;
      const times: unknown = await page.evaluate(`measure(${JSON.stringify(url)}, ${seconds})`);
      return v.parse(v.array(v.number()), times);
    } finally {
      await browser.close();
    }
  });
}
