import { decodeBatch } from '../core/batch-reader.ts';
import type { Campaign, CampaignEvent } from '../core/campaign.ts';
import type { Clock } from '../core/probe.ts';
import { millis } from '../core/units.ts';
import { CampaignRun } from '../engine/campaign-run.ts';
import type { RunEnd } from '../engine/run-ports.ts';
import { createProbe } from '../probes/create-probe.ts';
import { ResourceTimings } from '../probes/resource-timings.ts';
import { buildReport } from '../report/report.ts';
import { getCampaign, listEvents } from '../store/campaigns.ts';
import { Connection } from '../store/connection.ts';
import { type Progress, readProgress } from '../store/progress.ts';
import { readBatches } from '../store/sample-reader.ts';
import { SampleWriter } from '../store/sample-writer.ts';
import { createClock, measureClockResolution } from './clock.ts';
import { identifySimulated } from './identify.ts';
import { LiveView } from './live-view.ts';
import { withCampaignLock } from './lock.ts';
import type { LiveSnapshot, Secrets } from './protocol.ts';

declare const __APP_VERSION__: string;

const FLUSH_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const LAST_SAMPLES_LOST =
  'The last samples could not be written to disk. Make room, then go on with the campaign: all before them is stored.';

/** One run of one campaign in this worker: wires the engine to the probes, the store and the page. */
export class CampaignSession {
  readonly #id: string;
  readonly #secrets: Secrets;
  readonly #onSnapshot: (snapshot: LiveSnapshot) => void;
  readonly #connection = new Connection();
  readonly #clock: Clock = createClock();
  readonly #simulated = new Set<string>();
  #run: CampaignRun | undefined;
  #writer: SampleWriter | undefined;
  #view: LiveView | undefined;
  #stopBeforeStart = false;
  #ended: Promise<void> | undefined;

  constructor(campaignId: string, secrets: Secrets, onSnapshot: (snapshot: LiveSnapshot) => void) {
    this.#id = campaignId;
    this.#secrets = secrets;
    this.#onSnapshot = onSnapshot;
  }

  /** Resolves when the campaign has ended and everything is stored. */
  run(): Promise<void> {
    this.#ended = withCampaignLock(() => this.#measure()).finally(() => this.#connection.close());
    return this.#ended;
  }

  async stop(): Promise<void> {
    this.#stopBeforeStart = true;
    this.#run?.stop('user');
    await this.#ended?.catch(() => {});
  }

  event(kind: CampaignEvent['kind'], detail: string): void {
    this.#take({ kind, detail, epochMs: this.#clock.epochNow(), monoMs: this.#clock.now() });
  }

  async #measure(): Promise<void> {
    const campaign = await this.#connection.use((store) => getCampaign(store, this.#id));
    if (campaign === undefined) throw new Error('This campaign is not stored in this browser any more.');
    const { plan } = campaign;
    const progress = await this.#connection.use((store) => readProgress(store, this.#id, plan.probes.length));
    const writer = new SampleWriter(this.#connection, this.#id, progress);
    this.#writer = writer;
    const view = await this.#openView(campaign);
    this.#view = view;
    for (const label of campaign.simulated) this.#simulated.add(label);
    const asking = new AbortController();
    void identifySimulated(plan, (label) => this.#simulated.add(label), asking.signal);
    const timings = new ResourceTimings(this.#clock);
    const run = this.#createRun(campaign, progress, writer, view, timings);
    this.#run = run;
    writer.set({
      state: 'running',
      stopReason: undefined,
      endedEpochMs: undefined,
      environment: environment(),
    });
    try {
      if (this.#stopBeforeStart) run.stop('user');
      await run.start();
      // Not earlier: each flush says that the campaign was measuring at that moment.
      const cancelFlush = this.#flushEverySecond(run, writer, view);
      const end = await run.done;
      cancelFlush();
      await this.#finish(end, run, writer, view);
    } finally {
      asking.abort();
      timings.close();
    }
  }

  #createRun(
    campaign: Campaign,
    progress: Progress[],
    writer: SampleWriter,
    view: LiveView,
    timings: ResourceTimings,
  ) {
    const { plan, seed, startedEpochMs, aliveEpochMs, bytes } = campaign;
    return new CampaignRun(
      { plan, seed, startedEpochMs, aliveEpochMs, bytes, progress },
      {
        clock: this.#clock,
        createProbe: (spec, _index, sink, note) =>
          createProbe(spec, {
            clock: this.#clock,
            sink,
            note,
            timings,
            fetch: self.fetch.bind(self),
            WebSocket: self.WebSocket,
            secret: this.#secrets[spec.name],
            simulated: (label) => this.#simulated.add(label),
          }),
        sample: (index, sample) => {
          writer.add(index, sample);
          view.sample(index, sample);
        },
        event: (event) => this.#take(event),
        started: (epochMs) => {
          view.started(epochMs);
          writer.set({ startedEpochMs: epochMs });
        },
      },
    );
  }

  /** On going on with a campaign the live figures begin with what is stored, not at nothing. */
  async #openView(campaign: Campaign): Promise<LiveView> {
    const [events, batches] = await this.#connection.use(async (store) => [
      await listEvents(store, this.#id),
      await Promise.all(campaign.plan.probes.map((_, index) => readBatches(store, this.#id, index))),
    ]);
    const probes = campaign.plan.probes.map((spec, index) => ({ spec, batches: batches[index] ?? [] }));
    const isNew = batches.every((list) => list.length === 0);
    const ended = { ...campaign, endedEpochMs: campaign.aliveEpochMs };
    const outages = isNew ? [] : buildReport({ campaign: ended, events, probes }).outages;
    const view = new LiveView(campaign, { outages, events });
    batches.forEach((list, index) => {
      for (const batch of list) view.preload(index, decodeBatch(batch));
    });
    return view;
  }

  #flushEverySecond(run: CampaignRun, writer: SampleWriter, view: LiveView): () => void {
    const turn = async () => {
      writer.set({ bytes: run.bytes, simulated: [...this.#simulated], headlines: view.headlines() });
      this.#show(run, view, run.isDraining ? 'draining' : 'running');
      try {
        await writer.flush();
        view.storeTrouble = undefined;
      } catch (error) {
        view.storeTrouble = troubleOf(error);
        if (isFull(error)) run.stop('storage');
      }
    };
    const timer = setInterval(() => void turn(), FLUSH_MS);
    return () => clearInterval(timer);
  }

  async #finish(end: RunEnd, run: CampaignRun, writer: SampleWriter, view: LiveView): Promise<void> {
    this.event(end === 'finished' ? 'finish' : 'stop', END_WORDS[end]);
    writer.set({
      state: end === 'finished' ? 'finished' : 'stopped',
      stopReason: end === 'finished' ? undefined : end,
      endedEpochMs: this.#clock.epochNow(),
      bytes: run.bytes,
      simulated: [...this.#simulated],
      headlines: view.headlines(),
    });
    await this.#flushAtLast(run, writer, view);
    this.#show(run, view, 'ended');
  }

  /** What was measured last is worth waiting for; a disk that stays full is told to the user. */
  async #flushAtLast(run: CampaignRun, writer: SampleWriter, view: LiveView): Promise<void> {
    for (let waitMs = 500; ; waitMs *= 2) {
      try {
        await writer.flush(true);
        view.storeTrouble = undefined;
        return;
      } catch (error) {
        view.storeTrouble = troubleOf(error);
        this.#show(run, view, 'draining');
        if (waitMs > LONGEST_WAIT_MS) throw new Error(LAST_SAMPLES_LOST, { cause: error });
        await new Promise<void>((resolve) => this.#clock.at(millis(this.#clock.now() + waitMs), resolve));
      }
    }
  }

  #take(event: CampaignEvent): void {
    this.#writer?.addEvent(event);
    this.#view?.event(event);
  }

  #show(run: CampaignRun, view: LiveView, state: LiveSnapshot['state']): void {
    this.#onSnapshot(view.snapshot(run, state, this.#clock.epochNow(), [...this.#simulated]));
  }
}

const END_WORDS: Record<RunEnd, string> = {
  finished: 'The campaign reached its planned end.',
  user: 'The campaign was stopped by the user.',
  'data-budget': 'The campaign was stopped because its data budget is used up.',
  storage: 'The campaign was stopped because the disk is full.',
};

function environment() {
  return {
    appVersion: __APP_VERSION__,
    userAgent: navigator.userAgent,
    clockResolutionMs: measureClockResolution(),
    crossOriginIsolated: self.crossOriginIsolated,
  };
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

function troubleOf(error: unknown): string {
  if (isFull(error))
    return 'The disk or the browser\u2019s quota is full. Export and delete campaigns to make room.';
  const detail = error instanceof Error ? error.message : String(error);
  return `Samples cannot be written to disk at the moment and are kept in memory (${detail}).`;
}
