import type { TestProject } from 'vitest/node';
import { startTarget } from '../../src/target/target.ts';
import { startCheckServers } from './check-servers.ts';
import { startDepthServer } from './depth-server.ts';
import { startFaultServer } from './fault-server.ts';
import { startH2Server } from './h2-server.ts';
import { startLinkControl } from './link-control.ts';
import { startLink } from './linkemu.ts';
import { startPreflightCounter } from './preflight-counter.ts';
import { startStreamServer } from './stream-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    targetUrl: string;
    simulatedUrl: string;
    faultsUrl: string;
    checkUrl: string;
    /** Nobody listens there. */
    closedUrl: string;
    /** Answers with the number of CORS preflights that the target has seen. */
    countUrl: string;
    /** The target behind an emulated link with a round trip of 30 ms. */
    linkUrl: string;
    /** Stalls that link: `POST ?stallMs=N`. */
    linkControlUrl: string;
    /** Habits of real servers, by path. */
    depthUrl: string;
    /** The same behind a link with a round trip of 160 ms, above all that a busy machine adds; to a browser it is another host. */
    depthLinkUrl: string;
    /** HTTP/2 over TLS. */
    h2Url: string;
    /** Scripted streams, by path (streams/traps.ts), and what was played (streams/log.ts reads it). */
    streamsUrl: string;
  }
}

/** Starts what the browser tests probe, on the loopback, once for all of them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const target = await startTarget({ host: '127.0.0.1' });
  const simulated = await startTarget({ host: '127.0.0.1', link: 'starlink' });
  const faults = await startFaultServer();
  const checked = await startCheckServers();
  const counter = await startPreflightCounter(
    () => target.requests.filter(({ method }) => method === 'OPTIONS').length,
  );
  const link = await startLink({
    target: { host: '127.0.0.1', port: Number(new URL(target.url).port) },
    delay: 30,
  });
  const linkControl = await startLinkControl(link);
  const depth = await startDepthServer();
  const depthLink = await startLink({ target: { host: '127.0.0.1', port: depth.port }, delay: 160 });
  const h2 = await startH2Server();
  const streams = await startStreamServer();
  project.provide('streamsUrl', streams.url);
  project.provide('depthUrl', depth.url);
  project.provide('depthLinkUrl', depthLink.url);
  project.provide('h2Url', h2.url);
  project.provide('linkUrl', link.url);
  project.provide('linkControlUrl', linkControl.url);
  project.provide('targetUrl', target.url);
  project.provide('simulatedUrl', simulated.url);
  project.provide('faultsUrl', faults.url);
  project.provide('checkUrl', checked.url);
  project.provide('closedUrl', checked.closedUrl);
  project.provide('countUrl', counter.url);
  return async () => {
    await linkControl.close();
    await link.close();
    await depthLink.close();
    await Promise.all([depth.close(), h2.close(), streams.close()]);
    await Promise.all([target.close(), simulated.close(), faults.close(), checked.close(), counter.close()]);
  };
}
