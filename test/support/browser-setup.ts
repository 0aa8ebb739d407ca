import type { TestProject } from 'vitest/node';
import { startTarget } from '../../src/target/target.ts';
import { startFaultServer } from './fault-server.ts';
import { startPreflightCounter } from './preflight-counter.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    targetUrl: string;
    simulatedUrl: string;
    faultsUrl: string;
    /** Answers with the number of CORS preflights that the target has seen. */
    countUrl: string;
  }
}

/** Starts what the browser tests probe, on the loopback, once for all of them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const target = await startTarget({ host: '127.0.0.1' });
  const simulated = await startTarget({ host: '127.0.0.1', link: 'starlink' });
  const faults = await startFaultServer();
  const counter = await startPreflightCounter(
    () => target.requests.filter(({ method }) => method === 'OPTIONS').length,
  );
  project.provide('targetUrl', target.url);
  project.provide('simulatedUrl', simulated.url);
  project.provide('faultsUrl', faults.url);
  project.provide('countUrl', counter.url);
  return async () => {
    await Promise.all([target.close(), simulated.close(), faults.close(), counter.close()]);
  };
}
