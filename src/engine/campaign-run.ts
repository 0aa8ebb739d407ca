import type { CampaignEvent, StopReason } from '../core/campaign.ts';
import type { Plan, ProbeSpec } from '../core/plan.ts';
import type { Clock, Probe, ProbeNote, SampleSink } from '../core/probe.ts';
import type { Sample } from '../core/sample.ts';
import { createSchedule } from '../core/schedule/schedule.ts';
import { type EpochMillis, epochMillis, type Millis, millis } from '../core/units.ts';
import { DataBudget } from './data-budget.ts';
import { GapWatch } from './gap-watch.ts';
import { InFlightCaps } from './in-flight.ts';
import { Lane, unmeasured } from './lane.ts';
import { resumeAt } from './resume.ts';
import { SilenceWatch } from './silence-watch.ts';

/** Where one probe of a campaign that goes on stands. */
export interface ProbeProgress {
  nextSeq: number;
  holes: number[];
  /** A stored sample that ties the schedule to the wall clock: the latest of this probe. */
  last?: { seq: number; dueEpochMs: EpochMillis } | undefined;
}

/** What the run starts from: nothing for a new campaign, what the store holds for one that goes on. */
export interface RunInput {
  plan: Plan;
  seed: number;
  /** Wall-clock time of schedule zero of the first run; absent for a new campaign. */
  startedEpochMs?: EpochMillis | undefined;
  /** When the campaign was last known to be measuring. */
  aliveEpochMs?: EpochMillis | undefined;
  /** For each probe: the next due time to number, and earlier ones that have no sample. */
  progress: ProbeProgress[];
  bytes: number;
}

/** What the run needs from outside and what it hands over. */
export interface RunPorts {
  clock: Clock;
  createProbe(spec: ProbeSpec, index: number, sink: SampleSink, note: (note: ProbeNote) => void): Probe;
  /** Each due time once; once more where a `timeout` turned into `late`. */
  sample(probeIndex: number, sample: Sample): void;
  event(event: CampaignEvent): void;
  /** Schedule zero is set and probing begins. */
  started(startedEpochMs: EpochMillis): void;
}

export type RunEnd = 'finished' | StopReason;

const TICK_MS = 250;
const OPEN_WITHIN_MS = 3000;
/** A due time that this laptop reached later than this was not measured. */
const UNMEASURED_AFTER_MS = 1000;
const STOP_GRACE_MS = 2000;
const KNOCK_WITHIN_MS = millis(3000);
/** Due times written off in one go before other work gets a turn. */
const BACKFILL_SLICE = 5000;

/** One run of a campaign, from start to its planned end, a stop, or the death of its worker. */
export class CampaignRun {
  readonly done: Promise<RunEnd>;
  readonly lanes: Lane[];
  readonly #input: RunInput;
  readonly #ports: RunPorts;
  readonly #caps = new InFlightCaps();
  readonly #budget: DataBudget;
  readonly #gaps: GapWatch;
  #silence: SilenceWatch;
  #zeroMs = millis(0);
  #endEpochMs = epochMillis(Number.POSITIVE_INFINITY);
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
    this.#silence = new SilenceWatch(ports.clock.now());
    this.done = new Promise((resolve) => {
      this.#settleDone = resolve;
    });
    this.lanes = input.plan.probes.map((spec, index) => {
      const lane = new Lane(
        spec,
        createSchedule(spec, input.seed, index),
        input.progress[index]?.nextSeq ?? 0,
      );
      lane.probe = ports.createProbe(
        spec,
        index,
        (sample) => this.#report(index, sample),
        (note) => this.#note(spec, note),
      );
      return lane;
    });
  }

  get bytes(): number {
    return this.#budget.bytes;
  }

  /** Since when nothing answers at all, on the wall clock. */
  get silentSinceEpochMs(): EpochMillis | undefined {
    const { clock } = this.#ports;
    const since = this.#silence.silentSince(clock.now(), this.#oldestInFlight());
    return since === undefined ? undefined : epochMillis(clock.epochNow() - (clock.now() - since));
  }

  /** Nothing more is sent; the last answers are waited for. */
  get isDraining(): boolean {
    return this.#ending !== undefined;
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
    const graceMs = reason === 'user' ? STOP_GRACE_MS : longestMs + STOP_GRACE_MS;
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
    this.#endEpochMs = epochMillis(startedEpochMs + plan.durationS * 1000);
    this.#silence = new SilenceWatch(now);
    this.#zeroMs = now;
    this.#ports.started(startedEpochMs);
    if (this.#input.startedEpochMs === undefined) {
      this.#event({ kind: 'start', detail: `The campaign started with seed ${seed}.` });
      return;
    }
    const { offsetMs, setBackMs } = resumeAt(this.lanes, this.#input.progress, startedEpochMs, epoch);
    this.#zeroMs = millis(now - offsetMs);
    if (setBackMs > 0) {
      const detail =
        'The wall clock was set back while the page was closed. The numbering goes on after the last due time.';
      this.#event({ kind: 'clock-step', detail, durationMs: millis(setBackMs) });
    }
    this.#goOn(epoch, this.#input.aliveEpochMs ?? epoch);
  }

  /** The time before a reload or a crash: due times without a sample are `unmeasured`, the interval is a gap. */
  #goOn(epoch: EpochMillis, aliveEpochMs: EpochMillis): void {
    const durationMs = millis(Math.max(0, epoch - aliveEpochMs));
    const detail = 'The page was closed; the campaign goes on.';
    this.#event({ kind: 'gap', detail, epochMs: aliveEpochMs, durationMs, cause: 'closed' });
    this.#event({ kind: 'resume', detail });
    this.lanes.forEach((lane, index) => {
      for (const seq of this.#input.progress[index]?.holes ?? []) this.#writeOff(lane, index, seq);
    });
  }

  #pump(): void {
    const { clock } = this.#ports;
    this.#look();
    let sliceLeft = BACKFILL_SLICE;
    let nextDueMs = Number.POSITIVE_INFINITY;
    for (const [index, lane] of this.lanes.entries()) {
      while (sliceLeft > 0 && this.#ending === undefined && !this.#isThrough(lane)) {
        const dueMs = this.#dueMono(lane, lane.nextSeq);
        if (dueMs > clock.now()) break;
        this.#dispatch(lane, index, dueMs);
        sliceLeft -= 1;
      }
      if (!this.#isThrough(lane)) nextDueMs = Math.min(nextDueMs, this.#dueMono(lane, lane.nextSeq));
    }
    if (this.#ending !== undefined || nextDueMs === Number.POSITIVE_INFINITY) return;
    this.#cancelPump = clock.at(millis(nextDueMs), () => this.#pump());
  }

  /** Every due time before the planned end has its sample. */
  #isThrough(lane: Lane): boolean {
    return this.#epochAt(this.#dueMono(lane, lane.nextSeq)) >= this.#endEpochMs;
  }

  #dispatch(lane: Lane, index: number, dueMonoMs: Millis): void {
    const sentMonoMs = this.#ports.clock.now();
    const lateMs = millis(sentMonoMs - dueMonoMs);
    if (lateMs > UNMEASURED_AFTER_MS) {
      this.#writeOff(lane, index, lane.nextSeq);
      lane.nextSeq += 1;
      return;
    }
    const verdict = this.#budget.judge(this.lanes, lane);
    if (verdict === 'stop') {
      this.stop('data-budget');
      return;
    }
    const due = { seq: lane.nextSeq, dueMonoMs, dueEpochMs: this.#epochAt(dueMonoMs) };
    lane.nextSeq += 1;
    const full = lane.inFlight.size >= lane.probe.maxInFlight || !this.#caps.mayOpen(lane.spec);
    if (full || verdict === 'wait') {
      this.#ports.sample(index, { ...due, outcome: 'skipped' });
      return;
    }
    const shot = { ...due, sentMonoMs, lateMs };
    lane.inFlight.set(due.seq, shot);
    this.#caps.opened(lane.spec);
    lane.probe.fire(shot);
  }

  #report(index: number, sample: Sample): void {
    const lane = this.lanes[index];
    if (lane === undefined) return;
    this.#look();
    const open = lane.inFlight.has(sample.seq);
    const kept = lane.settle(sample);
    if (open) this.#caps.closed(lane.spec);
    this.#budget.count(lane, sample);
    if (kept !== undefined) {
      this.#ports.sample(index, kept);
      if (lane.spec.role !== 'control') this.#watch(kept);
    }
    if (this.#ending !== undefined) this.#closeWhenDrained();
  }

  #watch(sample: Sample): void {
    const answered = 'responseMs' in sample && sample.responseMs !== undefined;
    if (answered) this.#silence.arrived(this.#ports.clock.now());
    else if (sample.outcome === 'timeout' || sample.outcome === 'failed') this.#silence.lost();
  }

  #tick(): void {
    const { clock } = this.#ports;
    this.#look();
    if (this.#ending === undefined) {
      const over = clock.epochNow() >= this.#endEpochMs;
      if (over && this.lanes.every((lane) => this.#isThrough(lane))) this.stop('finished');
      else if (this.#silence.knockDue(clock.now(), this.#oldestInFlight())) void this.#knock();
    }
    if (!this.#closed) this.#cancelTick = clock.at(millis(clock.now() + TICK_MS), () => this.#tick());
  }

  async #knock(): Promise<void> {
    const lane = this.#knocker();
    if (lane === undefined) return;
    const began = this.#ports.clock.now();
    const { arrived, bytes } = await lane.probe.knock(KNOCK_WITHIN_MS);
    this.#budget.add(bytes);
    this.#look();
    if (!arrived || this.#ending !== undefined) return;
    const now = this.#ports.clock.now();
    this.#silence.arrived(now, true);
    const durationMs = millis(now - began);
    this.#event({
      kind: 'fresh-connection',
      detail: 'A fresh connection was answered.',
      durationMs,
      probe: lane.spec.name,
    });
  }

  /** A WebSocket connects anew each time; a fetch may be put on a connection that is stuck. */
  #knocker(): Lane | undefined {
    const measured = this.lanes.filter((lane) => lane.spec.role !== 'control');
    return measured.find((lane) => lane.spec.kind === 'websocket') ?? measured[0];
  }

  /** Of probes that are answered at once by their nature: a model that thinks is no silent link. */
  #oldestInFlight(): Millis | undefined {
    const sent = this.lanes
      .filter((lane) => lane.spec.role !== 'control' && lane.spec.kind !== 'chat')
      .map((lane) => lane.oldestSentMs())
      .filter((ms) => ms !== undefined);
    return sent.length === 0 ? undefined : millis(Math.min(...sent));
  }

  #look(): void {
    const finding = this.#gaps.look();
    if (finding === undefined) return;
    if (finding.kind === 'step-back') {
      const detail = `The wall clock was set back by ${Math.round(finding.byMs / 100) / 10} s. Durations are not affected.`;
      this.#event({ kind: 'clock-step', detail, durationMs: finding.byMs });
      return;
    }
    const { startEpochMs, durationMs, cause } = finding.gap;
    for (const lane of this.lanes) lane.taintInFlight();
    this.#silence.forget(this.#ports.clock.now());
    const detail =
      cause === 'frozen'
        ? 'The page or the laptop stood still.'
        : 'The laptop slept, or its clock was set forward.';
    this.#event({ kind: 'gap', detail, epochMs: startEpochMs, durationMs, cause });
  }

  #writeOff(lane: Lane, index: number, seq: number): void {
    const dueMonoMs = this.#dueMono(lane, seq);
    this.#ports.sample(index, {
      seq,
      dueMonoMs,
      dueEpochMs: this.#epochAt(dueMonoMs),
      outcome: 'unmeasured',
    });
  }

  #note(spec: ProbeSpec, { kind, detail, durationMs }: ProbeNote): void {
    this.#event({ kind, detail, durationMs, probe: spec.name });
  }

  #event(event: Omit<CampaignEvent, 'epochMs' | 'monoMs'> & { epochMs?: EpochMillis }): void {
    const { clock } = this.#ports;
    this.#ports.event({ ...event, epochMs: event.epochMs ?? clock.epochNow(), monoMs: clock.now() });
  }

  #dueMono(lane: Lane, seq: number): Millis {
    return millis(this.#zeroMs + lane.schedule.dueMs(seq));
  }

  #epochAt(monoMs: Millis): EpochMillis {
    const { clock } = this.#ports;
    return epochMillis(clock.epochNow() - (clock.now() - monoMs));
  }

  #closeWhenDrained(): void {
    if (this.lanes.every((lane) => lane.inFlight.size === 0)) this.#close();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelTick();
    for (const [index, lane] of this.lanes.entries()) {
      for (const shot of lane.inFlight.values()) this.#ports.sample(index, unmeasured(shot));
      lane.inFlight.clear();
      lane.probe.close();
    }
    const end = this.#ending ?? 'user';
    this.#settleDone(end);
  }
}
