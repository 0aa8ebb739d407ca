import type { ServerTime } from '../core/link/server-clock.ts';
import type { Clock, ProbeNote, SampleSink } from '../core/probe.ts';
import type { ResourceTimings } from './resource-timings.ts';

/** A header that the user typed in; never in a plan, an event or an export. */
export interface SecretHeader {
  header: string;
  value: string;
}

/** What every probe is given: clocks, the network of its worker, and where to report to. */
export interface ProbeContext {
  clock: Clock;
  sink: SampleSink;
  note(note: ProbeNote): void;
  timings: ResourceTimings;
  fetch: typeof fetch;
  WebSocket: typeof WebSocket;
  secret?: SecretHeader | undefined;
  /** The worker's requests pass a service worker's `fetch` listener: they time poorer, and say so. */
  behindServiceWorker?: boolean | undefined;
  /** The endpoint told its own time, exactly (an echo) or to the second (`Date`): for telling sleep from a clock step. */
  serverTime?(time: ServerTime): void;
  /** The endpoint says of itself that its link or model is simulated. */
  simulated(label: string): void;
}
