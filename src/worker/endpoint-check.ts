import type { CheckFacts, CheckProgress, PageFacts } from '../core/check-facts.ts';
import type { ProbeSpec } from '../core/plan.ts';
import { ownOf } from '../core/plan-secrets.ts';
import { checkProbes } from '../probes/check/check.ts';
import { ResourceTimings } from '../probes/resource-timings.ts';
import { createClock, measureClockResolution } from './clock.ts';
import type { Secrets } from './protocol.ts';

/** `Check endpoint`, from the worker that will probe: it sees what the probes will see. One at a time. */
export class EndpointCheck {
  readonly #behindServiceWorker: boolean;
  #stop = new AbortController();

  constructor(behindServiceWorker: boolean) {
    this.#behindServiceWorker = behindServiceWorker;
  }

  cancel(): void {
    this.#stop.abort();
  }

  /** Resolves with nothing where it was cancelled, by another check too. */
  async check(
    probes: readonly ProbeSpec[],
    secrets: Secrets,
    onProgress: (progress: CheckProgress) => void,
  ): Promise<CheckFacts | undefined> {
    this.cancel();
    const stop = new AbortController();
    this.#stop = stop;
    const clock = createClock();
    const timings = new ResourceTimings(clock);
    const contextOf = (spec: ProbeSpec) => ({
      clock,
      timings,
      fetch: self.fetch.bind(self),
      WebSocket: self.WebSocket,
      secret: ownOf(secrets, spec.name),
      sink: () => {},
      note: () => {},
      simulated: () => {},
    });
    try {
      const page = { ...(await lookAtPage()), behindServiceWorker: this.#behindServiceWorker };
      const found = await checkProbes(probes, contextOf, onProgress, stop.signal);
      return stop.signal.aborted ? undefined : { page, probes: found };
    } finally {
      timings.close();
    }
  }
}

async function lookAtPage(): Promise<Omit<PageFacts, 'behindServiceWorker'>> {
  const storage = navigator.storage;
  const [persisted, estimate] = await Promise.all([
    storage?.persisted().catch(() => undefined),
    storage?.estimate().catch(() => undefined),
  ]);
  const { quota, usage } = estimate ?? {};
  return {
    clockStepMs: measureClockResolution(),
    isolated: self.crossOriginIsolated,
    secure: self.isSecureContext,
    persisted,
    freeBytes: quota === undefined || usage === undefined ? undefined : quota - usage,
  };
}
