import type { CampaignEvent } from '../core/campaign.ts';
import type { Clock } from '../core/probe.ts';
import { addLabel } from '../core/simulated-labels.ts';
import type { EpochMillis } from '../core/units.ts';
import type { CampaignRun } from '../engine/campaign-run.ts';
import type { RunEnd } from '../engine/run-ports.ts';
import { ResourceTimings } from '../probes/resource-timings.ts';
import { getCampaign } from '../store/campaigns.ts';
import { Connection } from '../store/connection.ts';
import { ANSWER_MS } from '../store/no-answer.ts';
import { readProgress } from '../store/progress.ts';
import { renewLog } from '../store/renew-log.ts';
import { SampleWriter } from '../store/sample-writer.ts';
import { createClock } from './clock.ts';
import { createRun, type Where } from './create-run.ts';
import { coarser, environment } from './environment.ts';
import { Faults } from './faults.ts';
import { flushAtLast } from './flush-at-last.ts';
import { type Flushed, flushEverySecond } from './flush-loop.ts';
import { identifySimulated } from './identify.ts';
import type { LiveView } from './live-view.ts';
import { withCampaignLock } from './lock.ts';
import { openView } from './open-view.ts';
import type { LiveSnapshot, Secrets } from './protocol.ts';
import { RoomReserve } from './room-reserve.ts';
import { END_WORDS, TOO_FULL } from './session-words.ts';

/** One run of one campaign in this worker: wires the engine to the probes, the store and the page. */
export class CampaignSession {
  readonly #id: string;
  readonly #secrets: Secrets;
  readonly #onSnapshot: (snapshot: LiveSnapshot) => void;
  readonly #connection = new Connection({ keeps: true, dropped: async () => this.#dropped() });
  #reserve: RoomReserve | undefined;
  /** A write may have been torn, for want of room as far as is known. */
  #wasDropped = false;
  readonly #clock: Clock = createClock();
  readonly #simulated = new Set<string>();
  readonly #faults: Faults;
  #run: CampaignRun | undefined;
  #writer: SampleWriter | undefined;
  #view: LiveView | undefined;
  readonly #where: Where;
  #stopBeforeStart = false;
  #shown = true;
  /** When the order came to let another worker go on. */
  #handedOverEpochMs: EpochMillis | undefined;
  #ended: Promise<'ended' | 'handed-over'> | undefined;

  constructor(
    campaignId: string,
    secrets: Secrets,
    onSnapshot: (snapshot: LiveSnapshot) => void,
    where: Where,
  ) {
    this.#id = campaignId;
    this.#secrets = secrets;
    this.#faults = new Faults(Object.values(secrets).map(({ value }) => value));
    this.#onSnapshot = onSnapshot;
    this.#where = where;
  }

  /** Resolves when the campaign has ended, or was handed over, and everything is stored. */
  run(): Promise<'ended' | 'handed-over'> {
    const { takenOver = false, handedOver = false } = this.#where;
    this.#ended = withCampaignLock(() => this.#measureAndClose(), takenOver || handedOver);
    return this.#ended;
  }

  async stop(): Promise<void> {
    this.#stopBeforeStart = true;
    this.#run?.stop('user');
    await this.#ended?.catch(() => {});
  }

  /** Ends the run and leaves the campaign running; false where it is not measuring, or cannot store. */
  handOver(): boolean {
    const run = this.#run;
    if (run === undefined || !run.isMeasuring || this.#view?.storeTrouble !== undefined) return false;
    this.#handedOverEpochMs = this.#clock.epochNow();
    run.stop('handed-over');
    return true;
  }

  /** Snapshots are made for eyes alone: a hidden page would spend more on them than the probes cost. */
  watch(shown: boolean): void {
    const appears = shown && !this.#shown;
    this.#shown = shown;
    const [run, view] = [this.#run, this.#view];
    if (appears && run?.isMeasuring && view !== undefined) this.#show(run, view, 'running');
  }

  event(kind: CampaignEvent['kind'], detail: string): void {
    this.#take({ kind, detail, epochMs: this.#clock.epochNow(), monoMs: this.#clock.now() });
  }

  /** Nothing caught it: it is put on record, and ends nothing. */
  fault(error: unknown): void {
    const detail = this.#faults.tell(error);
    if (detail !== undefined) this.event('note', detail);
  }

  async #measureAndClose(): Promise<'ended' | 'handed-over'> {
    try {
      return await this.#measure();
    } finally {
      this.#reserve?.release();
      await this.#connection.close();
    }
  }

  async #measure(): Promise<'ended' | 'handed-over'> {
    const campaign = await this.#connection.use((store) => getCampaign(store, this.#id));
    if (campaign === undefined) throw new Error('This campaign is not stored in this browser any more.');
    const { plan } = campaign;
    const reserve = await RoomReserve.open();
    this.#reserve = reserve;
    if (!(await reserve.keep())) throw new Error(TOO_FULL);
    const progress = await this.#connection.use((store) => readProgress(store, this.#id, plan.probes.length));
    const writer = new SampleWriter(this.#connection, campaign, progress);
    this.#writer = writer;
    const view = await openView(this.#connection, campaign);
    this.#view = view;
    for (const label of campaign.simulated) this.#simulated.add(label);
    const asking = new AbortController();
    const timings = new ResourceTimings(this.#clock);
    const run = createRun(campaign, progress, {
      ...{ clock: this.#clock, secrets: this.#secrets, where: this.#where, writer, view, timings },
      simulated: (label) => addLabel(this.#simulated, label),
      event: (event) => this.#take(event),
    });
    this.#run = run;
    const found = (label: string) => addLabel(this.#simulated, label);
    void identifySimulated(plan, { found, spent: (bytes) => run.spend(bytes) }, asking.signal);
    writer.set({
      state: 'running',
      stopReason: undefined,
      endedEpochMs: undefined,
      environment: coarser(campaign.environment, environment()),
    });
    try {
      if (this.#stopBeforeStart) run.stop('user');
      await run.start();
      if (this.#where.takenOver)
        this.event('resume', 'The tab that measured was closed, and another tab of this browser went on.');
      // Not earlier: each flush says that the campaign was measuring at that moment.
      const cancelFlush = flushEverySecond(this.#flushed(run, writer, view, reserve));
      const end = await run.done;
      cancelFlush();
      const flushed = this.#flushed(run, writer, view, reserve);
      if (end === 'handed-over') await this.#leave(flushed);
      else await this.#finish(end, flushed);
      return end === 'handed-over' ? end : 'ended';
    } finally {
      asking.abort();
      timings.close();
    }
  }

  #flushed(run: CampaignRun, writer: SampleWriter, view: LiveView, reserve: RoomReserve): Flushed {
    return {
      run,
      writer,
      view,
      patch: () => ({ bytes: run.bytes, simulated: [...this.#simulated], headlines: view.headlines() }),
      isShown: () => this.#shown,
      show: (state) => this.#show(run, view, state),
      settle: () => view.settle(this.#clock.epochNow()),
      reserve,
      hasRoom: RoomReserve.hasRoom,
      wasDropped: () => this.#wasDropped,
      renewLog: async () => {
        await this.#connection.use(renewLog, ANSWER_MS);
        this.#wasDropped = false;
      },
    };
  }

  /** Before the store is opened again on a disk that may be full. */
  #dropped(): void {
    this.#wasDropped = true;
    this.#reserve?.release();
  }

  /** The gap begins where this worker stopped to send, not where the last answers came in. */
  async #leave(flushed: Flushed): Promise<void> {
    flushed.writer.set({ aliveEpochMs: this.#handedOverEpochMs, ...flushed.patch() });
    await flushAtLast(flushed, this.#clock, false);
  }

  async #finish(end: Exclude<RunEnd, 'handed-over'>, flushed: Flushed): Promise<void> {
    const { run, writer, view } = flushed;
    this.event(end === 'finished' ? 'finish' : 'stop', END_WORDS[end]);
    writer.set({
      state: end === 'finished' ? 'finished' : 'stopped',
      stopReason: end === 'finished' ? undefined : end,
      endedEpochMs: this.#clock.epochNow(),
      ...flushed.patch(),
    });
    await flushAtLast(flushed, this.#clock);
    this.#show(run, view, 'ended');
  }

  #take(event: CampaignEvent): void {
    this.#writer?.addEvent(event);
    this.#view?.event(event);
  }

  #show(run: CampaignRun, view: LiveView, state: LiveSnapshot['state']): void {
    this.#onSnapshot(view.snapshot(run, state, this.#clock.epochNow(), [...this.#simulated]));
  }
}
