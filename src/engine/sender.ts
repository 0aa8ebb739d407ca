import type { Due, Sample } from '../core/sample.ts';
import { type Millis, millis } from '../core/units.ts';
import type { DataBudget } from './data-budget.ts';
import { InFlightCaps } from './in-flight.ts';
import { type Lane, unmeasured } from './lane.ts';
import type { RunPorts } from './run-ports.ts';
import type { Timebase } from './timebase.ts';

/** A due time that this laptop reached later than this was not measured. */
const UNMEASURED_AFTER_MS = 1000;

/** Turns due times into requests, and into samples where none may be sent. */
export class Sender {
  /** End of the last gap: what was due in it is not sent after it, or its response time would hold the gap. */
  blindUntilMs = millis(Number.NEGATIVE_INFINITY);
  readonly #ports: Pick<RunPorts, 'clock' | 'sample'>;
  readonly #lanes: readonly Lane[];
  readonly #time: Timebase;
  readonly #budget: DataBudget;
  readonly #caps = new InFlightCaps();

  constructor(
    ports: Pick<RunPorts, 'clock' | 'sample'>,
    lanes: readonly Lane[],
    time: Timebase,
    budget: DataBudget,
  ) {
    this.#ports = ports;
    this.#lanes = lanes;
    this.#time = time;
    this.#budget = budget;
  }

  /** Deals with the lane's next due time. `stop`: the data budget does not hold it, and it stays due. */
  dispatch(lane: Lane, dueMonoMs: Millis): 'done' | 'stop' {
    const sentMonoMs = this.#ports.clock.now();
    const lateMs = millis(sentMonoMs - dueMonoMs);
    if (lateMs > UNMEASURED_AFTER_MS || dueMonoMs < this.blindUntilMs) {
      this.writeOff(lane, lane.nextSeq);
      lane.nextSeq += 1;
      return 'done';
    }
    const verdict = this.#budget.judge(this.#lanes, lane);
    if (verdict === 'stop') return 'stop';
    const due = this.#due(lane, lane.nextSeq);
    lane.nextSeq += 1;
    const full = lane.inFlight.size >= lane.probe.maxInFlight || !this.#caps.mayOpen(lane.spec);
    if (full || verdict === 'wait') {
      this.#ports.sample(lane.index, { ...due, outcome: 'skipped' });
      return 'done';
    }
    const shot = { ...due, sentMonoMs, lateMs };
    lane.inFlight.set(due.seq, shot);
    this.#caps.opened(lane.spec);
    try {
      lane.probe.fire(shot);
    } catch (error) {
      // A fault of the app: nobody measured this due time, and it must not fill the lane for ever.
      this.settle(lane, unmeasured(shot));
      throw error;
    }
    return 'done';
  }

  /** Nobody was looking when it was due. */
  writeOff(lane: Lane, seq: number): void {
    this.#ports.sample(lane.index, { ...this.#due(lane, seq), outcome: 'unmeasured' });
  }

  /** Takes a report of the lane's probe, hands the sample on, and returns it where one is kept. */
  settle(lane: Lane, sample: Sample): Sample | undefined {
    const open = lane.inFlight.has(sample.seq);
    const kept = lane.settle(sample);
    if (open) this.#caps.closed(lane.spec);
    if ('protocol' in sample && sample.protocol !== undefined)
      this.#caps.answeredBy(lane.spec, sample.protocol);
    this.#budget.count(lane, sample);
    if (kept !== undefined) this.#ports.sample(lane.index, kept);
    return kept;
  }

  /** A gap in measuring ended at `untilMonoMs`: what is in flight overlaps it. */
  blind(untilMonoMs: Millis): void {
    this.blindUntilMs = untilMonoMs;
    for (const lane of this.#lanes) lane.taintInFlight();
  }

  /** Nothing more is waited for. */
  giveUp(lane: Lane): void {
    for (const shot of lane.inFlight.values()) this.#ports.sample(lane.index, unmeasured(shot));
    lane.inFlight.clear();
  }

  #due(lane: Lane, seq: number): Due {
    const dueMonoMs = this.#time.dueMono(lane, seq);
    return { seq, dueMonoMs, dueEpochMs: this.#time.epochAt(dueMonoMs) };
  }
}
