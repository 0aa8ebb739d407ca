import type { ProbeSpec } from '../core/plan.ts';
import type { Probe, Shot } from '../core/probe.ts';
import type { Sample } from '../core/sample.ts';
import { createSchedule, type Schedule } from '../core/schedule/schedule.ts';
import type { ProbeProgress } from './run-ports.ts';

/** Timed-out shots whose late echo is still waited for; older ones are given up. */
const LATE_WINDOW = 20_000;

/** One probe on its way through its due times: where it stands, what is in flight, what it costs. */
export class Lane {
  readonly spec: ProbeSpec;
  readonly schedule: Schedule;
  readonly inFlight = new Map<number, Shot>();
  /** Shots that a gap in measuring overlapped: their times would include the gap. */
  readonly tainted = new Set<number>();
  readonly #timedOut = new Set<number>();
  nextSeq: number;
  /** Bytes of the last answered request, as the forecast for the next one. */
  lastBytes = 0;
  probe!: Probe;

  /** `index`: the probe's place in the plan; `progress`: where it stands, for a campaign that goes on. */
  constructor(
    readonly index: number,
    spec: ProbeSpec,
    seed: number,
    readonly progress: ProbeProgress = { nextSeq: 0, holes: [] },
  ) {
    this.spec = spec;
    this.schedule = createSchedule(spec, seed, index);
    this.nextSeq = progress.nextSeq;
  }

  /**
   * Takes a report of the probe and returns the sample to keep: itself, an
   * `unmeasured` one where a gap came in between, or nothing where it answers
   * no open shot.
   */
  settle(sample: Sample): Sample | undefined {
    const { seq } = sample;
    const shot = this.inFlight.get(seq);
    if (shot === undefined)
      return sample.outcome === 'late' && this.#timedOut.delete(seq) ? sample : undefined;
    this.inFlight.delete(seq);
    if (this.tainted.delete(seq)) return unmeasured(shot);
    if (sample.outcome === 'timeout') this.#rememberTimeout(seq);
    return sample;
  }

  taintInFlight(): void {
    for (const seq of this.inFlight.keys()) this.tainted.add(seq);
    this.#timedOut.clear();
  }

  /** Send time of the oldest shot in flight. Shots are kept in sending order. */
  oldestSentMs(): Shot['sentMonoMs'] | undefined {
    for (const shot of this.inFlight.values()) return shot.sentMonoMs;
    return undefined;
  }

  #rememberTimeout(seq: number): void {
    this.#timedOut.add(seq);
    if (this.#timedOut.size <= LATE_WINDOW) return;
    for (const oldest of this.#timedOut) {
      this.#timedOut.delete(oldest);
      break;
    }
  }
}

/** The sample of a shot that was sent, but whose answer nobody could time. */
export function unmeasured(shot: Shot): Sample {
  const { seq, dueEpochMs, dueMonoMs, lateMs } = shot;
  return { seq, dueEpochMs, dueMonoMs, lateMs, outcome: 'unmeasured' };
}
