import type { ServerTime } from '../core/link/server-clock.ts';
import type { SampleSink } from '../core/probe.ts';
import type { Sample } from '../core/sample.ts';
import { type EpochMillis, epochMillis, type Millis, millis } from '../core/units.ts';
import { DataBudget } from './data-budget.ts';
import { GapNamer } from './gap-namer.ts';
import { eventOf, GapWatch } from './gap-watch.ts';
import { Lane } from './lane.ts';
import { QuietMoments } from './quiet-moments.ts';
import { resumeAt, resumeEvents } from './resume.ts';
import type { RunEnd, RunEvent, RunInput, RunPorts } from './run-ports.ts';
import { Sender } from './sender.ts';
import { type KnockAnswer, SilenceAsker } from './silence-asker.ts';
import { Timebase } from './timebase.ts';

const TICK_MS = 250;
const OPEN_WITHIN_MS = 3000;
/** How long what is in flight may still come in; nobody waits for a run that hands over, but due times pass. */
const GRACE_MS: Partial<Record<RunEnd, number>> & { user: number } = { user: 2000, 'handed-over': 1000 };
/** Due times written off in one go before other work gets a turn. */
const BACKFILL_SLICE = 5000;

/** One run of a campaign, from start to its planned end, a stop, or the death of its worker. */
export class CampaignRun {
  readonly done: Promise<RunEnd>;
  readonly lanes: Lane[];
  readonly #input: RunInput;
  readonly #ports: RunPorts;
  readonly #time: Timebase;
  readonly #sender: Sender;
  readonly #quiet: QuietMoments;
  readonly #budget: DataBudget;
  readonly #gaps: GapWatch;
  readonly #names = new GapNamer();
  readonly #silence: SilenceAsker;
  #ending: RunEnd | undefined;
  #begun = false;
  #closed = false;
  #cancelPump = () => {};
  #cancelTick = () => {};
  #settleDone: (end: RunEnd) => void = () => {};

  constructor(input: RunInput, ports: RunPorts) {
    this.#input = input;
    this.#ports = ports;
    this.#budget = new DataBudget(input.plan.dataBudgetMB, input.bytes);
    this.#gaps = new GapWatch(ports.clock);
    this.#time = new Timebase(ports.clock);
    this.done = new Promise((resolve) => {
      this.#settleDone = resolve;
    });
    this.lanes = input.plan.probes.map((spec, index) => {
      const lane = new Lane(index, spec, input.seed, input.progress[index]);
      const report: SampleSink = (sample) => this.#report(lane, sample);
      lane.probe = ports.createProbe(spec, index, report, (note) =>
        this.#event({ ...note, probe: spec.name }),
      );
      return lane;
    });
    this.#sender = new Sender(ports, this.lanes, this.#time, this.#budget);
    this.#quiet = new QuietMoments(ports.clock, () =>
      this.lanes.reduce((n, lane) => n + lane.inFlight.size, 0),
    );
    this.#silence = new SilenceAsker(ports.clock, this.lanes, (probe, answer) =>
      this.#knocked(probe, answer),
    );
  }

  get bytes(): number {
    return this.#budget.bytes;
  }

  /** Counts bytes that were sent beside the probes: they are of the same budget. */
  spend(bytes: number): void {
    this.#budget.add(bytes);
  }

  /** Since when nothing answers at all, on the wall clock. */
  get silentSinceEpochMs(): EpochMillis | undefined {
    const since = this.#silence.since();
    return since === undefined ? undefined : this.#time.epochAt(since);
  }

  /** The schedule runs: due times are sent as they come. */
  get isMeasuring(): boolean {
    return this.#begun && this.#ending === undefined;
  }

  /** Resolves at the next moment at which other work delays no probe, and after `atMostMs` in any case. */
  quietMoment(atMostMs: Millis): Promise<void> {
    return this.#quiet.wait(atMostMs);
  }

  /** Nothing more is sent; the last answers are waited for. */
  get isDraining(): boolean {
    return this.#ending !== undefined;
  }

  /** A server, named by its host, told its time: that tells sleep from a clock step. */
  serverTime(server: string, time: ServerTime): void {
    this.#look();
    const event = this.#names.heard(server, time);
    if (event !== undefined && !this.#closed) this.#event(event);
  }

  /** Opens standing connections, then starts the schedule. Resolves once probing has begun. */
  async start(): Promise<void> {
    const { clock } = this.#ports;
    await Promise.race([
      Promise.all(this.lanes.map((lane) => lane.probe.open())),
      new Promise<void>((resolve) => clock.at(millis(clock.now() + OPEN_WITHIN_MS), resolve)),
    ]);
    if (this.#ending !== undefined) return;
    this.#begin();
    this.#tick();
    this.#pump();
  }

  /**
   * Ends the run in order: nothing more is sent, what is in flight may still come
   * in. A user's stop also shortens the wait for the last answers of a run that
   * is ending by itself.
   */
  stop(reason: RunEnd): void {
    if (this.#ending === undefined) {
      if (this.#input.startedEpochMs !== undefined && !this.#begun) this.#begin();
      this.#ending = reason;
      this.#cancelPump();
    } else if (reason !== 'user') return;
    const longestMs = Math.max(...this.lanes.map((lane) => lane.spec.timeoutMs));
    const graceMs = GRACE_MS[reason] ?? longestMs + GRACE_MS.user;
    this.#ports.clock.at(millis(this.#ports.clock.now() + graceMs), () => this.#close());
    this.#closeWhenDrained();
  }

  #begin(): void {
    this.#begun = true;
    this.#gaps.look();
    const { clock } = this.#ports;
    const now = clock.now();
    const epoch = clock.epochNow();
    const { startedEpochMs = epoch, plan, seed } = this.#input;
    const endEpochMs = epochMillis(startedEpochMs + plan.durationS * 1000);
    this.#silence.forget();
    this.#time.set(now, endEpochMs);
    this.#ports.started(startedEpochMs);
    if (this.#input.startedEpochMs === undefined) {
      this.#event({ kind: 'start', detail: `The campaign started with seed ${seed}.` });
      return;
    }
    const { offsetMs, setBackMs } = resumeAt(this.lanes, startedEpochMs, epoch);
    this.#time.set(millis(now - offsetMs), endEpochMs);
    this.#sender.blindUntilMs = now;
    const { aliveEpochMs = epoch, handedOver } = this.#input;
    for (const event of resumeEvents(setBackMs, aliveEpochMs, epoch, handedOver)) this.#event(event);
    // Due times without a sample from before the reload; those since then follow as the schedule comes to them.
    for (const lane of this.lanes) for (const seq of lane.progress.holes) this.#sender.writeOff(lane, seq);
  }

  /** Goes on whatever throws: a fault in one request ends neither its probe nor the others. */
  #pump(): void {
    try {
      this.#sendDue();
    } finally {
      this.#pumpAgain();
    }
  }

  #sendDue(): void {
    const { clock } = this.#ports;
    this.#look();
    let sliceLeft = BACKFILL_SLICE;
    for (const lane of this.lanes) {
      while (sliceLeft > 0 && this.#ending === undefined && !this.#time.isThrough(lane)) {
        const dueMs = this.#time.dueMono(lane, lane.nextSeq);
        if (dueMs > clock.now()) break;
        // Before each one: a freeze may begin while several are being sent.
        this.#look();
        if (this.#sender.dispatch(lane, dueMs) === 'stop') this.stop('data-budget');
        sliceLeft -= 1;
      }
    }
  }

  #pumpAgain(): void {
    const nextDueMs = this.#time.nextDue(this.lanes);
    this.#quiet.nextDue(nextDueMs);
    if (this.#ending !== undefined || nextDueMs === Number.POSITIVE_INFINITY) return;
    this.#cancelPump = this.#ports.clock.at(millis(nextDueMs), () => this.#pump());
  }

  #report(lane: Lane, sample: Sample): void {
    this.#look();
    const kept = this.#sender.settle(lane, sample);
    if (kept !== undefined && lane.spec.role !== 'control') this.#silence.heard(kept);
    if (this.#ending !== undefined) this.#closeWhenDrained();
    this.#quiet.look();
  }

  #tick(): void {
    const { clock } = this.#ports;
    try {
      this.#look();
      if (this.#ending === undefined) {
        if (this.#time.isDone(this.lanes)) this.stop('finished');
        else void this.#silence.tick();
      }
    } finally {
      if (!this.#closed) this.#cancelTick = clock.at(millis(clock.now() + TICK_MS), () => this.#tick());
    }
  }

  #knocked(probe: string, { arrived, bytes, durationMs }: KnockAnswer): void {
    this.#budget.add(bytes);
    this.#look();
    if (!arrived || this.#ending !== undefined) return;
    this.#event({ kind: 'fresh-connection', detail: 'A fresh connection was answered.', durationMs, probe });
  }

  #look(): void {
    const finding = this.#gaps.look();
    if (finding === undefined) return;
    if (finding.kind === 'gap') {
      this.#sender.blind(finding.gap.toMonoMs);
      this.#names.gap(finding.gap);
      this.#silence.forget();
    }
    this.#event(eventOf(finding));
  }

  #event(event: RunEvent): void {
    const { clock } = this.#ports;
    this.#ports.event({ ...event, epochMs: event.epochMs ?? clock.epochNow(), monoMs: clock.now() });
  }

  #closeWhenDrained(): void {
    if (this.lanes.every((lane) => lane.inFlight.size === 0)) this.#close();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelTick();
    for (const lane of this.lanes) {
      this.#sender.giveUp(lane);
      lane.probe.close();
    }
    this.#settleDone(this.#ending ?? 'user');
  }
}
