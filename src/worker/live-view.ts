import type { Campaign, CampaignEvent, Headline } from '../core/campaign.ts';
import { LiveOutages } from '../core/link/live-outages.ts';
import { gapsOf } from '../core/link/unobserved.ts';
import type { Sample } from '../core/sample.ts';
import type { CampaignRun } from '../engine/campaign-run.ts';
import type { OutageRow } from '../report/types.ts';
import { LiveFigures } from './live-probe.ts';
import type { LiveSnapshot } from './protocol.ts';

const KEPT_EVENTS = 50;
const KEPT_OUTAGES = 200;

/** Everything that the live view shows of the running campaign. */
export class LiveView {
  readonly #campaign: Campaign;
  #startedEpochMs: number | undefined;
  readonly #figures: LiveFigures[];
  readonly #outages: LiveOutages;
  readonly #earlier: OutageRow[];
  #events: CampaignEvent[];
  storeTrouble: string | undefined;

  constructor(campaign: Campaign, known: { outages: OutageRow[]; events: CampaignEvent[] }) {
    this.#campaign = campaign;
    this.#startedEpochMs = campaign.startedEpochMs;
    this.#figures = campaign.plan.probes.map((spec) => new LiveFigures(spec));
    this.#outages = new LiveOutages(campaign.plan.probes, KEPT_OUTAGES);
    this.#earlier = known.outages;
    this.#events = known.events.slice(-KEPT_EVENTS);
  }

  started(epochMs: number): void {
    this.#startedEpochMs = epochMs;
  }

  /** Takes samples that an earlier run stored. */
  preload(probeIndex: number, samples: Iterable<Sample>): void {
    for (const sample of samples) this.#figures[probeIndex]?.add(sample, false);
  }

  sample(probeIndex: number, sample: Sample): void {
    this.#figures[probeIndex]?.add(sample);
    const probe = this.#campaign.plan.probes[probeIndex];
    if (probe !== undefined) this.#outages.settled(probe.name, sample);
  }

  event(event: CampaignEvent): void {
    for (const gap of gapsOf([event])) this.#outages.gap(gap);
    if (event.kind === 'fresh-connection') this.#outages.fresh(event.probe ?? '', event.epochMs);
    else this.#events = [...this.#events, event].slice(-KEPT_EVENTS);
  }

  headlines(): Headline[] {
    return this.#figures.map((figures) => figures.headline());
  }

  snapshot(
    run: CampaignRun,
    state: LiveSnapshot['state'],
    nowEpochMs: number,
    simulated: string[],
  ): LiveSnapshot {
    const { plan, id } = this.#campaign;
    const startedEpochMs = this.#startedEpochMs ?? nowEpochMs;
    return {
      campaignId: id,
      state,
      elapsedS: Math.min(plan.durationS, Math.max(0, (nowEpochMs - startedEpochMs) / 1000)),
      durationS: plan.durationS,
      bytes: run.bytes,
      budgetBytes: plan.dataBudgetMB === undefined ? undefined : plan.dataBudgetMB * 1e6,
      probes: this.#figures.map((figures, index) =>
        figures.snapshot(run.lanes[index]?.inFlight.size ?? 0, nowEpochMs),
      ),
      outages: [...this.#earlier, ...this.#outages.look(nowEpochMs).rows].slice(-KEPT_OUTAGES),
      silentSinceEpochMs: run.silentSinceEpochMs,
      events: this.#events,
      storeTrouble: this.storeTrouble,
      simulated,
    };
  }
}
