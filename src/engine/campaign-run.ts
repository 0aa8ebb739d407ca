import type { SampleSink } from '../core/probe.ts';
import type { Sample } from '../core/sample.ts';
import { type EpochMillis, epochMillis, type Millis, millis } from '../core/units.ts';
import { DataBudget } from './data-budget.ts';
import { eventOf, GapWatch } from './gap-watch.ts';
import { InFlightCaps } from './in-flight.ts';
import { Lane, unmeasured } from './lane.ts';
import { resumeAt, resumeEvents } from './resume.ts';
import type { RunEnd, RunEvent, RunInput, RunPorts } from './run-ports.ts';
import { type KnockAnswer, SilenceAsker } from './silence-asker.ts';

const TICK_MS = 250;
const OPEN_WITHIN_MS = 3000;
/** A due time that this laptop reached later than this was not measured. */
const UNMEASURED_AFTER_MS = 1000;
const STOP_GRACE_MS = 2000;
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
  readonly #silence: SilenceAsker;
  #zeroMs = millis(0);
  /** End of the last gap: what was due in it is not sent after it, or its response time would hold the gap. */
  #blindUntilMs = millis(Number.NEGATIVE_INFINITY);
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
    this.#silence = new SilenceAsker(ports.clock, this.lanes, (probe, answer) =>
      this.#knocked(probe, answer),
    );
  }

  get bytes(): number {
    return this.#budget.bytes;
  }

  /** Since when nothing answers at all, on the wall clock. */
  get silentSinceEpochMs(): EpochMillis | undefined {
    const since = this.#silence.since();
    return since === undefined ? undefined : this.#epochAt(since);
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
    this.#silence.forget();
    this.#zeroMs = now;
    this.#ports.started(startedEpochMs);
    if (this.#input.startedEpochMs === undefined) {
      this.#event({ kind: 'start', detail: `The campaign started with seed ${seed}.` });
      return;
    }
    const { offsetMs, setBackMs } = resumeAt(this.lanes, startedEpochMs, epoch);
    this.#zeroMs = millis(now - offsetMs);
    this.#blindUntilMs = now;
    for (const event of resumeEvents(setBackMs, this.#input.aliveEpochMs ?? epoch, epoch)) this.#event(event);
    // Due times without a sample from before the reload; those since then follow as the schedule comes to them.
    for (const lane of this.lanes) for (const seq of lane.progress.holes) this.#writeOff(lane, seq);
  }

  #pump(): void {
    const { clock } = this.#ports;
    this.#look();
    let sliceLeft = BACKFILL_SLICE;
    let nextDueMs = Number.POSITIVE_INFINITY;
    for (const lane of this.lanes) {
      while (sliceLeft > 0 && this.#ending === undefined && !this.#isThrough(lane)) {
        const dueMs = this.#dueMono(lane, lane.nextSeq);
        if (dueMs > clock.now()) break;
        this.#dispatch(lane, dueMs);
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

  #dispatch(lane: Lane, dueMonoMs: Millis): void {
    const sentMonoMs = this.#ports.clock.now();
    const lateMs = millis(sentMonoMs - dueMonoMs);
    if (lateMs > UNMEASURED_AFTER_MS || dueMonoMs < this.#blindUntilMs) {
      this.#writeOff(lane, lane.nextSeq);
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
      this.#ports.sample(lane.index, { ...due, outcome: 'skipped' });
      return;
    }
    const shot = { ...due, sentMonoMs, lateMs };
    lane.inFlight.set(due.seq, shot);
    this.#caps.opened(lane.spec);
    lane.probe.fire(shot);
  }

  #report(lane: Lane, sample: Sample): void {
    this.#look();
    const open = lane.inFlight.has(sample.seq);
    const kept = lane.settle(sample);
    if (open) this.#caps.closed(lane.spec);
    this.#budget.count(lane, sample);
    if (kept !== undefined) {
      this.#ports.sample(lane.index, kept);
      if (lane.spec.role !== 'control') this.#silence.heard(kept);
    }
    if (this.#ending !== undefined) this.#closeWhenDrained();
  }

  #tick(): void {
    const { clock } = this.#ports;
    this.#look();
    if (this.#ending === undefined) {
      const over = clock.epochNow() >= this.#endEpochMs;
      if (over && this.lanes.every((lane) => this.#isThrough(lane))) this.stop('finished');
      else void this.#silence.tick();
    }
    if (!this.#closed) this.#cancelTick = clock.at(millis(clock.now() + TICK_MS), () => this.#tick());
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
      this.#blindUntilMs = finding.gap.toMonoMs;
      for (const lane of this.lanes) lane.taintInFlight();
      this.#silence.forget();
    }
    this.#event(eventOf(finding));
  }

  #writeOff(lane: Lane, seq: number): void {
    const dueMonoMs = this.#dueMono(lane, seq);
    const due = { seq, dueMonoMs, dueEpochMs: this.#epochAt(dueMonoMs) };
    this.#ports.sample(lane.index, { ...due, outcome: 'unmeasured' });
  }

  #event(event: RunEvent): void {
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
    for (const lane of this.lanes) {
      for (const shot of lane.inFlight.values()) this.#ports.sample(lane.index, unmeasured(shot));
      lane.inFlight.clear();
      lane.probe.close();
    }
    this.#settleDone(this.#ending ?? 'user');
  }
}
