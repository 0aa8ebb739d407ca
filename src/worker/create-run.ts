import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import { ownOf } from '../core/plan-secrets.ts';
import type { Clock } from '../core/probe.ts';
import { CampaignRun } from '../engine/campaign-run.ts';
import { hostOf } from '../engine/in-flight.ts';
import { createProbe } from '../probes/create-probe.ts';
import type { ResourceTimings } from '../probes/resource-timings.ts';
import type { Progress } from '../store/progress.ts';
import type { SampleWriter } from '../store/sample-writer.ts';
import type { LiveView } from './live-view.ts';
import type { Secrets } from './protocol.ts';

/** In which circumstances a worker measures. */
export interface Where {
  /** Its requests pass a `fetch` listener. */
  behindServiceWorker: boolean;
  /** Another worker of this page measured until just now. */
  handedOver?: boolean;
  /** Another tab did, and was closed. */
  takenOver?: boolean;
}

/** What a run works with, and tells. */
interface Parts {
  clock: Clock;
  secrets: Secrets;
  where: Where;
  writer: SampleWriter;
  view: LiveView;
  timings: ResourceTimings;
  /** An answer said that its link is simulated. */
  simulated(label: string): void;
  event(event: CampaignEvent): void;
}

/** A run with the browser's own probes, whose samples go to the store and to the view. */
export function createRun(campaign: Campaign, progress: Progress[], parts: Parts): CampaignRun {
  const { clock, secrets, where, writer, view, timings, simulated, event } = parts;
  const { plan, seed, startedEpochMs, aliveEpochMs, bytes } = campaign;
  const run: CampaignRun = new CampaignRun(
    { plan, seed, startedEpochMs, aliveEpochMs, handedOver: where.handedOver, bytes, progress },
    {
      clock,
      createProbe: (spec, _index, sink, note) =>
        createProbe(spec, {
          clock,
          sink,
          note,
          timings,
          fetch: self.fetch.bind(self),
          WebSocket: self.WebSocket,
          secret: ownOf(secrets, spec.name),
          behindServiceWorker: where.behindServiceWorker,
          serverTime: (time) => run.serverTime(hostOf(spec.url), time),
          simulated,
        }),
      sample: (index, sample) => {
        writer.add(index, sample);
        view.sample(index, sample);
      },
      event,
      started: (epochMs) => {
        view.started(epochMs);
        writer.set({ startedEpochMs: epochMs });
      },
    },
  );
  return run;
}
