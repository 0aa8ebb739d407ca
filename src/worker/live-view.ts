import type { Campaign, CampaignEvent, Headline } from '../core/campaign.ts';
import { LiveOutages } from '../core/link/live-outages.ts';
import { gapsOf } from '../core/link/unobserved.ts';
import type { Sample } from '../core/sample.ts';
import { judgedPlan } from '../core/verdict/judgement.ts';
import type { CampaignRun } from '../engine/campaign-run.ts';
import type { OutageRow } from '../report/types.ts';
import { LiveLimits } from './live-limits.ts';
import { LiveFigures } from './live-probe.ts';
import type { LiveSnapshot } from './protocol.ts';

const KEPT_EVENTS = 50;
const KEPT_OUTAGES = 200;
/** Due times that can be gone through each second without holding up a probe. */
const CHEAP_LOOK = 2000;

/** Everything that the live view shows of the running campaign. */
export class LiveView {
  readonly #campaign: Campaign;
  #startedEpochMs: number | undefined;
  readonly #figures: LiveFigures[];
  readonly #limits: LiveLimits;
  readonly #outages: LiveOutages;
  readonly #earlier: OutageRow[];
  #events: CampaignEvent[];
  #rows: OutageRow[] = [];
  #lookAgainEpochMs = Number.NEGATIVE_INFINITY;
  storeTrouble: string | undefined;

  constructor(campaign: Campaign, known: { outages: OutageRow[]; events: CampaignEvent[] }) {
    this.#campaign = campaign;
    this.#startedEpochMs = campaign.startedEpochMs;
    this.#figures = campaign.plan.probes.map((spec) => new LiveFigures(spec));
    this.#limits = new LiveLimits(judgedPlan(campaign));
    this.#outages = new LiveOutages(campaign.plan.probes, KEPT_OUTAGES);
    this.#earlier = known.outages;
    this.#events = known.events.slice(-KEPT_EVENTS);
  }

  started(epochMs: number): void {
    this.#startedEpochMs = epochMs;
  }

  /** Takes samples that an earlier run stored. */
  preload(probeIndex: number, samples: Iterable<Sample>): void {
    for (const sample of samples) {
      this.#figures[probeIndex]?.add(sample, false);
      this.#limits.add(probeIndex, sample, false);
    }
  }

  sample(probeIndex: number, sample: Sample): void {
    this.#figures[probeIndex]?.add(sample);
    this.#limits.add(probeIndex, sample, sample.outcome === 'late');
    const probe = this.#campaign.plan.probes[probeIndex];
    if (probe !== undefined) this.#outages.settled(probe.name, sample);
  }

  event(event: CampaignEvent): void {
    for (const gap of gapsOf([event])) this.#outages.gap(gap);
    if (event.kind === 'gap-cause' && event.cause !== undefined)
      this.#outages.named(event.epochMs, event.cause);
    if (event.kind === 'fresh-connection') this.#outages.fresh(event.probe ?? '', event.epochMs);
    else this.#events = [...this.#events, event].slice(-KEPT_EVENTS);
  }

  /** Sums up what is settled, so that a view that nobody looks at does not grow. */
  settle(nowEpochMs: number): void {
    this.#outages.look(nowEpochMs);
  }

  headlines(): Headline[] {
    return this.#figures.map((figures) => figures.headline());
  }

  snapshot(
    run: Pick<CampaignRun, 'bytes' | 'lanes' | 'silentSinceEpochMs'>,
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
      verdict: this.#limits.verdict(),
      outages: [...this.#earlier, ...this.#outageRows(nowEpochMs, state === 'ended')].slice(-KEPT_OUTAGES),
      silentSinceEpochMs: run.silentSinceEpochMs,
      events: this.#events,
      storeTrouble: this.storeTrouble,
      simulated,
    };
  }

  /** At hundreds of probes a second a look at a restless link takes milliseconds: then there is one every few seconds. */
  #outageRows(nowEpochMs: number, isLast: boolean): OutageRow[] {
    const setBack = this.#lookAgainEpochMs - nowEpochMs > 60_000;
    const calm = this.#outages.isCalm(nowEpochMs);
    if (calm || isLast || setBack || nowEpochMs >= this.#lookAgainEpochMs) {
      this.#rows = this.#outages.look(nowEpochMs).rows;
      this.#lookAgainEpochMs = nowEpochMs + 1000 * Math.floor(this.#outages.size / CHEAP_LOOK);
    }
    return this.#rows;
  }
}
